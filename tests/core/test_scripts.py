"""Whether a text is written in the script of its language."""

import pytest

from feedsvc.core.scripts import is_in_another_script


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Река поднимается в Ташкенте", "en"),
        ("The river rises in Tashkent", "ru"),
        ("Река поднимается в Ташкенте", "ka"),
        ("The river rises", "zh"),
    ],
)
def test_a_text_in_another_script_is_seen(text: str, language: str) -> None:
    assert is_in_another_script(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Река поднимается в Ташкенте", "ru"),
        ("The river rises in Tashkent", "en"),
        ("Форум ILO and UNDP прошёл в Москве", "ru"),
        ("Daryo toshdi, odamlar koʻchdi", "uz"),
        ("Дарё тошди, одамлар кўчди", "uz"),
        ("مياه النهر ترتفع في المدينة", "ar"),
        ("河水在塔什干上涨，居民已经撤离", "zh"),
        ("COVID-19", "ru"),
        ("2026 – 2027: 1 000 000", "ru"),
        ("The river rises", "tlh"),
        ("", "en"),
    ],
)
def test_its_own_script_names_and_few_letters_pass(text: str, language: str) -> None:
    assert not is_in_another_script(text, language)
