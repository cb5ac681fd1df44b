"""Files in: read, matched with what is stored, and stored in one transaction for the whole import."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from uuid import uuid4

from feedsvc.config import Settings
from feedsvc.core.countries import capital_of, country_codes_in, find_countries
from feedsvc.core.dates import times_of_printed_dates, whole_second
from feedsvc.core.errors import InvalidInput, NotFound, UnreadableFile
from feedsvc.core.imported import ImportedItem, Reading
from feedsvc.core.merging import Known, Match, day_of, match_items, merged
from feedsvc.core.model import EntryDraft, Site, Status
from feedsvc.importers.page import read_page
from feedsvc.services import offices
from feedsvc.services.import_order import ReadFile, Waiting, newest_day, oldest_first, require_not_ahead
from feedsvc.services.import_report import ImportFile, ImportReport, ImportRow, Outcome
from feedsvc.services.publishing import Publisher
from feedsvc.services.site import describe_site
from feedsvc.store import Store, Writer

BY = "import"


class _Undo(Exception):
    """Ends a dry run: its transaction is undone."""


def import_pages(
    store: Store,
    settings: Settings,
    files: Iterable[ImportFile],
    *,
    now: datetime,
    office: str | None = None,
    language: str | None = None,
    dry_run: bool = False,
    complete: Callable[[EntryDraft], EntryDraft] = lambda draft: draft,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    new_uuid: Callable[[], str] = lambda: str(uuid4()),
) -> ImportReport:
    """Import office pages. What cannot be read is reported, and the rest is stored, all at once.

    `office` is the slug for pages that do not introduce their office, `language` that of pages
    whose language their dates do not tell. `complete` adds to a new entry what its page cannot say,
    before it is released. `progress` is told how far it is, out of how much. A dry run reports and
    stores nothing.
    """
    try:
        with store.writing() as writer:
            site = describe_site(settings, writer.site_record())
            work = _Import(writer, site, now=whole_second(now), new_uuid=new_uuid, progress=progress)
            work.read_all(files, office=office, language=language)
            work.release_new(complete)
            report = work.report()
            if dry_run:
                raise _Undo
    except _Undo:
        pass
    return report


class _Import:
    """One import under way. New items wait until all files are read: they take their numbers
    oldest first over all of them, and a later file may still change them."""

    def __init__(
        self,
        writer: Writer,
        site: Site,
        *,
        now: datetime,
        new_uuid: Callable[[], str],
        progress: Callable[[int, int], None],
    ) -> None:
        self._writer = writer
        self._site = site
        self._now = now
        self._new_uuid = new_uuid
        self._publisher = Publisher(writer, site, now=now, by=BY, new_uuid=new_uuid)
        self._waiting: dict[str, Waiting] = {}
        self._said: dict[str, dict[str, ImportedItem]] = {}
        self._rows: list[tuple[tuple[int, int], ImportRow]] = []
        self._offices: list[str] = []
        self._progress = progress
        self._done = self._total = 0

    def report(self) -> ImportReport:
        """What was done so far."""
        rows = tuple(row for _, row in sorted(self._rows, key=lambda pair: pair[0]))
        return ImportReport(rows=rows, offices=tuple(self._offices))

    def read_all(self, files: Iterable[ImportFile], *, office: str | None, language: str | None) -> None:
        """Read the files and take them in, the page with the older news first."""
        readings = []
        for number, file in enumerate(files):
            try:
                reading = self._read(file, office, language)
            except InvalidInput as error:
                self._report(number, file.name, None, Outcome.REFUSED, note=str(error))
            else:
                readings.append(ReadFile(name=file.name, number=number, reading=reading))
        # Taken in, then stored if it is new.
        self._total = 2 * sum(len(read.reading.items) for read in readings)
        for read in sorted(readings, key=newest_day):
            self._take(read)
        self._total = self._done + len(self._waiting)

    def _read(self, file: ImportFile, office: str | None, language: str | None) -> Reading:
        if file.problem:
            raise UnreadableFile.at("", file.problem)
        reading = read_page(
            file.data,
            office=office,
            language=language,
            country_codes=country_codes_in,
            capital_of=capital_of,
            site_languages=self._site.languages,
        )
        if reading.office is not None:
            note = offices.learn(
                self._writer,
                self._site,
                reading.office,
                now=self._now,
                uuid=self._new_uuid(),
                is_named=office is not None,
            )
            self._offices += [note] if note else []
        else:
            self._must_exist(office)
        return reading

    def _must_exist(self, office: str | None) -> None:
        try:
            self._writer.office(office or "")
        except NotFound as error:
            raise UnreadableFile.at(
                "", f"{error} Add it first: feedsvc office add {office} --name NAME"
            ) from error

    def _take(self, read: ReadFile) -> None:
        for refusal in read.reading.refused:
            self._report(
                read.number,
                read.name,
                refusal.line,
                Outcome.REFUSED,
                title=refusal.title,
                note=refusal.reason,
            )
        groups: dict[tuple[str, str], list[ImportedItem]] = {}
        for item in self._fit(read):
            groups.setdefault((item.draft.office, item.draft.language), []).append(item)
        for (office, language), items in groups.items():
            source = f"page:{self._writer.office(office).uuid}:{language}"
            matches = match_items(items, self._known(source, office, language, items))
            for item, match in zip(items, matches, strict=True):
                self._take_item(read, source, item, match)
                self._advance(1)

    def _fit(self, read: ReadFile) -> list[ImportedItem]:
        """The items that can be stored, cleaned; the others are reported."""
        fit = []
        for item in read.reading.items:
            try:
                require_not_ahead(item, self._now)
                fit.append(replace(item, draft=self._publisher.checked(item.draft)))
            except InvalidInput as error:
                title = item.draft.title
                self._report(read.number, read.name, item.line, Outcome.REFUSED, title=title, note=str(error))
        return fit

    def _known(self, source: str, office: str, language: str, items: Sequence[ImportedItem]) -> list[Known]:
        days = {day for item in items if (day := day_of(item))}
        links = {item.draft.link for item in items if item.draft.link}
        near = {
            entry.uuid: entry for entry in self._writer.entries_near(office, language, days=days, links=links)
        }
        said = self._writer.said_by_source(source, days=days, links=links, uuids=near)
        for uuid in said.keys() - near.keys():
            near[uuid] = self._writer.entry(uuid)
        waiting = [
            Known(uuid, item, None)
            for uuid, (known_source, _, item) in self._waiting.items()
            if known_source == source
        ]
        latest = said | self._said.get(source, {})
        return [Known(uuid, latest.get(uuid), entry) for uuid, entry in near.items()] + waiting

    def _take_item(self, read: ReadFile, source: str, item: ImportedItem, match: Match) -> None:
        known = match.known
        if match.repeats_line is not None:
            note = f"repeats line {match.repeats_line}"
            self._report_item(read, item, Outcome.UNCHANGED, note=note)
        elif known is None:
            uuid = self._new_uuid()
            self._waiting[uuid] = (source, (read.number, item.line), item)
            self._report_item(read, item, Outcome.NEW, uuid=uuid)
        elif known.entry is None:
            same = known.said is not None and known.said.draft == item.draft
            outcome = Outcome.UNCHANGED if same else Outcome.CHANGED
            self._waiting[known.uuid] = (source, (read.number, item.line), item)
            self._report_item(read, item, outcome, uuid=known.uuid, note="stands in another file too")
        else:
            self._merge(read, source, item, known)

    def _merge(self, read: ReadFile, source: str, item: ImportedItem, known: Known) -> None:
        entry = known.entry
        assert entry is not None  # noqa: S101  _take_item parts the two cases
        self._said.setdefault(source, {})[known.uuid] = item
        if entry.status is Status.WITHDRAWN:
            self._report_item(read, item, Outcome.UNCHANGED, uuid=entry.uuid, note="stays withdrawn")
            return
        merge = merged(entry, known.said, item)
        kept = f"kept as a person wrote it: {', '.join(merge.kept)}" if merge.kept else ""
        if not merge.applied:
            self._report_item(read, item, Outcome.UNCHANGED, uuid=entry.uuid, note=kept)
            return
        self._publisher.edit(entry.uuid, merge.draft)
        chosen = "countries stay as a person chose them" if entry.countries_chosen else ""
        notes = [note for note in (f"changed: {', '.join(merge.applied)}", kept, chosen) if note]
        self._report_item(
            read, item, Outcome.CHANGED, uuid=entry.uuid, note="; ".join(notes), searched=not chosen
        )

    def release_new(self, complete: Callable[[EntryDraft], EntryDraft]) -> None:
        """Store and release what is new, oldest first; keep what each source said."""
        waiting = sorted(self._waiting.items(), key=oldest_first)
        for uuid, (source, _, item) in waiting:
            self._said.setdefault(source, {})[uuid] = item
        moments = self._moments([item for _, (_, _, item) in waiting])
        drafts = {
            uuid: self._publisher.checked(replace(complete(item.draft), published=moment))
            for (uuid, (_, _, item)), moment in zip(waiting, moments, strict=True)
        }
        self._publisher.publish_new(drafts, progress=self._advance)
        for source, said in self._said.items():
            self._writer.remember(source, said)

    def _moments(self, items: Sequence[ImportedItem]) -> list[datetime | None]:
        """The `published` of each item: its own time, else one on its printed day."""
        given: dict[tuple[str, date], list[datetime]] = {}
        for office in {item.draft.office for item in items}:
            days = sorted(item.date for item in items if item.date and item.draft.office == office)
            latest = partial(self._writer.latest_of_day, office)
            times = times_of_printed_dates(days, latest=latest, now=self._now)
            for day, moment in zip(days, times, strict=True):
                given.setdefault((office, day), []).append(moment)
        return [
            given[item.draft.office, item.date].pop(0) if item.date else item.draft.published
            for item in items
        ]

    def _advance(self, more: int) -> None:
        self._done += more
        self._progress(self._done, self._total)

    def _report_item(
        self,
        read: ReadFile,
        item: ImportedItem,
        outcome: Outcome,
        *,
        uuid: str | None = None,
        note: str = "",
        searched: bool = True,
    ) -> None:
        found = searched and outcome in {Outcome.NEW, Outcome.CHANGED}
        self._report(
            read.number,
            read.name,
            item.line,
            outcome,
            title=item.draft.title,
            day=day_of(item),
            countries=self._found_countries(item.draft) if found else (),
            note=note,
            uuid=uuid,
        )

    def _found_countries(self, draft: EntryDraft) -> tuple[tuple[str, str], ...]:
        text = "\n\n".join(part for part in (draft.title, draft.summary, draft.place) if part)
        words: dict[str, str] = {}
        for mention in find_countries(text, office_names=self._publisher.office_names()):
            words.setdefault(mention.code, mention.word)
        return tuple(words.items())

    def _report(
        self, file_number: int, file: str, line: int | None, outcome: Outcome, **more: object
    ) -> None:
        row = ImportRow(file=file, line=line, outcome=outcome, **more)  # type: ignore[arg-type]  # ImportRow's own fields
        self._rows.append(((file_number, line or 0), row))
