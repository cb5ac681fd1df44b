"""What an import will do, decided on one snapshot of the store before anything is written.

Files are taken in one after another, each as if the one before it were stored already; so the rows
of the report are those of so many imports, one file each.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from feedsvc.core import lifecycle
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.erasing import marks_of_item, marks_of_items
from feedsvc.core.errors import Forbidden, InvalidInput
from feedsvc.core.imported import ImportedItem
from feedsvc.core.merging import Known, Match, day_of, match_items, merged
from feedsvc.core.model import Entry, EntryDraft, Office, Site, Status
from feedsvc.core.urls import entry_id
from feedsvc.core.validation import checked_entry
from feedsvc.services.import_order import (
    Place,
    ReadFile,
    newest_day,
    require_not_ahead,
    time_of_day,
)
from feedsvc.services.import_report import ImportRow, Outcome
from feedsvc.services.import_subject import Subject, days_and_links, edited, entries_near, notes_of
from feedsvc.services.naming import require_open, with_current_slugs
from feedsvc.services.pictures import pictures_of
from feedsvc.store.before_writing import WritersReader
from feedsvc.store.erasing import erased_among, has_erased
from feedsvc.store.importing import said_without_a_day, uuids_of_feed_ids

# The number of the file, the line, and which row of that line it is.
RowKey = tuple[int, int, int]


class Plan:
    """One import as it will be: `rows` for the report, `subjects` by uuid, those met and those new."""

    def __init__(
        self,
        reader: WritersReader,
        site: Site,
        offices: Mapping[str, Office],
        *,
        now: datetime,
        actor: Actor,
        new_uuid: Callable[[], str],
        progress: Callable[[int], None],
    ) -> None:
        self.rows: dict[RowKey, ImportRow] = {}
        self.subjects: dict[str, Subject] = {}
        self._reader, self._site, self._now = reader, site, now
        self._stored_offices = {office.slug: office for office in reader.offices()}
        self._offices = {**offices, **self._stored_offices}
        self._topics = {topic.slug for topic in reader.topics()}
        self._actor, self._new_uuid, self._progress = actor, new_uuid, progress
        self._said: dict[str, dict[str, ImportedItem]] = {}
        self._of_feed_id: dict[str, str] = {}
        self._new: dict[tuple[str, str], list[str]] = {}
        self._rows_of_line: Counter[Place] = Counter()

    def take_all(self, reads: Iterable[ReadFile]) -> None:
        """Take files in, the one with the older news first."""
        for read in sorted(reads, key=newest_day):
            for refusal in read.reading.refused:
                self._refuse(read, refusal.line, refusal.title, refusal.reason)
            for (office, language), items in _by_group(self._fit(read)).items():
                self._take_group(read, office, language, items)
            self._remark(read)

    def works(self) -> list[Subject]:
        """What is to be stored, the oldest first over all files."""
        works = [each for each in self.subjects.values() if each.item is not None and each.said]
        return sorted(works, key=lambda work: work.turn)

    def holds_for(self, reader: WritersReader, works: Sequence[Subject], done: Container[str]) -> bool:
        """Whether nobody has stored or changed since what these would have met; `done` is what this
        import has stored itself."""
        found = reader.entries_of(work.uuid for work in works if work.stored)
        found |= reader.entries_of(uuids_of_feed_ids(reader, (work.entry.id for work in works)).values())
        said = [(source, item) for work in works for source, item in work.said.items()]
        for (office, language), items in _by_group(item for _, item in said).items():
            found |= {each.uuid: each for each in entries_near(reader, office, language, items)}
        undated = {source for source, item in said if day_of(item) is None}
        uuids = (uuid for source in undated for uuid in said_without_a_day(reader, source))
        return all(uuid in done or self._is_as_planned(entry) for uuid, entry in found.items()) and all(
            uuid in done or uuid in self.subjects for uuid in uuids
        )

    def _is_as_planned(self, entry: Entry) -> bool:
        known = self.subjects.get(entry.uuid)
        return known is not None and known.stored is not None and known.stored.version == entry.version

    def _fit(self, read: ReadFile) -> list[ImportedItem]:
        """The items that can be stored, cleaned; the others are reported."""
        fit = []
        first_of_id: dict[str, ImportedItem] = {}
        for item in read.reading.items:
            self._progress(1)
            try:
                draft = with_current_slugs(self._reader, item.draft)
                taken = replace(item, draft=self._checked(draft))
                self._require_import(taken.draft.office)
                require_not_ahead(taken, self._now)
                first = first_of_id.setdefault(taken.draft.id or "", taken)
                if taken.draft.id and _group(first) != _group(taken):
                    raise InvalidInput.at("id", f"is that of line {first.line}, which is another item")
                fit.append(taken)
            except (InvalidInput, Forbidden) as error:
                self._refuse(read, item.line, item.draft.title, str(error))
        return self._without_erased(read, fit)

    def _without_erased(self, read: ReadFile, items: list[ImportedItem]) -> list[ImportedItem]:
        if not has_erased(self._reader):
            return items
        site, kept = self._site.uuid, []
        gone = erased_among(self._reader, marks_of_items(items, site))
        for item in items:
            if marks_of_item(item, site) & gone:
                note = "was erased from this site and does not come back"
                self._refuse(read, item.line, item.draft.title, note)
            else:
                kept.append(item)
        return kept

    def _checked(self, draft: EntryDraft, known: Entry | None = None) -> EntryDraft:
        pictures = pictures_of(self._reader, draft, known, self._site.base_url)
        return checked_entry(
            draft, site=self._site, offices=self._offices, topics=self._topics, pictures=pictures
        )

    def _require_import(self, office: str) -> None:
        if not self._actor.may(Action.IMPORT, self._offices[office].uuid):
            raise Forbidden(f"You may not import into the office “{office}”.")

    def _take_group(self, read: ReadFile, office: str, language: str, items: Sequence[ImportedItem]) -> None:
        source = read.source_of(self._offices[office].uuid, language)
        uuids = self._load(source, office, language, items)
        said = self._said[source]
        free = [item for item in items if not self._is_held_elsewhere(read, item, said)]
        known = [Known(uuid, said.get(uuid), self.subjects[uuid].entry) for uuid in uuids]
        for item, match in zip(free, match_items(free, known), strict=True):
            self._take_item(read, source, item, match)

    def _load(
        self, source: str, office: str, language: str, items: Sequence[ImportedItem]
    ) -> dict[str, None]:
        """Get what is stored that the items may speak of; the uuids of it, and of what is new."""
        is_stored = office in self._stored_offices
        near = entries_near(self._reader, office, language, items) if is_stored else []
        of_ids = uuids_of_feed_ids(self._reader, (item.draft.id for item in items if item.draft.id))
        self._of_feed_id |= of_ids
        uuids = {entry.uuid for entry in near} | set(of_ids.values())
        loaded = self._reader.said_by_source(source, uuids=uuids, **days_and_links(items))
        if any(day_of(item) is None for item in items):
            loaded |= said_without_a_day(self._reader, source)
        said = self._said[source] = loaded | self._said.get(source, {})
        missing = (loaded.keys() | of_ids.values()) - self.subjects.keys() - {entry.uuid for entry in near}
        for entry in (*near, *self._reader.entries_of(missing).values()):
            self.subjects.setdefault(entry.uuid, Subject(entry.uuid, entry, entry))
        spoken = [uuid for uuid, item in said.items() if item.draft.language == language]
        given = {item.draft.id for item in items}
        by_id = [uuid for id_, uuid in self._of_feed_id.items() if id_ in given and uuid in said]
        new = self._new.get((office, language), [])
        return dict.fromkeys([*(entry.uuid for entry in near), *spoken, *by_id, *new])

    def _is_held_elsewhere(self, read: ReadFile, item: ImportedItem, said: Mapping[str, object]) -> bool:
        """Whether an item bears the id of an entry that this source has not brought: its row says so."""
        uuid = self._of_feed_id.get(item.draft.id or "")
        if uuid is None or uuid in said:
            return False
        entry = self.subjects[uuid].entry
        if entry.id == entry_id(uuid):
            self._row(read, item, Outcome.UNCHANGED, uuid=uuid, note="is an entry of this site already")
        else:
            note = f"its id {entry.id} is that of an entry from another source, in “{entry.office}”"
            self._refuse(read, item.line, item.draft.title, note)
        return True

    def _take_item(self, read: ReadFile, source: str, item: ImportedItem, match: Match) -> None:
        if match.has_id_of_line is not None:
            note = f"has the id of line {match.has_id_of_line}, which is another item"
            self._refuse(read, item.line, item.draft.title, note)
        elif match.repeats_line is not None:
            self._row(read, item, Outcome.UNCHANGED, note=f"repeats line {match.repeats_line}")
        elif match.known is None:
            self._add(read, source, item)
        else:
            self._merge(read, source, item, match.known)

    def _add(self, read: ReadFile, source: str, item: ImportedItem) -> None:
        draft, uuid = item.draft, self._new_uuid()
        office = self._stored_offices.get(draft.office)
        try:
            if office is not None:
                require_open(office)
        except InvalidInput as error:
            self._refuse(read, item.line, draft.title, str(error))
            return
        entry = lifecycle.created(draft, uuid=uuid, countries=draft.countries or (), now=self._now)
        entry = replace(entry, status=Status.PUBLISHED, published=time_of_day(item))
        subject = Subject(uuid, None, entry)
        self.subjects[uuid] = subject
        self._new.setdefault((draft.office, draft.language), []).append(uuid)
        self._of_feed_id[entry.id] = uuid
        self._remember(read, source, item, subject)
        self._row(read, item, Outcome.NEW, uuid=uuid)

    def _merge(self, read: ReadFile, source: str, item: ImportedItem, known: Known) -> None:
        subject, entry = self.subjects[known.uuid], known.entry
        merge = merged(entry, known.said, item)
        try:
            self._require_import(entry.office)
            if merge.applied:
                self._checked(merge.draft, entry)
        except (InvalidInput, Forbidden) as error:
            self._refuse(read, item.line, item.draft.title, str(error))
            return
        if not read.is_feed or known.said is not None:
            self._remember(read, source, item, subject)
        if entry.status is Status.WITHDRAWN:
            self._row(read, item, Outcome.UNCHANGED, uuid=entry.uuid, note="stays withdrawn")
            return
        subject.entry = edited(entry, merge.draft) if merge.applied else entry
        outcome = Outcome.CHANGED if merge.applied else Outcome.UNCHANGED
        self._row(read, item, outcome, uuid=entry.uuid, note="; ".join(notes_of(entry, item, merge)))

    def _remember(self, read: ReadFile, source: str, item: ImportedItem, subject: Subject) -> None:
        before = self._said[source].get(subject.uuid)
        subject.item, subject.place = item, (read.number, item.line)
        if before is None or replace(before, line=item.line) != item:
            self._said[source][subject.uuid] = subject.said[source] = item

    def _refuse(self, read: ReadFile, line: int, title: str, note: str) -> None:
        self._add_row(
            read, line, ImportRow(file=read.name, line=line, outcome=Outcome.REFUSED, title=title, note=note)
        )

    def _row(
        self, read: ReadFile, item: ImportedItem, outcome: Outcome, *, uuid: str | None = None, note: str = ""
    ) -> None:
        given = item.draft.countries or () if outcome is Outcome.NEW else ()
        row = ImportRow(
            file=read.name,
            line=item.line,
            outcome=outcome,
            title=item.draft.title,
            day=day_of(item),
            countries=tuple((code, "") for code in given),
            note=note,
            uuid=uuid,
            office=item.draft.office,
        )
        self._add_row(read, item.line, row)

    def _remark(self, read: ReadFile) -> None:
        for remark in read.reading.remarks:
            key = (read.number, remark.line, 1)
            row = self.rows.get(key)
            note = "; ".join(filter(None, (row.note if row else "", remark.text)))
            row = row or ImportRow(
                file=read.name, line=remark.line, outcome=Outcome.UNCHANGED, title=remark.title
            )
            self.rows[key] = replace(row, note=note)

    def _add_row(self, read: ReadFile, line: int, row: ImportRow) -> None:
        place = (read.number, line)
        self._rows_of_line[place] += 1
        self.rows[(*place, self._rows_of_line[place])] = row


def _group(item: ImportedItem) -> tuple[str, str]:
    return (item.draft.office, item.draft.language)


def _by_group(items: Iterable[ImportedItem]) -> dict[tuple[str, str], list[ImportedItem]]:
    """Items by their office and language."""
    groups: dict[tuple[str, str], list[ImportedItem]] = {}
    for item in items:
        groups.setdefault(_group(item), []).append(item)
    return groups
