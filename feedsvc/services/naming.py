"""Names that change: slugs, topics, offices that go into others. Every address that was ever valid leads
to what stands there now, in one step (ADR 17)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from feedsvc.core.accounts import Action, Actor
from feedsvc.core.audit import Note
from feedsvc.core.channels import channel_key
from feedsvc.core.dates import whole_second
from feedsvc.core.endings import Ending
from feedsvc.core.errors import Conflict, Ended, InvalidInput
from feedsvc.core.last_entry import said_of_ended_feeds
from feedsvc.core.model import ChannelAddress, EntryDraft, Format, Office, Site, Topic
from feedsvc.core.text import one_line
from feedsvc.core.urls import is_slug
from feedsvc.store import Reader, Writer, naming
from feedsvc.store.archives import seal_anew
from feedsvc.store.searching import change_mark

NOT_A_SLUG = "must be made of a-z, 0-9 and single hyphens, at most 80 characters"


@dataclass(frozen=True, slots=True)
class Merged:
    """The slug of what is left after two were made one, and how many entries went there."""

    slug: str
    entries: int


def require_free(reader: Reader, slug: str, *, topic: bool = False) -> None:
    """Raises Conflict for a slug that an office, or a topic, has or ever had."""
    now = naming.topic_slugs_now(reader) if topic else naming.office_slugs_now(reader)
    kind = "a topic" if topic else "an office"
    if now.get(slug) == slug:
        raise Conflict(f"There is {kind} “{slug}” already.")
    if slug in now:
        raise Conflict(
            f"“{slug}” was {kind} and leads to “{now[slug]}” for good, as readers ask for it: take another."
        )


def with_current_slugs(reader: Reader, draft: EntryDraft) -> EntryDraft:
    """The draft with its office and topics as they are called by now; unknown slugs stay as they are."""
    offices, topics = naming.office_slugs_now(reader), naming.topic_slugs_now(reader)
    return replace(
        draft,
        office=offices.get(draft.office, draft.office),
        topics=tuple(dict.fromkeys(topics.get(slug, slug) for slug in draft.topics)),
    )


def require_open(office: Office) -> None:
    """Raises InvalidInput for an office that takes no new entries."""
    if office.ending is not None:
        others = ", ".join(f"“{slug}”" for slug in office.ending.successors)
        where = f": its news goes on in {others}" if others else ""
        raise InvalidInput.at("office", f"“{office.slug}” is closed and takes no new entries{where}")


def require_served(reader: Reader, site: Site, address: ChannelAddress, fmt: Format | None = None) -> None:
    """Raises Ended for what is of an office whose feeds have ended, with where its news goes on; NotFound
    for what never was."""
    office = reader.office(address.office) if address.office else None
    if office is not None and office.ending is not None and office.ending.over:
        now = reader.current_address(address)
        reader.channel(now, site.languages)
        successors = [reader.office(slug) for slug in office.ending.successors]
        raise Ended(said_of_ended_feeds(office, successors, now, fmt, site))


def show_office(writer: Writer, office: Office, *, now: datetime) -> None:
    """Let every feed that shows an office's name or slug count as changed."""
    number = writer.next_number()
    writer.touch_entries(writer.released_in_office(office.slug), number)
    writer.mark(dict.fromkeys(writer.channel_keys_around_office(office), number), now)
    mark_everything(writer, number, now)


def mark_everything(writer: Writer, number: int, now: datetime) -> None:
    """Let kept feeds go: those of channels that no entry was ever in show names too, and have no row."""
    writer.mark_every_channel(number, now, writer.site_record().settings_print)


