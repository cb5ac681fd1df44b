"""A small site with something of everything, made through the services as people would make it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from flask import Flask

from feedsvc.config import Settings
from feedsvc.core.accounts import the_machine
from feedsvc.core.model import EntryDraft, FormerName, Image, OfficeDraft
from feedsvc.core.pictures import Picture, PictureFile
from feedsvc.services.offices import add_office, add_topic
from feedsvc.services.publishing import Publisher, publishing
from feedsvc.services.site import initialise
from feedsvc.store import Store
from feedsvc.store.pictures import put_picture
from feedsvc.web import create_app

ADA = the_machine("ada")
BASE = "https://news.example.org"
START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
NOW = START + timedelta(days=30)
PICTURE = "/pictures/" + "ab" * 16 + ".png"
# The smallest PNG: one transparent pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def settings_for(database_url: str, data_dir: Path, **others: object) -> Settings:
    """Settings of a site in English and Russian that shows three entries a page."""
    values: dict[str, object] = {
        "database_url": database_url,
        "data_dir": data_dir,
        "base_url": BASE,
        "page_size": 3,
        "secret_key": None,
        "site_name": "World of Rivers",
        "contact_email": "news@example.org",
        "languages": ("en", "ru"),
        "time_zone": "UTC",
        "trusted_proxies": 0,
        "old_base_urls": (),
        "cache_control": "public, max-age=60, stale-if-error=86400",
        "cache_mb": 8,
        "rate_limit": 0,
        "allowed_networks": (),
        "picture_mb": 10,
        "smtp_url": None,
        "mail_from": None,
        "tombstone_days": 90,
        "closing_notes": False,
        "deltas": True,
    }
    return Settings(**{**values, **others})  # type: ignore[arg-type]  # a table of values of many types


def numbered_uuids(series: int, first: int = 1) -> Callable[[], str]:
    """Uuids in a row, so that a second world has the same."""
    numbers = count(first)
    return lambda: str(UUID(int=(series << 96) + (4 << 76) + (8 << 60) + next(numbers)))


class World:
    """A filled database and the settings of its site; `uuids` are those of the entries by name."""

    def __init__(self, settings: Settings, uuids: Mapping[str, str] | None = None) -> None:
        self.settings = settings
        self.uuids: dict[str, str] = dict(uuids or {})
        self._next_uuid = numbered_uuids(7, 1_000 if uuids else 1)

    def app(self, *, now: datetime = NOW, **others: object) -> Flask:
        """An application on this world, as another process would make it."""
        changed = Settings(**{**_values(self.settings), **others})  # type: ignore[arg-type]  # as above
        return create_app(changed, clock=lambda: now)

    @contextmanager
    def publisher(self, now: datetime = START) -> Iterator[Publisher]:
        with (
            closing(Store(self.settings.database_url)) as store,
            publishing(store, self.settings, now=now, actor=ADA, new_uuid=self._next_uuid) as publisher,
        ):
            yield publisher

    def publish(self, name: str, draft: EntryDraft, now: datetime = START) -> str:
        """Release an entry and remember its uuid under a name."""
        with self.publisher(now) as publisher:
            uuid = publisher.publish(publisher.create(draft).uuid).uuid
        self.uuids[name] = uuid
        return uuid


def _values(settings: Settings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in Settings.__slots__}


def fill(settings: Settings) -> World:
    """Two offices, two topics, seven released entries, a draft, a scheduled and a withdrawn one."""
    world = World(settings)
    _lay_ground(settings)
    with closing(Store(settings.database_url)) as store:
        keep_picture(store, settings.data_dir)
    for number, (name, draft) in enumerate(_drafts().items()):
        world.publish(name, draft, START + timedelta(hours=number))
    with world.publisher(START + timedelta(hours=12)) as publisher:
        publisher.link_translations([world.uuids["flood"], world.uuids["flood-ru"]])
        world.uuids["draft"] = publisher.create(_entry("Not yet for readers")).uuid
        world.uuids["scheduled"] = publisher.create(_entry("For tomorrow")).uuid
        publisher.schedule(world.uuids["scheduled"], NOW + timedelta(days=1))
    with world.publisher(START + timedelta(days=2)) as publisher:
        publisher.withdraw(world.uuids["withdrawn"], "It named the wrong river.")
    return world


def keep_picture(
    store: Store, data_dir: Path, path: str = PICTURE, *, width: int = 960, height: int = 640
) -> None:
    """Let a picture be kept here without being made: its size and its bytes are made up."""
    name = path.rpartition("/")[2]
    folder = data_dir / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(PNG)
    picture = Picture(
        digest=name[:32],
        type="image/png",
        files=(PictureFile(name, width, height, len(PNG)),),
        alt="A picture",
        credit="© Somebody",
        office=None,
        by="test",
        uploaded=START,
    )
    with store.writing() as writer:
        put_picture(writer, picture)


def _lay_ground(settings: Settings) -> None:
    new_uuid = numbered_uuids(3)
    with closing(Store(settings.database_url)) as store:
        initialise(store, settings, now=START, new_uuid=new_uuid)
        with store.writing() as writer:
            add_office(writer, _tashkent(), now=START, actor=ADA, uuid=new_uuid())
            add_office(
                writer,
                OfficeDraft(slug="quiet", names={"en": "Quiet Office"}),
                now=START,
                actor=ADA,
                uuid=new_uuid(),
            )
            add_topic(
                writer, "floods", {"en": "Floods", "ru": "Наводнения"}, now=START, actor=ADA, uuid=new_uuid()
            )
            add_topic(writer, "fish", {"en": "Fish"}, now=START, actor=ADA, uuid=new_uuid())


def _tashkent() -> OfficeDraft:
    return OfficeDraft(
        slug="tashkent",
        names={"en": "Office for the Rivers of Central Asia", "ru": "Бюро по рекам Центральной Азии"},
        former_names=(FormerName("River Bureau", "2010-04"), FormerName("Canal Desk")),
        descriptions={"en": "It measures rivers.\n\nIt has done so for long."},
        city="Tashkent",
        country="UZ",
        since=1959,
        countries=("UZ", "TJ", "KG"),
        time_zone="Asia/Tashkent",
        email="tashkent@example.org",
        link="https://rivers.example.org/tashkent",
    )


def _entry(title: str, **others: object) -> EntryDraft:
    values = {"office": "tashkent", "language": "en", "countries": (), **others}
    return EntryDraft(title=title, **values)  # type: ignore[arg-type]  # a table of values of many types


def _drafts() -> dict[str, EntryDraft]:
    return {
        "old": _entry("An old gauge reads true", summary="Nothing else is known.", topics=("fish",)),
        "withdrawn": _entry("A river that was another", summary="Wrong.", countries=("UZ",)),
        "credit": _entry(
            "Only the credit is known",
            summary="The first paragraph.\n\nThe second one.",
            image=Image(credit="© Some Agency 2026"),
            countries=("TJ",),
        ),
        "flood": _entry(
            "Flood & <safety> “now”",
            kind="Press release",
            place="Khujand",
            summary="The water rises.",
            content_html="<p>The water <b>rises</b>. <a href='https://example.org/x'>More</a></p>",
            countries=("TJ", "UZ"),
            topics=("floods",),
            image=Image(PICTURE, alt="A river", credit="© Rivers / Hand 2026", width=960, height=640),
        ),
        "flood-ru": _entry(
            "Вода поднимается",
            language="ru",
            summary="Вода поднимается в Худжанде.",
            countries=("TJ", "UZ"),
            topics=("floods",),
        ),
        "linked": _entry(
            "First on the own site",
            summary="Published elsewhere first.",
            link="https://rivers.example.org/first",
            published=datetime(2026, 5, 31, 20, 30, tzinfo=UTC),
        ),
        "bare": _entry("A title alone"),
        "script": _entry(
            "Markup is cleaned",
            content_html="<p onclick='x()'>Text<script>alert(1)</script>"
            "<img src='https://example.org/a.png' alt='A map'></p>",
        ),
    }
