"""Groups of translations, and what a change of one means to the feeds that show the others."""

from collections.abc import Collection, Iterable
from datetime import datetime

from feedsvc.core.errors import InvalidInput
from feedsvc.core.model import Entry, EntryDraft
from feedsvc.store import Reader, Writer
from feedsvc.store.unreleased import translations_of


def group_of(reader: Reader, entries: Iterable[Entry]) -> list[Entry]:
    """The entries and all that are translations of any of them, of whatever status, by uuid.

    Raises InvalidInput where two of them are of one language.
    """
    found = {each.uuid: each for entry in entries for each in (entry, *translations_of(reader, entry))}
    if len({each.language for each in found.values()}) < len(found):
        raise InvalidInput.at("translations", "must each be in another language")
    return [found[uuid] for uuid in sorted(found)]


def require_own_language(reader: Reader, entry: Entry, draft: EntryDraft) -> None:
    """Raises InvalidInput where a draft gives an entry the language of one of its translations."""
    if draft.language != entry.language:
        for each in translations_of(reader, entry):
            if each.language == draft.language:
                taken = f"is that of its translation “{each.title}”: say first that they are none"
                raise InvalidInput.at("language", taken)


def regroup(
    writer: Writer, group: str, uuids: Iterable[str], concerned: Collection[str], *, now: datetime
) -> None:
    """Put entries into a group. Those of the `concerned` that readers see beside other translations than
    before count as changed."""
    before = writer.entries_of(concerned)
    writer.link_translations(group, uuids)
    after = writer.entries_of(concerned).values()
    others = [each for each in after if each.translations != before[each.uuid].translations]
    touch(writer, [each.uuid for each in others if each.released], now=now)


def touch_translations(writer: Writer, entry: Entry, before: Entry | None = None, *, now: datetime) -> None:
    """Let the translations of a released entry count as changed: they show its language, title and address;
    not where these are as `before`."""
    if before is None or _shown(entry) != _shown(before):
        touch(writer, [each.uuid for each in entry.translations], now=now)


def _shown(entry: Entry) -> tuple[str, str, str | None]:
    return entry.language, entry.title, entry.link


def touch(writer: Writer, uuids: Iterable[str], *, now: datetime) -> None:
    """Let entries count as changed, for something that they show beside what is their own, and the
    channels that they are in."""
    touched = list(uuids)
    if touched:
        number = writer.next_number()
        writer.touch_entries(touched, number)
        keys = writer.channel_keys_of(touched)
        writer.mark({key: number for each in keys.values() for key in each}, now)
