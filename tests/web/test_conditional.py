"""Conditions and codings, without a server."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import http_date

from feedsvc.web.conditional import (
    Representation,
    accepts_gzip,
    entity_tag,
    last_modified,
    number_in_tags,
    tag_matches,
)
from feedsvc.web.edge import Edge
from feedsvc.web.headers import FEED_HEADERS
from feedsvc.web.kept import KeptFeed

CHANGED = datetime(2026, 6, 1, 8, 0, 0, tzinfo=UTC)
NOW = CHANGED + timedelta(days=1)
KEPT = Representation(
    body=b"<feed/>" * 50,
    content_type="application/atom+xml; charset=utf-8",
    tag=entity_tag(7, b"<feed/>" * 50, b"this feed"),
    last_modified=CHANGED,
    link='<https://example.org/feeds/all.atom>; rel="self"',
)

FEED = KeptFeed(KEPT, channel_key="all", changed_at=CHANGED, cache_control="public, max-age=60")


class LongInTheCoding(bytes):
    """The bytes of a feed; while they are measured, another thread has time to do something."""

    meanwhile: Callable[[], None]

    def __len__(self) -> int:
        self.meanwhile()
        return super().__len__()


class OneFeed:
    """The feeds that a process keeps: this one, which never changes."""

    def current(self, _key: tuple[str, str]) -> KeptFeed:
        return FEED


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def answer(method: str = "GET", **headers: str) -> Answer:
    """What the edge answers to a poll for that feed; headers are named as in an environ, without HTTP_."""
    edge: Any = Edge(None, OneFeed(), None, clock=lambda: NOW, prepare=lambda: None)  # type: ignore[arg-type]
    environ = {"PATH_INFO": "/feeds/all.atom", "REQUEST_METHOD": method}
    begun: list[Any] = []
    body = edge(
        environ | {f"HTTP_{name}": text for name, text in headers.items()},
        lambda status, sent: begun.extend((status, sent)),
    )
    return Answer(int(begun[0].split()[0]), dict(begun[1]), b"".join(body))


opaque_tags = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0xFF, exclude_characters='"\x7f'), min_size=1
)
bodies = st.binary(max_size=200)
header_texts = st.none() | st.text(max_size=60)


def test_the_tag_is_the_change_number_a_digest_and_a_proof_in_hexadecimal_digits() -> None:
    number, digest, proof = entity_tag(12, b"x", b"mark").split("-")
    assert number == "12"
    assert (len(digest), len(proof)) == (16, 8)
    assert int(digest + proof, 16) >= 0


def test_the_number_is_read_in_a_tag_of_the_same_document_and_in_no_other() -> None:
    tag = entity_tag(12, b"x", b"mark")
    assert number_in_tags(f'"{tag}"', b"mark") == 12
    assert number_in_tags(f'W/"{tag}-gzip", "another"', b"mark") == 12
    assert number_in_tags(tag, b"mark") == 12
    assert number_in_tags(f'"{tag}", "{entity_tag(30, b"y", b"mark")}"', b"mark") == 30
    assert number_in_tags(f'"{tag}"', b"another mark") is None
    assert number_in_tags(f'"{tag.replace("12", "13", 1)}"', b"mark") is None
    assert number_in_tags('"12", *, "12-0123456789abcdef-01234567"', b"mark") is None


@given(header_texts.map(lambda text: text or ""))
def test_no_header_makes_the_number_fail(text: str) -> None:
    assert number_in_tags(text, b"mark") is None


@given(bodies, bodies)
def test_tags_are_equal_exactly_where_the_bytes_are(one: bytes, other: bytes) -> None:
    assert (entity_tag(1, one, b"mark") == entity_tag(1, other, b"mark")) == (one == other)


@given(opaque_tags, st.lists(opaque_tags, max_size=3), st.booleans())
def test_a_tag_is_found_anywhere_in_a_list_weak_or_strong(tag: str, others: list[str], weak: bool) -> None:
    sent = ", ".join([*(f'"{other}"' for other in others), ("W/" if weak else "") + f'"{tag}"'])
    assert tag_matches(tag, sent)


@given(opaque_tags)
def test_another_tag_does_not_match(tag: str) -> None:
    assert not tag_matches(tag + "x", f'"{tag}"')


@pytest.mark.parametrize(
    "sent", ["*", ' "a-1" ', 'W/"a-1"', '"a-1-gzip"', 'W/"a-1-gzip"', '"a-1;gzip"', '"x","a-1"', '"x", a-1']
)
def test_the_forms_in_which_a_tag_comes_back_from_clients_and_proxies(sent: str) -> None:
    assert tag_matches("a-1", sent)


@pytest.mark.parametrize("sent", ["", '""', '"a-2"', '"a"', '"-gzip"', '"*"', '"a-1-other"', "W/"])
def test_what_is_another_tag_or_none(sent: str) -> None:
    assert not tag_matches("a-1", sent)


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("deflate, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("*", True),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("identity, gzip;q=0.5", False),
        ("identity;q=0.5, gzip", True),
        ("gzip;q=nonsense", False),
        ("br", False),
    ],
)
def test_gzip_is_used_where_it_is_allowed_and_not_liked_less(header: str | None, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted


def test_last_modified_is_left_out_during_its_own_second() -> None:
    assert last_modified(CHANGED, CHANGED + timedelta(milliseconds=999)) is None
    assert last_modified(CHANGED, CHANGED - timedelta(hours=1)) is None
    assert last_modified(CHANGED, CHANGED + timedelta(seconds=1)) == CHANGED


def test_without_conditions_the_whole_representation_is_sent() -> None:
    sent = answer()
    assert sent.status == 200
    assert sent.body == KEPT.body
    assert sent.headers["ETag"] == f'"{KEPT.tag}"'
    assert sent.headers["Content-Length"] == str(len(KEPT.body))
    assert sent.headers["Last-Modified"] == "Mon, 01 Jun 2026 08:00:00 GMT"
    assert "Content-Encoding" not in sent.headers


def test_the_gzip_representation_has_a_strong_tag_of_its_own() -> None:
    sent = answer(ACCEPT_ENCODING="gzip")
    assert gzip.decompress(sent.body) == KEPT.body
    assert sent.headers["ETag"] == f'"{KEPT.tag}-gzip"'
    assert sent.headers["Content-Encoding"] == "gzip"
    assert sent.headers["Vary"] == "Accept-Encoding, Sec-Fetch-Dest, Sec-Fetch-Mode"
    assert answer(ACCEPT_ENCODING="gzip") == sent


def test_a_304_names_what_a_200_would_have_named() -> None:
    full = answer().headers
    sent = answer(IF_NONE_MATCH=full["ETag"])
    assert (sent.status, sent.body) == (304, b"")
    named = ("ETag", "Cache-Control", "Vary", "Link", "Last-Modified", *dict(FEED_HEADERS))
    assert sent.headers == {name: full[name] for name in named}


def test_head_is_answered_as_get_without_the_body() -> None:
    full, sent = answer(), answer("HEAD")
    assert (sent.status, sent.headers, sent.body) == (200, full.headers, b"")


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (http_date(CHANGED), 304),
        (http_date(CHANGED + timedelta(hours=1)), 304),
        (http_date(CHANGED - timedelta(seconds=1)), 200),
        (http_date(NOW + timedelta(days=1)), 200),
        ("Monday, 01-Jun-26 08:00:00 GMT", 304),
        ("yesterday", 200),
        ("", 200),
    ],
)
def test_if_modified_since_counts_when_it_is_a_date_that_was(since: str, status: int) -> None:
    assert answer(IF_MODIFIED_SINCE=since).status == status


def test_if_none_match_goes_before_if_modified_since() -> None:
    assert answer(IF_NONE_MATCH='"another"', IF_MODIFIED_SINCE=http_date(CHANGED)).status == 200


@given(header_texts, header_texts, header_texts)
def test_no_header_breaks_the_answer(none_match: str | None, since: str | None, coding: str | None) -> None:
    given_headers = {"IF_NONE_MATCH": none_match, "IF_MODIFIED_SINCE": since, "ACCEPT_ENCODING": coding}
    sent = answer(**{name: text for name, text in given_headers.items() if text is not None})
    if sent.status == 200:
        is_gzipped = sent.headers.get("Content-Encoding") == "gzip"
        assert (gzip.decompress(sent.body) if is_gzipped else sent.body) == KEPT.body
    else:
        assert none_match is not None or since is not None


def test_a_feed_that_is_dated_while_it_is_coded_bears_its_date_from_then_on() -> None:
    body = LongInTheCoding(b"<feed/>")
    undated = replace(KEPT, body=body, last_modified=None)
    feed = KeptFeed(undated, channel_key="all", changed_at=CHANGED, cache_control="public")
    body.meanwhile = lambda: feed.date(NOW)
    feed.coded(gzipped=False)
    assert "Last-Modified" in dict(feed.coded(gzipped=False).ok)
