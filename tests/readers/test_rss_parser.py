"""rss-parser: id, title and address of an entry, and no address of a translation in their place."""

import pytest

from tests.readers.desk import Desk
from tests.readers.rss_parser import RssParser

pytestmark = pytest.mark.sockets


@pytest.fixture
def parser() -> RssParser:
    return RssParser()


def test_it_reads_ids_titles_texts_and_addresses_in_atom_and_rss(parser: RssParser, desk: Desk) -> None:
    english = desk.publish("The river rises", summary="By a hand.")
    russian = desk.publish("Река поднимается", language="ru", summary="На ладонь.")
    with desk.newsroom.publisher() as publisher:
        publisher.link_translations([english.uuid, russian.uuid])
    base = f"{desk.server.base_url}/entries"
    for items in parser.read(desk.feed("atom"), desk.feed("rss")):
        assert [(item["id"], item["title"], item["link"]) for item in items] == [
            (russian.id, "Река поднимается", f"{base}/{russian.uuid}/reka-podnimaetsia"),
            (english.id, "The river rises", f"{base}/{english.uuid}/the-river-rises"),
        ]
    atom, _ = parser.read(desk.feed("atom"), desk.feed("rss"))
    assert [item["text"] for item in atom] == ["На ладонь.", "By a hand."]
