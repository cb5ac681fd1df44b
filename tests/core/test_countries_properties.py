"""What holds for the country detector whatever the text."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.core.countries import country_codes_in, find_countries, is_country

PIECES = st.sampled_from(
    """
    Uzbekistan Uzbek Georgia Atlanta US USA ILO Moscow Office office in for and the of Guinea Bissau - , . ( )
    : Jordan Blake Chad в для Бюро МОТ Москве Москва московское бюро узбекско таджикский язык на русском Того
    кто полька две Болгарка рассказала долларов США $ Paris Agreement time Hong Kong China dollars New Zealand
    языки Sea Lake Victoria Seychelles Polish your Pole UNDP Tashkent's Male Malé CAR JOIN
    """.split()
)
TEXTS = st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=80)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_every_mention_is_where_it_says(text: str, office_names: list[str]) -> None:
    end = 0
    for mention in find_countries(text, office_names=office_names):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.word == text[mention.start : mention.end]
        assert is_country(mention.code)
        end = mention.end


@given(TEXTS, st.integers(0, 1000))
def test_soft_hyphens_change_nothing(text: str, place: int) -> None:
    place %= len(text) + 1
    hyphenated = text[:place] + "\u00ad" + text[place:]
    assert country_codes_in(hyphenated) == country_codes_in(text)


@given(
    st.lists(st.sampled_from(["Uzbek mills", "В Москве прошёл форум", "US unions", "ILO Moscow"]), max_size=6)
)
def test_paragraphs_are_read_one_by_one(parts: list[str]) -> None:
    together = country_codes_in(". \n\n".join(parts))
    apart = [code for part in parts for code in country_codes_in(part)]
    assert together == tuple(dict.fromkeys(apart))


@given(TEXTS)
def test_the_same_text_gives_the_same_mentions(text: str) -> None:
    assert find_countries(text) == find_countries(text)
