"""A desk that imports into a newsroom, and the files that come in."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from feedsvc.core.model import Entry
from feedsvc.services.import_report import ImportFile, ImportReport
from feedsvc.services.importing import import_files
from tests.newsroom import Newsroom
from tests.web.world import ADA

OFFICE = (
    "Bureau in Baku\n\nThe Bureau of Small Rivers (formerly called the Canal Desk; the new name designated "
    "in April 2010) has worked in Baku since 1994. The Office coordinates activities in two countries: "
    "Azerbaijan and Georgia.\n\nNews\n\n"
)
NOON = datetime(2026, 6, 12, 12, 0, tzinfo=UTC)


def item(title: str, day: str, summary: str = "", above: str = "") -> str:
    """An item of a page, without its number."""
    parts = [above, title, day, summary]
    return "\n\n    ".join(part for part in parts if part)


def page(*items: str, office: str = OFFICE) -> bytes:
    """A page with these items, the newest first."""
    listed = "\n\n".join(f"  {number}. {text}" for number, text in enumerate(items, 1))
    return (office + listed + "\n").encode()


FLOOD = item("Flood on the Kura", "12 June 2020", "The water rose.", "© Ada / Agency 2020")
FISH = item("Fish return", "12 June 2020", "They swim in Tashkent.")
OLD = item("An old gauge", "2 February 2015")


class Desk:
    """Imports pages into a newsroom, one call after another."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom

    def take(self, *pages: bytes, now: datetime = NOON, **options: Any) -> ImportReport:
        files = [ImportFile(name=f"{number}.txt", data=data) for number, data in enumerate(pages, 1)]
        given = {"actor": ADA, "new_uuid": self.newsroom.new_uuid} | options
        return import_files(self.newsroom.store, self.newsroom.settings, files, now=now, **given)

    def entries(self) -> dict[str, Entry]:
        with self.newsroom.store.reading() as reader:
            return {entry.title: entry for entry in reader.entries(limit=1000)}


def outcomes(report: ImportReport) -> list[tuple[str, str]]:
    """Outcome and title of each row."""
    return [(row.outcome.value, row.title) for row in report.rows]


def records(*entries: dict[str, Any]) -> bytes:
    """Entries as JSON Lines."""
    return b"\n".join(msgspec.json.encode(entry) for entry in entries) + b"\n"


def feed(*items: str, id: str = "https://feeds.example.org/rivers", language: str = "en") -> bytes:
    """An Atom feed."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">'
        f"<id>{id}</id><title>Rivers</title><updated>2026-06-10T00:00:00Z</updated>{''.join(items)}</feed>"
    ).encode()


def feed_entry(
    id: str, title: str, *, at: str = "2026-06-01T10:00:00Z", link: str = "", summary: str = ""
) -> str:
    """An entry of an Atom feed."""
    where = f'<link rel="alternate" href="{link}"/>' if link else ""
    return (
        f"<entry><id>{id}</id><title>{title}</title><published>{at}</published><updated>{at}</updated>"
        f"{where}<summary>{summary}</summary></entry>"
    )
