"""What the feeds are made of: the same texts in every run, as long as those of speed.md.

An entry has about 300 characters of summary, 2 kB of HTML, a picture and its credit.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import count
from pathlib import Path
from uuid import UUID

from feedsvc.config import Settings
from feedsvc.core.accounts import the_machine
from feedsvc.core.model import EntryDraft, Image, OfficeDraft
from feedsvc.services.offices import add_office, add_topic
from feedsvc.services.publishing import publishing
from feedsvc.services.site import initialise, open_store
from feedsvc.store import Store
from feedsvc.store.database import migrate
from tests.bench.setting import PAGE_SIZE, settings_of

START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
OFFICE = "tashkent"
FEED = f"/feeds/offices/{OFFICE}.atom"
SUMMARY = 300  # characters
BODY = 2000
_MARK = re.compile(r" \(\d+\)$")


@cache
def _words() -> tuple[str, ...]:
    folder = files("feedsvc.data") / "sample"
    pages = [page.read_text("utf-8") for page in sorted(folder.iterdir(), key=str) if ".en." in page.name]
    return tuple(sorted({word for page in pages for word in re.findall(r"[a-zé]{2,}", page.lower())}))


def sentence(chance: random.Random, characters: int) -> str:
    """Words of the sample organisation up to a length."""
    said: list[str] = []
    length = 0
    while length < characters:
        said.append(chance.choice(_words()))
        length += len(said[-1]) + 1
    return " ".join(said)[: characters - 1].strip().capitalize() + "."


def body(chance: random.Random, characters: int = BODY) -> str:
    """HTML in paragraphs, each with a link."""
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < characters - 200:
        address = f"https://www.example.org/projects/{chance.randrange(10**6)}"
        text = sentence(chance, 400)
        paragraphs.append(f'<p><strong>{text[:20]}</strong>{text[20:]} <a href="{address}">More</a></p>')
    return "".join(paragraphs)


def draft(number: int, *, office: str = OFFICE, language: str = "en") -> EntryDraft:
    """A full entry; equal numbers give equal texts."""
    chance = random.Random(number)
    picture = Image(
        url=f"https://www.example.org/pictures/{chance.randrange(10**9)}.jpg",
        alt=sentence(chance, 60),
        credit=f"{sentence(chance, 18)} / World of Rivers",
        width=1200,
        height=800,
        type="image/jpeg",
        length=chance.randrange(10**5, 10**6),
    )
    return EntryDraft(
        office=office,
        title=sentence(chance, 70).rstrip("."),
        language=language,
        summary=sentence(chance, SUMMARY),
        content_html=body(chance),
        countries=("UZ",),
        topics=("water",),
        kind="Press release",
        place="Tashkent",
        link=f"https://www.example.org/news/{number}",
        image=picture,
    )


def edited(known: EntryDraft, number: int) -> EntryDraft:
    """The same entry after its n-th correction, which leaves its length as it is."""
    return replace(known, summary=_MARK.sub("", known.summary) + f" ({number})")


def empty_site(settings: Settings, offices: tuple[str, ...] = (OFFICE,)) -> Store:
    """A new site with offices and a topic."""
    migrate(settings.database_url)
    store = open_store(settings)
    uuids = numbered_uuids(1)
    initialise(store, settings, now=START, new_uuid=lambda: next(uuids))
    with store.writing() as writer:
        for slug in offices:
            names = {"en": f"Office {slug.capitalize()}"}
            add_office(
                writer,
                OfficeDraft(slug=slug, names=names),
                now=START,
                actor=the_machine("bench"),
                uuid=next(uuids),
            )
        add_topic(
            writer,
            "water",
            {"en": "Water", "ru": "Вода"},
            now=START,
            actor=the_machine("bench"),
            uuid=next(uuids),
        )
    return store


def one_feed(folder: Path) -> tuple[Settings, Store, list[str]]:
    """A site with one full feed, and the uuids of its entries."""
    settings = settings_of(folder)
    store = empty_site(settings)
    drafts = dict(zip(numbered_uuids(2), map(draft, range(PAGE_SIZE)), strict=False))
    with publishing(store, settings, now=START, actor=the_machine("bench")) as publisher:
        publisher.publish_new({uuid: publisher.checked(each) for uuid, each in drafts.items()})
    return settings, store, list(drafts)


def numbered_uuids(series: int) -> Iterator[str]:
    """Uuids in a row."""
    return (str(UUID(int=(series << 96) + (4 << 76) + (8 << 60) + number)) for number in count(1))


def page(entries: int) -> bytes:
    """The news page of an office, three items a day, to be imported."""
    chance = random.Random(entries)
    newest = date(2026, 5, 1)
    blocks = [
        f"  {number + 1}. © {sentence(chance, 15)} / World of Rivers\n\n"
        f"    {sentence(chance, 70)[:-1]}\n\n"
        f"    {(newest - timedelta(days=number // 3)):%d %B %Y}\n\n"
        f"    {sentence(chance, SUMMARY)}\n"
        for number in range(entries)
    ]
    return "\n".join(["News\n", *blocks]).encode()
