"""What holds for any bytes, and for any feed that is made of the pieces feeds are made of."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.core.errors import UnreadableFile
from feedsvc.core.imported import Reading
from feedsvc.core.patterns import is_ascii_iri
from tests.importers.feeds import item, read, read_export, rss, stored

FRAGMENTS = (
    '<?xml version="1.0" encoding="koi8-r"?>', '<!DOCTYPE rss>', '<!DOCTYPE r [', ']>', "<!ENTITY a 'b'>",
    '<!--', '-->', '<rss>', '</rss>', '<channel>', '</channel>', '<item>', '</item>', '<title>', '</title>',
    '<link>', '</link>', '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="x">', '</feed>', '<entry>',
    '</entry>', '<id>', '</id>', "<content type='xhtml'>", '</content>', '<content:encoded>',
    '</content:encoded>', '<description>', '</description>', "<media:content url='a.png' width='-1'>",
    '</media:content>', '<media:group>', '</media:group>', '<image>', '<url>',
    "<enclosure url='//[' type='x'/>", '<pubDate>', '</pubDate>', 'Mon, 06 May 2024 10:00:00 GMT',
    '31 June', '<author>', '</author>', 'a@b.example (A)', '<guid>', '</guid>', '<![CDATA[', ']]>', '&',
    '&amp;', '&#0;', '&#xD800;', '&nbsp;', '&lt;b&gt;', "<rdf:RDF xmlns='http://purl.org/rss/1.0/'>",
    '</rdf:RDF>', '<dc:language>', '</dc:language>', 'ru',
    '<rss xmlns:wp="http://wordpress.org/export/1.2/">', '<wp:status>', 'draft', '</wp:status>',
    '<wp:post_type>', 'post', '</wp:post_type>', '[caption]', '[/caption]', "[gallery ids='1']", '\ufeff',
    '\x00', '\ud800', '\u202e', 'words', 'Слова',
    '{"version": "https://jsonfeed.org/version/1.1", "items": [', '{"id": 1, "title": "x"}', 'null', ']}',
    '<at:deleted-entry/>',
)  # fmt: skip
texts = st.text(st.characters(codec="utf-8"), max_size=40)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
JSON_NAMES = (
    "id title summary content_html content_text url external_url image banner_image date_published"
    " date_modified authors author tags language attachments"
).split()


def bytes_of(fragments: list[str]) -> bytes:
    return "".join(fragments).encode("utf-8", "surrogatepass")


def require_a_reading_or_one_error(read_it, data: bytes) -> None:
    refusals: list[UnreadableFile] = []
    try:
        reading = read_it(data)
    except UnreadableFile as error:
        refusals.append(error)
    if refusals:
        assert len(refusals[0].problems) == 1
        return
    assert isinstance(reading, Reading)
    drafts = [taken.draft for taken in reading.items]
    assert len({draft.id for draft in drafts}) == len(drafts)
    assert all(draft.id and is_ascii_iri(draft.id) for draft in drafts)
    assert all(taken.line >= 1 for taken in (*reading.items, *reading.refused, *reading.remarks))
    assert all("\n" not in refusal.reason for refusal in reading.refused)
    assert len(stored(drafts)) == len(drafts)


@given(st.binary(max_size=500))
@example(b"\xff\xfe\x00")
@example(b"<rss")
def test_any_bytes_give_a_reading_or_one_error(data):
    require_a_reading_or_one_error(read, data)
    require_a_reading_or_one_error(read_export, data)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map(bytes_of))
def test_any_pieces_of_feeds_give_a_reading_or_one_error(data):
    require_a_reading_or_one_error(read, data)
    require_a_reading_or_one_error(read_export, data)


@given(st.lists(st.dictionaries(st.sampled_from(JSON_NAMES), values, max_size=6), max_size=3))
def test_any_json_in_the_place_of_items_gives_a_reading_or_one_error(items):
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    require_a_reading_or_one_error(read, json.dumps(feed).encode())


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60))
def test_a_plain_text_in_cdata_comes_through_as_a_summary(text):
    words = text.replace("<", "").replace("&", "").replace("]", "")
    reading = read(rss(item(f"<description><![CDATA[x {words} x]]></description>")))

    assert stored([reading.items[0].draft])[0].summary.split()[0] == "x"
    assert stored([reading.items[0].draft])[0].summary.endswith("x")


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "cp866"],
)
def test_a_feed_says_the_same_in_every_encoding(encoding):
    feed = f'<?xml version="1.0" encoding="{encoding}"?>\n' + rss(item(title="Паром ходит ночью"))

    assert read(feed.encode(encoding)) == read(feed)
