"""Every plain channel in every format, as a plain HTTP client gets it from a real server."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from lxml import etree

from feedsvc.core.model import Format
from feedsvc.render import CONTENT_TYPES
from tests.feed_rules import problems_of
from tests.readers.server import Response, Server

pytestmark = pytest.mark.sockets

_CHANNELS = (
    "all",
    "offices/tashkent",
    "countries/uz",
    "topics/monitoring",
    "offices/tashkent/countries/uz",
    "offices/tashkent/topics/monitoring",
    "countries/uz/topics/monitoring",
)
_LANGUAGES = ("", ".en", ".ru")
_OF_REAL_PAGES = ("offices/moscow", "countries/az", "offices/moscow/countries/tj")


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("channel", _CHANNELS)
def test_a_channel_of_the_sample_is_a_valid_feed_with_entries(
    sample: Server, channel: str, language: str, fmt: Format
) -> None:
    url = sample.feed(channel + language, fmt)
    assert _entries(fmt, _valid_feed(sample, url, fmt)) > 0


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("channel", ["countries/is", "offices/lima.ru", "offices/lima/countries/is"])
def test_a_channel_without_entries_is_a_valid_feed(sample: Server, channel: str, fmt: Format) -> None:
    assert _entries(fmt, _valid_feed(sample, sample.feed(channel, fmt), fmt)) == 0


@pytest.mark.parametrize("fmt", Format)
def test_summaries_alone_are_a_valid_feed_of_their_own(sample: Server, fmt: Format) -> None:
    url = sample.feed("all", fmt) + "?content=summary"
    assert b"figcaption" not in _valid_feed(sample, url, fmt)


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("channel", _OF_REAL_PAGES)
def test_the_real_pages_make_valid_feeds_with_entries(
    sample: Server, real_pages: list[Path], channel: str, fmt: Format
) -> None:
    if not real_pages:
        pytest.skip("the real pages do not lie beside the checkout (../shared/seeds)")
    assert _entries(fmt, _valid_feed(sample, sample.feed(channel, fmt), fmt)) > 0


def _valid_feed(server: Server, url: str, fmt: Format) -> bytes:
    answer = server.get(url)
    assert (answer.status, answer.headers["Content-Type"]) == (200, CONTENT_TYPES[fmt])
    assert problems_of(fmt, answer.body, fetched_from=url) == []
    assert f'<{url}>; rel="self"' in answer.headers["Link"]
    return answer.body


def _entries(fmt: Format, body: bytes) -> int:
    if fmt is Format.JSON:
        return len(json.loads(body)["items"])
    names: Iterable[str] = ("{http://www.w3.org/2005/Atom}entry", "item")
    return sum(1 for _ in etree.fromstring(body).iter(*names))


@pytest.mark.parametrize("fmt", Format)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_known_feed_is_a_304_without_a_body_and_with_the_same_tag(
    sample: Server, fmt: Format, coding: str
) -> None:
    url = sample.feed("offices/tashkent", fmt)
    tag = sample.get(url, {"Accept-Encoding": coding}).headers["ETag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}'):
        again = sample.get(url, {"Accept-Encoding": coding, "If-None-Match": sent})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert sample.get(url, {"If-None-Match": '"other"'}).status == 200


@pytest.mark.parametrize("fmt", Format)
def test_gzip_holds_the_same_bytes_in_fewer(sample: Server, fmt: Format) -> None:
    url = sample.feed("all", fmt)
    plain, coded = sample.get(url), sample.get(url, {"Accept-Encoding": "gzip"})
    assert coded.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in coded.headers["Vary"]
    assert gzip.decompress(coded.body) == plain.body
    assert len(coded.body) < len(plain.body) / 2


@pytest.mark.parametrize("fmt", Format)
def test_head_says_what_get_says_without_the_body(sample: Server, fmt: Format) -> None:
    url = sample.feed("all", fmt)
    full, head = sample.get(url), sample.get(url, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Link"):
        assert head.headers[name] == full.headers[name]


@pytest.mark.parametrize(
    "path", ["offices/nowhere.atom", "countries/xx.rss", "all.xml", "offices/lima.fr.json"]
)
def test_what_is_no_feed_is_a_404(sample: Server, path: str) -> None:
    assert sample.get(f"{sample.base_url}/feeds/{path}").status == 404


def test_a_feed_takes_no_post(sample: Server) -> None:
    refused: Response = sample.get(sample.feed("all"), method="POST")
    assert refused.status == 405
    assert "GET" in refused.headers["Allow"]
