"""A preview shows what publishing then really serves, and stores nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from feedsvc.core.accounts import Actor, Role
from feedsvc.core.errors import Gone, InvalidInput, NotFound
from feedsvc.core.model import Entry, EntryDraft, Format
from feedsvc.core.urls import parse_feed
from feedsvc.services import drafting, previewing
from feedsvc.services.closing import close_office
from feedsvc.services.digest_mail import digest_mails
from feedsvc.services.digests import close_due
from feedsvc.services.drafting import Typed, Wish
from feedsvc.services.feeds import feed_bytes
from feedsvc.services.previewing import Preview, Subject
from tests.newsroom import Newsroom
from tests.services.staff import Staff
from tests.web.world import ADA

COPY = "00000009-0000-4000-8000-000000000001"
TYPED = {
    "title": ("The river & its “banks” <rise>",),
    "office": ("moscow",),
    "language": ("en",),
    "body": ("<p>Water came to <b>Tashkent</b>. <script>alert(1)</script></p>",),
    "place": ("Bukhara",),
    "kind": ("Press release",),
    "topics": ("work",),
    "image_url": ("https://example.org/a.jpg",),
    "image_alt": ("A river",),
    "image_credit": ("© Ada",),
    "enclosure_url": ("https://example.org/a.pdf",),
    "author_name": ("Ada",),
    "author_email": ("ada@example.org",),
}


@pytest.fixture
def editor(staff: Staff) -> Actor:
    """An editor of the office in Moscow."""
    return staff.add("editor@example.org", roles={"moscow": Role.EDITOR}).as_actor()


def typed(newsroom: Newsroom, actor: Actor, entry: Entry | None = None, **changes: tuple[str, ...]) -> None:
    fields: Mapping[str, tuple[str, ...]] = TYPED | changes
    kept = Typed(fields, entry.uuid, entry.version) if entry else Typed(fields)
    drafting.keep_copy(newsroom.store, COPY, kept, actor=actor, now=newsroom.now)


def of_copy(newsroom: Newsroom, actor: Actor, now: datetime | None = None) -> Preview:
    with newsroom.store.reading() as reader:
        site = newsroom.site()
        subject = previewing.subject_of_copy(reader, site, COPY, actor=actor)
        return previewing.preview(reader, site, subject, now=now or newsroom.now)


def of_entry(newsroom: Newsroom, entry: Entry, now: datetime | None = None) -> Preview:
    with newsroom.store.reading() as reader:
        subject = previewing.subject_of_entry(reader, entry.uuid, actor=ADA)
        return previewing.preview(reader, newsroom.site(), subject, now=now or newsroom.now)


def saved(newsroom: Newsroom, actor: Actor, wish: Wish) -> Entry:
    return drafting.save_copy(newsroom.store, newsroom.settings, COPY, wish, actor=actor, now=newsroom.now)


def served(newsroom: Newsroom, fmt: Format) -> bytes:
    address, _ = parse_feed("offices/moscow.atom")
    return feed_bytes(newsroom.store, newsroom.settings, address, fmt)


@pytest.mark.parametrize("fmt", list(Format), ids=str)
def test_a_new_entry_is_served_byte_for_byte_as_it_was_shown(
    newsroom: Newsroom, editor: Actor, fmt: Format
) -> None:
    newsroom.publish("Before it")
    typed(newsroom, editor)
    seen = of_copy(newsroom, editor)
    element, feed = previewing.element_of(seen, fmt), previewing.feed_of(seen, fmt)
    entry = saved(newsroom, editor, Wish(then="publish"))
    assert entry.uuid == COPY
    assert element in served(newsroom, fmt)
    assert feed == served(newsroom, fmt)
    assert newsroom.entry(entry) == replace(seen.entry, version=2, owner=editor.user)


@pytest.mark.parametrize("major", [False, True])
def test_an_edit_is_served_as_it_was_shown(newsroom: Newsroom, editor: Actor, major: bool) -> None:
    entry = newsroom.publish("As it was", content_html="<p>Text</p>")
    newsroom.publish("After it")
    typed(newsroom, editor, entry, edit=("major" if major else "minor",))
    element = previewing.element_of(of_copy(newsroom, editor), Format.ATOM)
    saved(newsroom, editor, Wish(major=major))
    assert element in served(newsroom, Format.ATOM)


def test_a_draft_and_a_scheduled_entry_are_shown_as_they_will_be_served(newsroom: Newsroom) -> None:
    draft = newsroom.create("A draft", content_html="<p>Text</p>")
    waiting = newsroom.create("For later")
    at = newsroom.now + timedelta(hours=5)
    with newsroom.publisher() as publisher:
        publisher.schedule(waiting.uuid, at)
    later = previewing.element_of(of_entry(newsroom, waiting), Format.RSS)
    newsroom.now += timedelta(minutes=1)
    now = previewing.element_of(of_entry(newsroom, draft), Format.RSS)
    newsroom.now -= timedelta(minutes=1)
    with newsroom.publisher() as publisher:
        publisher.publish(draft.uuid)
    newsroom.now = at - timedelta(minutes=1)
    with newsroom.publisher() as publisher:
        publisher.publish(waiting.uuid)
    assert now in served(newsroom, Format.RSS)
    assert later in served(newsroom, Format.RSS)


def test_what_readers_have_is_shown_as_they_have_it(newsroom: Newsroom) -> None:
    entry = newsroom.publish("As it is")
    assert of_entry(newsroom, entry).entry == entry
    assert previewing.element_of(of_entry(newsroom, entry), Format.ATOM) in served(newsroom, Format.ATOM)


def test_a_withdrawn_entry_is_shown_as_it_would_come_back(newsroom: Newsroom) -> None:
    entry = newsroom.withdraw(newsroom.publish("Taken back"))
    newsroom.now += timedelta(minutes=1)
    element = previewing.element_of(of_entry(newsroom, entry), Format.ATOM)
    newsroom.now -= timedelta(minutes=1)
    newsroom.restore(entry)
    assert element in served(newsroom, Format.ATOM)


def test_a_preview_stores_nothing(newsroom: Newsroom, editor: Actor) -> None:
    newsroom.publish("Before it")
    typed(newsroom, editor)
    counter, feed = newsroom.counter(), served(newsroom, Format.ATOM)
    of_copy(newsroom, editor)
    assert (newsroom.counter(), served(newsroom, Format.ATOM)) == (counter, feed)
    with newsroom.store.reading() as reader:
        assert COPY not in reader.entries_of([COPY])


def test_a_second_that_is_taken_is_not_shown(newsroom: Newsroom, editor: Actor) -> None:
    other = newsroom.publish("In this second")
    typed(newsroom, editor)
    seen = of_copy(newsroom, editor, now=other.updated)
    assert seen.entry.updated is not None
    assert other.updated is not None
    assert seen.entry.updated == other.updated + timedelta(seconds=1)


def test_a_date_ahead_is_shown_as_of_that_minute(newsroom: Newsroom, editor: Actor) -> None:
    ahead = newsroom.now.replace(second=0) + timedelta(days=3)
    typed(newsroom, editor, published=(ahead.strftime("%Y-%m-%dT%H:%M"),))
    assert of_copy(newsroom, editor).entry.published == ahead
    typed(newsroom, editor, release=(ahead.strftime("%Y-%m-%dT%H:%M"),))
    assert of_copy(newsroom, editor).entry.published == ahead


def test_what_cannot_be_published_is_said_with_every_field(newsroom: Newsroom, editor: Actor) -> None:
    typed(newsroom, editor, title=("",), link=("nowhere",))
    with pytest.raises(InvalidInput) as refused:
        of_copy(newsroom, editor)
    assert [each.where for each in refused.value.problems] == ["title", "link"]


def test_a_closed_office_publishes_nothing_new(newsroom: Newsroom) -> None:
    entry = newsroom.create("A draft")
    newsroom.now += timedelta(minutes=1)
    with newsroom.store.writing() as writer:
        close_office(
            writer,
            newsroom.site(),
            "moscow",
            successors=("minsk",),
            until=newsroom.now.date() + timedelta(days=90),
            now=newsroom.now,
            actor=ADA,
            new_uuid=newsroom.new_uuid,
        )
    with pytest.raises(InvalidInput):
        of_entry(newsroom, entry)


def test_what_somebody_else_typed_is_nowhere(newsroom: Newsroom, editor: Actor, staff: Staff) -> None:
    typed(newsroom, editor)
    other = staff.add("other@example.org", roles={"moscow": Role.EDITOR}).as_actor()
    with pytest.raises(NotFound):
        of_copy(newsroom, other)


def test_a_stored_entry_is_shown_to_those_who_may_see_it(newsroom: Newsroom, staff: Staff) -> None:
    entry = newsroom.create("A draft")
    gone = newsroom.withdraw(newsroom.publish("Gone"))
    reads = staff.add("reads@example.org", roles={"moscow": Role.READER}).as_actor()
    elsewhere = staff.add("elsewhere@example.org", roles={"minsk": Role.EDITOR}).as_actor()
    with newsroom.store.reading() as reader:
        assert previewing.subject_of_entry(reader, entry.uuid, actor=reads).known == entry
        with pytest.raises(NotFound):
            previewing.subject_of_entry(reader, entry.uuid, actor=elsewhere)
        with pytest.raises(Gone):
            previewing.subject_of_entry(reader, gone.uuid, actor=elsewhere)


def test_a_subject_of_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="preview of nothing"):
        _ = Subject(uuid=COPY).written


def test_the_digest_is_mailed_byte_for_byte_as_it_was_shown(newsroom: Newsroom, editor: Actor) -> None:
    newsroom.publish("In the same week")
    newsroom.publish("На той же неделе", language="ru")
    typed(newsroom, editor)
    shown = previewing.mail_with(of_copy(newsroom, editor), newsroom.settings).as_bytes()
    saved(newsroom, editor, Wish(then="publish"))
    close_due(newsroom.store, newsroom.settings, now=newsroom.now + timedelta(days=9))
    address, _ = parse_feed("offices/moscow/weekly.en.atom")
    [sent] = digest_mails(newsroom.store, newsroom.settings, address)
    assert shown == sent.as_bytes()


def test_what_came_out_in_another_week_is_not_in_the_digest(newsroom: Newsroom, editor: Actor) -> None:
    newsroom.publish("In the week before")
    newsroom.now += timedelta(days=7)
    typed(newsroom, editor)
    mail = previewing.mail_with(of_copy(newsroom, editor), newsroom.settings)
    part = mail.get_body(("plain",))
    assert part is not None
    assert "1 news item" in part.get_content()


def test_nobody_previews_without_an_account(newsroom: Newsroom, editor: Actor) -> None:
    typed(newsroom, editor)
    with pytest.raises(NotFound):
        of_copy(newsroom, ADA)


def test_a_draft_given_as_it_is_needs_no_working_copy(newsroom: Newsroom) -> None:
    draft = EntryDraft(office="moscow", language="en", title="Uzbek rivers")
    with newsroom.store.reading() as reader:
        seen = previewing.preview(reader, newsroom.site(), Subject(uuid=COPY, draft=draft), now=newsroom.now)
    assert (seen.entry.uuid, seen.entry.countries) == (COPY, ("UZ",))
