"""Files in: read, matched with what is stored, and stored in batches, the oldest news first (ADR 8)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from feedsvc.config import Settings
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.audit import Note
from feedsvc.core.countries import find_countries
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import Conflict, Forbidden, InvalidInput
from feedsvc.core.imported import ImportedItem
from feedsvc.core.model import Entry, EntryDraft
from feedsvc.services import offices
from feedsvc.services.import_order import ReadFile, times_of
from feedsvc.services.import_plan import Plan, RowKey
from feedsvc.services.import_reading import Beside, read_file
from feedsvc.services.import_report import ImportFile, ImportReport, ImportRow, Outcome
from feedsvc.services.import_subject import Subject
from feedsvc.services.publishing import Publisher
from feedsvc.services.site import describe_site
from feedsvc.store import Store, Writer
from feedsvc.store.before_writing import WritersReader
from feedsvc.store.importing import latest_of_printed_day, questions
from feedsvc.store.naming import office_slugs_now

_NAMED = 20  # files of an import in its line of the audit log
_BATCH = 500  # entries in one transaction: editors wait no longer than for these


class _Undo(Exception):
    """Ends a dry run: its transaction is undone."""


def import_files(
    store: Store,
    settings: Settings,
    files: Iterable[ImportFile],
    *,
    now: datetime,
    actor: Actor,
    office: str | None = None,
    language: str | None = None,
    format: str = "auto",
    dry_run: bool = False,
    complete: Callable[[EntryDraft], EntryDraft] = lambda draft: draft,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    new_uuid: Callable[[], str] = lambda: str(uuid4()),
    source: str | None = None,
) -> ImportReport:
    """Import files of any kind. What cannot be taken is reported, and the rest is stored.

    `office` is the slug for files that do not tell theirs, `language` that of texts which do not
    tell it; `format` is one of FORMATS. `complete` adds to a new entry what its file
    cannot say, before it is released. `progress` is told how far it is, out of how much. `source`
    names a kept source; else a feed is known by its own id or address. A dry run reports the same
    and stores nothing. Killed at any moment it leaves whole batches; the same files again go on
    from there. Raises Forbidden where the actor may not import into `office`.
    """
    work = _Import(
        store, settings, now=now, actor=actor, new_uuid=new_uuid, progress=progress, dry_run=dry_run
    )
    work.read_all(files, office=office, language=language, fmt=format, source=source)
    work.store_all(complete)
    return work.report()


class _Import:
    """One import under way. It is planned on a snapshot and stored in batches; where somebody else
    has stored meanwhile what a batch would have met, the rest is planned anew."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        now: datetime,
        actor: Actor,
        new_uuid: Callable[[], str],
        progress: Callable[[int, int], None],
        dry_run: bool,
    ) -> None:
        self._store, self._actor, self._new_uuid, self._dry_run = store, actor, new_uuid, dry_run
        self._now = whole_second(now)
        with store.reading() as reader:
            self._site = describe_site(settings, reader.site_record())
            self._offices = {each.slug: each for each in reader.offices()}
            self._topics = {each.slug: each for each in reader.topics()}
        self._reads: list[ReadFile] = []
        self._learnt: list[str] = []
        self._refused: dict[RowKey, ImportRow] = {}
        self._rows: dict[RowKey, ImportRow] = {}
        self._stored: dict[str, Entry] = {}
        self._seconds: dict[datetime, datetime] = {}
        self._minted: set[str] = set()  # by a dry run, for entries that there will not be
        self._progress = progress
        self._done = self._total = 0

    def report(self) -> ImportReport:
        """What was done, or would be."""
        rows = self._refused | self._rows
        return ImportReport(
            rows=tuple(self._finished(row) for _, row in sorted(rows.items())),
            offices=tuple(self._learnt),
            dry_run=self._dry_run,
        )

    def read_all(
        self,
        files: Iterable[ImportFile],
        *,
        office: str | None,
        language: str | None,
        fmt: str,
        source: str | None,
    ) -> None:
        """Read the files, and learn what they say of their offices."""
        with self._store.reading() as reader:
            office = office_slugs_now(reader).get(office, office) if office else None
        if office in self._offices:
            self._actor.require(Action.IMPORT, self._offices[office].uuid)
        beside = Beside(
            office=office, language=language, site=self._site, offices=self._offices, topics=self._topics
        )
        for number, file in enumerate(files):
            try:
                kind, reading = read_file(file, fmt, beside)
            except InvalidInput as error:
                self._refuse(number, file.name, error)
            else:
                self._reads.append(
                    ReadFile(name=file.name, number=number, reading=reading, kind=kind, source=source)
                )
        if any(read.reading.office for read in self._reads):
            self._learn(is_named=office is not None)
        # Planned, then stored if it is new or changed.
        self._total = 2 * sum(len(read.reading.items) for read in self._reads)

    def _refuse(self, number: int, name: str, error: Exception) -> None:
        row = ImportRow(file=name, line=None, outcome=Outcome.REFUSED, note=str(error))
        self._refused[number, 0, 0] = row

    def _learn(self, *, is_named: bool) -> None:
        kept = []
        try:
            with self._store.writing() as writer:
                for read in self._reads:
                    try:
                        note = self._learn_of_one(writer, read, is_named=is_named)
                    except (InvalidInput, Forbidden, Conflict) as error:
                        self._refuse(read.number, read.name, error)
                    else:
                        self._learnt += [note] if note else []
                        kept.append(read)
                self._offices = {each.slug: each for each in writer.offices()}
                if self._dry_run:
                    raise _Undo
        except _Undo:
            pass
        self._reads = kept

    def _learn_of_one(self, writer: Writer, read: ReadFile, *, is_named: bool) -> str:
        said = read.reading.office
        if said is None:
            return ""
        known = {each.slug: each for each in writer.offices()}.get(
            office_slugs_now(writer).get(said.slug, said.slug)
        )
        if known is not None and not self._actor.may(Action.IMPORT, known.uuid):
            raise Forbidden(f"You may not import into the office “{said.slug}”.")
        return offices.learn(
            writer,
            self._site,
            said,
            now=self._now,
            actor=self._actor,
            uuid=self._new_uuid(),
            is_named=is_named,
            dry_run=self._dry_run,
        )

    def store_all(self, complete: Callable[[EntryDraft], EntryDraft]) -> None:
        """Plan, and store batch by batch, the oldest news first over all files."""
        while True:
            plan, works = self._plan()
            if self._dry_run:
                self._stored = {work.uuid: work.entry for work in works}
                self._minted = {work.uuid for work in works if work.stored is None}
                return
            batches = (works[start : start + _BATCH] for start in range(0, len(works), _BATCH))
            if all(self._store_batch(plan, batch, complete) for batch in batches):
                return

    def _plan(self) -> tuple[Plan, list[Subject]]:
        again = bool(self._rows)
        with self._store.reading() as reader:
            asking = questions(reader)
            plan = Plan(
                asking,
                self._site,
                self._offices,
                now=self._now,
                actor=self._actor,
                new_uuid=self._new_uuid,
                progress=self._advance if not again else lambda _: None,
            )
            plan.take_all(self._reads)
            works = [work for work in plan.works() if work.uuid not in self._stored]
            self._date(asking, [work for work in works if work.stored is None])
        # What this import has stored itself is unchanged by now.
        own = {key: row for key, row in self._rows.items() if row.uuid in self._stored}
        self._rows = plan.rows | own
        self._total = self._done + len(works)
        return plan, works

    def _date(self, asking: WritersReader, new: Sequence[Subject]) -> None:
        known = {each.slug for each in asking.offices()}
        times = times_of(
            [(work.entry.office, work.item) for work in new if work.item],
            latest=lambda slug, day: latest_of_printed_day(asking, slug, day) if slug in known else None,
            now=self._now,
        )
        for work, time in zip(new, times, strict=True):
            work.entry = replace(work.entry, published=time)

    def _store_batch(
        self, plan: Plan, works: Sequence[Subject], complete: Callable[[EntryDraft], EntryDraft]
    ) -> bool:
        """Store a batch in a transaction of its own; False where the plan does not hold for it."""
        with self._store.writing() as writer:
            if not plan.holds_for(writer, works, self._stored.keys()):
                return False
            publisher = Publisher(
                writer,
                self._site,
                now=self._now,
                actor=self._actor,
                new_uuid=self._new_uuid,
                importing=True,
                seconds=self._seconds,
            )
            new = {
                work.uuid: publisher.checked(complete(work.entry.as_draft()))
                for work in works
                if work.stored is None
            }
            stored = {entry.uuid: entry for entry in publisher.publish_new(new)}
            for work in works:
                if work.is_changed:
                    stored[work.uuid] = publisher.edit(work.uuid, work.entry.as_draft())
            for source, said in _by_source(works).items():
                writer.remember(source, said)
            said_of_it = {
                "files": [read.name for read in self._reads[:_NAMED]],
                "new": len(new),
                "changed": len(stored) - len(new),
            }
            writer.note(self._actor, Note("imported", "import", "", detail=said_of_it), now=self._now)
        self._stored |= {work.uuid: stored.get(work.uuid, work.entry) for work in works}
        self._advance(len(works))
        return True

    def _advance(self, more: int) -> None:
        self._done += more
        self._progress(self._done, self._total)

    def _finished(self, row: ImportRow) -> ImportRow:
        """The row with the words that gave the countries which are stored."""
        entry = self._stored.get(row.uuid or "")
        if row.uuid in self._minted:
            row = replace(row, uuid=None)
        if entry is None or entry.countries_chosen or row.outcome is Outcome.UNCHANGED:
            return row
        if not entry.countries and not self._dry_run:
            return row
        text = "\n\n".join(part for part in (entry.title, entry.summary, entry.place) if part)
        words: dict[str, str] = {}
        for mention in find_countries(text, office_names=offices.names_of(self._offices.values())):
            words.setdefault(mention.code, mention.word)
        return replace(row, countries=tuple(words.items()))


def _by_source(works: Iterable[Subject]) -> dict[str, dict[str, ImportedItem]]:
    found: dict[str, dict[str, ImportedItem]] = {}
    for work in works:
        for source, item in work.said.items():
            found.setdefault(source, {})[work.uuid] = item
    return found
