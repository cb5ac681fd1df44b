"""Years of a feed in sixteen steps, on two sites alike: one with deltas and closing notes, one without."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from feedsvc.core.model import Entry
from feedsvc.core.urls import parse_channel
from feedsvc.services.offices import edit_office
from feedsvc.store import Store
from tests.readers.desk import Desk, LiveNewsroom
from tests.readers.following import Subscription
from tests.readers.server import Server, free_port, serving
from tests.web.world import ADA, settings_for

PAGE = 5  # entries
_SITES = {"on": True, "off": False}
_FOLLOWED = "countries/uz"
UZ = ("UZ",)


class Stage:
    """A site with an office whose news about one country is followed; `entries` are those made, by name, and
    `withdrawn` those that are."""

    def __init__(self, folder: Path, *, is_on: bool) -> None:
        switch = "on" if is_on else "off"
        others = {
            "FEEDSVC_PAGE_SIZE": str(PAGE), "FEEDSVC_DELTAS": switch, "FEEDSVC_CLOSING_NOTES": switch
        }  # fmt: skip
        self._server = Server(f"http://127.0.0.1:{free_port()}", folder, others)
        self._server.run("init")
        self._open = ExitStack()
        self._serving = self._open.enter_context(ExitStack())
        self._store = self._open.enter_context(closing(Store(self._server.database_url)))
        newsroom = LiveNewsroom(self._store, folder, self._server.database_url)
        newsroom.settings = settings_for(
            self._server.database_url,
            folder,
            base_url=self._server.base_url,
            page_size=PAGE,
            deltas=is_on,
            closing_notes=is_on,
        )
        self.entries: dict[str, Entry] = {}
        self.withdrawn: list[Entry] = []
        self.desk = Desk(newsroom, self._server, "rivers")
        self._serving.enter_context(serving(self._server))

    def close(self) -> None:
        self._open.close()

    def feed(self, fmt: str) -> str:
        return self.desk.feed(fmt, within=_FOLLOWED)

    def publish(self, name: str, **others: object) -> None:
        drafted = {"countries": UZ, "summary": "A text.", **others}
        self.entries[name] = self.desk.publish(name, **drafted)

    def edit(self, name: str, *, major: bool = False, **changes: object) -> None:
        self.entries[name] = self.desk.edit(self.entries[name], major=major, **changes)

    def withdraw(self, name: str) -> None:
        self.withdrawn.append(self.desk.withdraw(self.entries[name], "It named the wrong river."))

    def restore(self, name: str) -> None:
        self.entries[name] = self.desk.restore(self.entries[name])
        self.withdrawn = [each for each in self.withdrawn if each.uuid != self.entries[name].uuid]

    def translate(self, name: str, title: str) -> None:
        self.publish(title, language="ru")
        with self.desk.newsroom.publisher() as publisher:
            publisher.link_translations([self.entries[name].uuid, self.entries[title].uuid])

    def rename(self, slug: str) -> None:
        """Give the office another slug."""
        with self._store.writing() as writer:
            draft = replace(writer.office(self.desk.slug).as_draft(), slug=slug)
            now = datetime.now(UTC)
            edit_office(writer, draft, slug=self.desk.slug, now=now, actor=ADA)
        self.desk.slug = slug

    def move(self) -> None:
        """Serve the site at another host; the former one is answered with redirects."""
        self._serving.close()
        former = self._server
        base_url = former.base_url.replace("127.0.0.1", "localhost")
        others = {**former.others, "FEEDSVC_OLD_BASE_URLS": former.base_url}
        self._server = self.desk.server = replace(former, base_url=base_url, others=others)
        self.desk.newsroom.settings = replace(self.desk.newsroom.settings, base_url=base_url)
        self._serving.enter_context(serving(self._server))

    def live(self, *, unsealed: bool = False) -> list[str]:
        """The ids of all that stands in the channel followed, newest first; of its current document alone
        where it is to be `unsealed`."""
        newsroom = self.desk.newsroom
        address = parse_channel(f"offices/{self.desk.slug}/{_FOLLOWED}")
        with self._store.reading() as reader:
            channel = reader.channel(address, newsroom.settings.languages)
            sealed_to = channel.sealed_to if unsealed else 0
            uuids = [place.uuid for place in reader.channel_places(channel, 1000, after=sealed_to)]
            entries = reader.entries_of(uuids)
            return [entries[uuid].id for uuid in uuids]


def _begin(stage: Stage) -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        stage.publish(name)
    stage.publish("Elsewhere", countries=())


def _late(stage: Stage) -> None:
    stage.publish("Long ago", published=datetime(2019, 4, 5, 9, 0, tzinfo=UTC))


def _many(stage: Stage) -> None:
    for number in range(1, PAGE + 1):
        stage.publish(f"Number {number}")


STEPS: dict[str, Callable[[Stage], None]] = {
    "a first look at three entries": _begin,
    "a new entry": lambda stage: stage.publish("Delta"),
    "a minor edit": lambda stage: stage.edit("Alpha", summary="A text without its slip."),
    "a major edit": lambda stage: stage.edit("Beta", summary="A text and more.", major=True),
    "an entry entered today, dated 2019": _late,
    "a withdrawal": lambda stage: stage.withdraw("Gamma"),
    "its restoring": lambda stage: stage.restore("Gamma"),
    "an entry comes into the channel": lambda stage: stage.edit("Elsewhere", countries=UZ),
    "an entry leaves the channel": lambda stage: stage.edit("Delta", countries=("KZ",)),
    "a translation of an older entry": lambda stage: stage.translate("Alpha", "Альфа"),
    "the office gets another slug": lambda stage: stage.rename("lakes"),
    "five more; the oldest are sealed": _many,
    "a minor edit of a sealed entry": lambda stage: stage.edit("Alpha", summary="A sealed text."),
    "a major edit of a sealed entry": lambda stage: stage.edit("Alpha", summary="News of it.", major=True),
    "the site moves to another host": Stage.move,
    "a new entry after the move": lambda stage: stage.publish("Omega"),
}


class Stages:
    """Both sites, by "on" and "off"."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sites: dict[str, Stage] = {}

    def __enter__(self) -> "Stages":
        try:
            for name, is_on in _SITES.items():
                folder = self._folder / name
                folder.mkdir()
                self._sites[name] = Stage(folder, is_on=is_on)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for site in self._sites.values():
            site.close()

    def __iter__(self) -> Iterator[Stage]:
        return iter(self._sites.values())

    def __getitem__(self, name: str) -> Stage:
        return self._sites[name]

    def feeds(self, *formats: str) -> dict[Subscription, str]:
        """The addresses of the feeds that are followed."""
        return {
            Subscription(name, fmt): site.feed(fmt) for name, site in self._sites.items() for fmt in formats
        }
