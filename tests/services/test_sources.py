"""Kept sources: read by condition and by rule, imported into their office, each on its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest

from feedsvc.core.accounts import Action, Actor, Role, Scope, the_machine
from feedsvc.core.audit import AuditQuery
from feedsvc.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from feedsvc.core.sources import Source, SourceState, health
from feedsvc.core.work import LEASE, Lease
from feedsvc.services import source_reading
from feedsvc.services.sources import (
    SourceDraft,
    add_source,
    edit_source,
    read_due,
    read_source,
    remove_source,
    source_for,
    sources_for,
)
from feedsvc.store import sources as kept
from feedsvc.store.audit import audit_lines
from feedsvc.store.leasing import taking
from tests.fetching.sites import LOCAL, Site, Visit, other_site, redirecting, saying
from tests.newsroom import Newsroom

pytestmark = pytest.mark.sockets
ADA = the_machine("ada")
HOUR = timedelta(hours=1)


def rss(*titles: str) -> bytes:
    items = "".join(
        f"<item><title>{title}</title><guid isPermaLink='false'>{title}</guid>"
        f"<pubDate>Mon, 0{number} Jun 2026 07:00:00 GMT</pubDate></item>"
        for number, title in enumerate(titles, start=1)
    )
    return f"<rss version='2.0'><channel><title>Other</title>{items}</channel></rss>".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    """Another site."""
    with other_site() as site:
        yield site


@pytest.fixture(autouse=True)
def _local(newsroom: Newsroom) -> None:
    newsroom.settings = replace(newsroom.settings, allowed_networks=LOCAL)
    newsroom.now += timedelta(days=30)


def add(newsroom: Newsroom, url: str, actor: Actor = ADA, **others: object) -> Source:
    draft = SourceDraft(**({"url": url, "office": "moscow"} | others))  # type: ignore[arg-type]  # values of many types
    return add_source(
        newsroom.store, newsroom.settings, draft, now=newsroom.now, actor=actor, uuid=newsroom.new_uuid()
    )


def read(newsroom: Newsroom) -> Source | None:
    """What a worker reads now; then an hour goes by."""
    done = read_due(newsroom.store, newsroom.settings, now=newsroom.now, holder="w")
    newsroom.now += HOUR
    return done


def stored(newsroom: Newsroom, uuid: str) -> Source:
    with newsroom.store.reading() as reader:
        return kept.source_by_uuid(reader, uuid)


def test_a_source_is_read_at_once_and_then_regularly(newsroom: Newsroom, site: Site):
    source = add(newsroom, site.on("/feed", saying(rss("One"))))
    done = read(newsroom)
    assert done is not None
    assert (done.last_counts["new"], health(done)) == (1, "well")
    assert newsroom.titles("offices/moscow") == ["One"]
    assert read(newsroom) is not None
    assert stored(newsroom, source.uuid).last_counts["unchanged"] == 1
    newsroom.now -= HOUR / 2
    assert read(newsroom) is None
    assert len(site.visits) == 2


def test_what_did_not_change_is_not_sent_again(newsroom: Newsroom, site: Site):
    def conditional(visit: Visit) -> None:
        if visit.headers.get("if-none-match") == '"1"':
            visit.answer(304)
        else:
            visit.answer(200, rss("One"), ETag='"1"', Last_Modified="Mon, 01 Jun 2026 07:00:00 GMT")

    source = add(newsroom, site.on("/feed", conditional))
    read(newsroom)
    done = read(newsroom)
    assert done is not None
    assert (done.last_status, done.last_counts["new"], health(done)) == (304, 1, "well")
    assert stored(newsroom, source.uuid).etag == '"1"'
    assert site.visits[1].headers["if-modified-since"] == "Mon, 01 Jun 2026 07:00:00 GMT"


def test_an_item_that_changed_there_changes_here(newsroom: Newsroom, site: Site):
    add(newsroom, site.on("/feed", saying(rss("One"))))
    read(newsroom)
    site.on("/feed", saying(rss("One").replace(b"<title>One", b"<title>One, corrected")))
    read(newsroom)
    assert newsroom.titles("all") == ["One, corrected"]


def test_one_bad_item_does_not_stop_the_rest_and_is_told(newsroom: Newsroom, site: Site):
    add(newsroom, site.on("/feed", saying(rss("One", "", "Three"))))
    done = read(newsroom)
    assert done is not None
    assert newsroom.titles("all") == ["Three", "One"]
    assert (done.last_counts["refused"], done.failures, health(done)) == (1, 0, "partly")
    assert done.last_error.startswith("Refused line ")


def test_a_file_that_is_refused_whole_is_a_failure_that_a_304_does_not_hide(newsroom: Newsroom, site: Site):
    source = add(newsroom, site.on("/feed", saying(b"Sign in first", ETag='"1"')), format="feed")
    done = read(newsroom)
    assert done is not None
    assert (done.failures, done.etag, health(done)) == (1, None, "failing")
    assert done.last_error
    newsroom.now += HOUR
    read(newsroom)
    assert "if-none-match" not in site.visits[1].headers
    assert stored(newsroom, source.uuid).failures == 2


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "It answered 404 (Not Found)."),
        (500, "It answered 500 (Internal Server Error)."),
        (299, "It answered 299."),
    ],
)
def test_what_it_answered_is_said(newsroom: Newsroom, site: Site, status: int, said: str):
    add(newsroom, site.on("/feed", lambda visit: visit.answer(status)))
    done = read(newsroom)
    assert done is not None
    assert (done.last_status, done.last_error, done.failures) == (status, said, 1)


def test_what_is_gone_for_good_is_asked_no_more(newsroom: Newsroom, site: Site):
    source = add(newsroom, site.on("/feed", lambda visit: visit.answer(410)))
    assert read(newsroom) is not None
    newsroom.now += timedelta(days=40)
    assert read(newsroom) is None
    assert stored(newsroom, source.uuid).state is SourceState.GONE
    edit_source(newsroom.store, newsroom.settings, source.uuid, now=newsroom.now, actor=ADA)
    assert read(newsroom) is not None


@pytest.mark.parametrize("status", [429, 503])
def test_its_wish_to_be_left_alone_is_honoured(newsroom: Newsroom, site: Site, status: int):
    later = newsroom.now + timedelta(hours=30)
    site.on("/feed", lambda visit: visit.answer(status, Retry_After=format_datetime(later)))
    source = add(newsroom, site.url("/feed"))
    read(newsroom)
    assert stored(newsroom, source.uuid).next_poll == later


def test_a_permanent_redirect_that_repeats_moves_the_url_and_nothing_else(newsroom: Newsroom, site: Site):
    site.on("/new", saying(rss("One")))
    source = add(newsroom, site.on("/old", redirecting(301, "/new")))
    read(newsroom)
    assert stored(newsroom, source.uuid).url == site.url("/old")
    read(newsroom)
    moved = stored(newsroom, source.uuid)
    assert (moved.url, moved.former_urls) == (site.url("/new"), (site.url("/old"),))
    site.on("/new", saying(rss("One").replace(b"<title>One", b"<title>Once")))
    read(newsroom)
    assert newsroom.titles("all") == ["Once"]
    assert site.paths() == ["/old", "/new", "/old", "/new", "/new"]


def test_a_temporary_redirect_moves_nothing(newsroom: Newsroom, site: Site):
    site.on("/new", saying(rss("One")))
    source = add(newsroom, site.on("/old", redirecting(302, "/new")))
    for _ in range(3):
        read(newsroom)
    assert stored(newsroom, source.uuid).url == site.url("/old")
    assert newsroom.titles("all") == ["One"]


def test_a_source_that_moves_onto_another_stays_and_says_so(newsroom: Newsroom, site: Site):
    add(newsroom, site.on("/new", saying(rss("One"))))
    old = add(newsroom, site.on("/old", redirecting(301, "/new")), office="minsk")
    for _ in range(4):
        read(newsroom)
        newsroom.now -= HOUR / 2
    told = stored(newsroom, old.uuid)
    assert told.url == site.url("/old")
    assert "kept as a source already" in told.last_error


def test_private_addresses_are_not_read(newsroom: Newsroom, site: Site):
    newsroom.settings = replace(newsroom.settings, allowed_networks=())
    add(newsroom, site.on("/feed", saying(rss("One"))))
    done = read(newsroom)
    assert done is not None
    assert done.last_error.startswith("The address is refused: ")
    assert site.visits == []


def test_a_source_speaks_for_its_own_office_only(newsroom: Newsroom, site: Site):
    table = b"title,office,language,published\nMine,moscow,en,2026-06-01\nForged,minsk,en,2026-06-01\n"
    add(newsroom, site.on("/table", saying(table)))
    read(newsroom)
    assert newsroom.titles("all") == ["Mine"]


def test_a_defect_that_one_source_meets_is_told_and_logged(
    newsroom: Newsroom, site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def broken(*_: object, **__: object) -> None:
        raise KeyError("hunter2")

    monkeypatch.setattr(source_reading, "import_files", broken)
    add(newsroom, site.on("/feed", saying(rss("One"))))
    done = read(newsroom)
    assert done is not None
    assert (
        done.last_error == "It could not be imported because of an error in feedsvc, which has been logged."
    )
    assert "KeyError" in caplog.text


def test_an_edit_while_it_is_read_wins(newsroom: Newsroom, site: Site):
    def edited_meanwhile(visit: Visit) -> None:
        edit_source(
            newsroom.store, newsroom.settings, source.uuid, now=newsroom.now, actor=ADA, every=2 * HOUR
        )
        visit.answer(200, rss("One"), ETag='"1"')

    source = add(newsroom, site.on("/feed", edited_meanwhile))
    read(newsroom)
    now = stored(newsroom, source.uuid)
    assert (now.every, now.etag, now.last_poll) == (2 * HOUR, None, None)


def test_a_source_whose_worker_was_killed_is_read_again_after_its_lease(newsroom: Newsroom, site: Site):
    add(newsroom, site.on("/feed", saying(rss("One"))))
    with taking(newsroom.store) as writer:
        assert kept.take_source(writer, now=newsroom.now, lease=Lease("killed", newsroom.now + LEASE))
    assert read_due(newsroom.store, newsroom.settings, now=newsroom.now, holder="w") is None
    assert read_due(newsroom.store, newsroom.settings, now=newsroom.now + LEASE, holder="w") is not None
    assert newsroom.titles("all") == ["One"]


def test_a_person_may_read_a_source_now_but_not_while_a_worker_does(newsroom: Newsroom, site: Site):
    source = add(newsroom, site.on("/feed", saying(rss("One"))), paused=True)
    args = (newsroom.store, newsroom.settings, source.uuid)
    assert read_source(*args, now=newsroom.now, actor=ADA).last_counts["new"] == 1
    with taking(newsroom.store) as writer:
        kept.hold_source(writer, source.uuid, Lease("w", newsroom.now + LEASE))
    with pytest.raises(Conflict, match="just now"):
        read_source(*args, now=newsroom.now, actor=ADA)


def test_every_wrong_field_of_a_source_is_named(newsroom: Newsroom):
    with pytest.raises(InvalidInput) as caught:
        add(
            newsroom, "http://ada:hunter2@a.example/", office="oslo", every=timedelta(minutes=1),
            language="xx", format="pdf",
        )  # fmt: skip
    assert [problem.where for problem in caught.value.problems] == [
        "url",
        "office",
        "every",
        "language",
        "format",
    ]
    assert "hunter2" not in str(caught.value)
    with pytest.raises(InvalidInput, match="url: must begin with http"):
        add(newsroom, "file:///etc/passwd")


def test_a_url_is_kept_once(newsroom: Newsroom):
    first = add(newsroom, "https://a.example/feed")
    other = add(newsroom, "https://b.example/feed")
    with pytest.raises(Conflict, match=first.uuid):
        add(newsroom, "https://a.example/feed", office="minsk")
    with pytest.raises(Conflict, match=first.uuid):
        edit_source(
            newsroom.store,
            newsroom.settings,
            other.uuid,
            now=newsroom.now,
            actor=ADA,
            url="https://a.example/feed",
        )


def test_an_edit_keeps_what_is_not_named(newsroom: Newsroom):
    source = add(newsroom, "https://a.example/feed", every=2 * HOUR, language="ru", format="feed")
    args = (newsroom.store, newsroom.settings, source.uuid)
    edited = edit_source(*args, now=newsroom.now, actor=ADA, paused=True, url="https://b.example/feed")
    assert (edited.every, edited.language, edited.format, edited.state) == (2 * HOUR, "ru", "feed", "paused")
    assert (edited.url, edited.former_urls) == ("https://b.example/feed", ("https://a.example/feed",))
    assert stored(newsroom, source.uuid) == edited


def test_only_who_may_import_into_an_office_has_to_do_with_its_sources(newsroom: Newsroom):
    with newsroom.store.reading() as reader:
        moscow, minsk = reader.office("moscow").uuid, reader.office("minsk").uuid
    editor = Actor(name="ed", roles={moscow: Role.EDITOR, minsk: Role.AUTHOR})
    reading = replace(editor, scope=Scope(actions=frozenset({Action.READ})))
    source = add(newsroom, "https://a.example/feed", editor)
    foreign = add(newsroom, "https://b.example/feed", office="minsk")
    store, settings, now = newsroom.store, newsroom.settings, newsroom.now
    for actor, uuid, office in ((editor, foreign.uuid, "minsk"), (reading, source.uuid, "moscow")):
        with pytest.raises(Forbidden):
            add(newsroom, "https://c.example/feed", actor, office=office)
        with pytest.raises(Forbidden):
            edit_source(store, settings, uuid, now=now, actor=actor, every=2 * HOUR)
        with pytest.raises(Forbidden):
            remove_source(store, uuid, now=now, actor=actor)
        with pytest.raises(Forbidden):
            read_source(store, settings, uuid, now=now, actor=actor)
    with pytest.raises(Forbidden):
        edit_source(store, settings, source.uuid, now=now, actor=editor, office="minsk")
    with store.reading() as reader:
        assert sources_for(reader, editor) == [source]
        assert sources_for(reader, reading) == []
        with pytest.raises(Forbidden):
            source_for(reader, foreign.uuid, editor)


def test_a_source_that_is_removed_leaves_its_entries(newsroom: Newsroom, site: Site):
    source = add(newsroom, site.on("/feed", saying(rss("One"))))
    read(newsroom)
    remove_source(newsroom.store, source.uuid, now=newsroom.now, actor=ADA)
    assert read(newsroom) is None
    assert newsroom.titles("all") == ["One"]
    with newsroom.store.reading() as reader, pytest.raises(NotFound):
        source_for(reader, source.uuid, ADA)


def test_what_is_done_to_sources_is_in_the_audit_log_without_their_keys(newsroom: Newsroom):
    source = add(newsroom, "https://a.example/feed?key=hunter2")
    edit_source(newsroom.store, newsroom.settings, source.uuid, now=newsroom.now, actor=ADA, every=2 * HOUR)
    remove_source(newsroom.store, source.uuid, now=newsroom.now, actor=ADA)
    with newsroom.store.reading() as reader:
        lines = audit_lines(reader, AuditQuery(kind="source"))
    assert [line.note.action for line in lines] == ["removed", "edited", "added"]
    assert all(line.note.detail["url"] == "https://a.example/feed" for line in lines)
    assert lines[1].note.detail["fields"] == ["every"]