def merge_offices(writer: Writer, site: Site, slug: str, *, into: str, now: datetime, actor: Actor) -> Merged:
    """Let an office go into another one, with its entries, people, sources and pictures. Its addresses
    lead to the other's. The entries keep their places in the stream: nothing comes up again.

    Raises Forbidden for all but administrators of the site, NotFound, InvalidInput, or Conflict where
    the other office is closed.
    """
    actor.require(Action.MANAGE, None)
    old, new, now = writer.office(slug), writer.office(into), whole_second(now)
    if old.uuid == new.uuid:
        raise InvalidInput.at("into", f"“{into}” is the office “{old.slug}” itself")
    if new.ending is not None:
        raise Conflict(f"The office “{new.slug}” is closed: nothing can go into it.")
    number = writer.next_number()
    around = writer.channel_keys_around_office(old)
    keys = _renamed(naming.channels_with(writer, "office", old.uuid), "office", old.uuid, new.uuid)
    writer.mark(dict.fromkeys([*around, *keys.values()], number), now)
    naming.move_places(writer, keys)
    moved = naming.give_office(writer, old, new, number)
    naming.end_office(writer, old, Ending(successors=(new.uuid,), at=now, merged=True, over=True))
    change_mark(writer, moved, "office", old.uuid, new.uuid)
    seal_anew(writer, site.page_size, now=now, keys=keys.values())
    mark_everything(writer, number, now)
    said = {"slug": old.slug, "into": new.slug, "entries": len(moved)}
    notes = (Note("merged", "office", each.uuid, each.uuid, said) for each in (old, new))
    writer.note(actor, *notes, now=now)
    return Merged(new.slug, len(moved))


def _renamed(keys: Iterable[str], part: str, old: str, new: str) -> dict[str, str]:
    return {key: key.replace(f"{part}={old}", f"{part}={new}") for key in keys}


def edit_topic(
    writer: Writer,
    slug: str,
    names: Mapping[str, str],
    *,
    new_slug: str | None = None,
    now: datetime,
    actor: Actor,
) -> Topic:
    """Replace the names of a topic, and give it another slug: its old one leads to it for good.

    Raises Forbidden, NotFound, InvalidInput, or Conflict for a slug that was ever given.
    """
    actor.require(Action.MANAGE, None)
    known, now = writer.topic(slug), whole_second(now)
    called = {language: one_line(name) for language, name in names.items() if one_line(name)}
    wanted = new_slug or known.slug
    if not called:
        raise InvalidInput.at("name", "is missing")
    if (wanted, called) == (known.slug, dict(known.names)):
        return known
    if wanted != known.slug:
        if not is_slug(wanted):
            raise InvalidInput.at("slug", NOT_A_SLUG)
        require_free(writer, wanted, topic=True)
    changed = naming.change_topic(writer, known, wanted, called)
    uuids = naming.released_on_topic(writer, changed)
    number = writer.next_number()
    writer.touch_entries(uuids, number)
    _mark_around(writer, uuids, [channel_key(topic=changed.uuid)], number, now)
    writer.note(actor, Note("edited", "topic", changed.uuid, detail={"slug": changed.slug}), now=now)
    return changed


def _mark_around(
    writer: Writer, uuids: Iterable[str], others: Iterable[str], number: int, now: datetime
) -> None:
    keys = {key for each in writer.channel_keys_of(uuids).values() for key in each}
    writer.mark(dict.fromkeys([*keys, *others], number), now)
    mark_everything(writer, number, now)


def merge_topics(writer: Writer, site: Site, slug: str, *, into: str, now: datetime, actor: Actor) -> Merged:
    """Let a topic go into another one: its entries have that one, and its addresses lead to it.

    Raises Forbidden for all but administrators of the site, NotFound, InvalidInput.
    """
    actor.require(Action.MANAGE, None)
    old, new, now = writer.topic(slug), writer.topic(into), whole_second(now)
    if old.uuid == new.uuid:
        raise InvalidInput.at("into", f"“{into}” is the topic “{old.slug}” itself")
    number = writer.next_number()
    keys = _renamed(naming.channels_with(writer, "topic", old.uuid), "topic", old.uuid, new.uuid)
    shown = naming.released_on_topic(writer, old)
    _mark_around(writer, shown, keys.values(), number, now)
    naming.move_places(writer, keys)
    moved = naming.give_topic(writer, old, new, number)
    change_mark(writer, moved, "topic", old.uuid, new.uuid)
    seal_anew(writer, site.page_size, now=now, keys=keys.values())
    said = {"slug": old.slug, "into": new.slug, "entries": len(moved)}
    notes = (Note("merged", "topic", each.uuid, detail=said) for each in (old, new))
    writer.note(actor, *notes, now=now)
    return Merged(new.slug, len(moved))
