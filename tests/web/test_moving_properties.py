"""Whatever becomes of offices and topics, and in whatever order: an address that was ever valid answers, or
leads in one step to one that does, or says that it is gone. Never a chain, a loop or a 404."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.core.errors import Conflict, InvalidInput
from feedsvc.core.model import Entry
from feedsvc.services import naming, work
from feedsvc.services.closing import close_office, reopen_office
from feedsvc.services.offices import add_topic, edit_office
from feedsvc.store import Store, Writer
from feedsvc.web import create_app
from tests.newsroom import START, Newsroom
from tests.web.conftest import close
from tests.web.world import ADA, BASE

UNTIL = date(2027, 1, 1)
DEEDS = (
    "rename", "merge", "close", "end", "reopen", "rename topic", "merge topic", "publish", "publish"
)  # fmt: skip


class Life:
    """A site to which things happen, and every address of it that ever answered."""

    def __init__(self, store: Store, folder: Path, url: str) -> None:
        self.newsroom = Newsroom(store, folder, url)
        self.newsroom.add_office("kazan", "Office in Kazan")
        self.offices, self.topics = ["moscow", "minsk", "kazan"], ["work", "floods"]
        with store.writing() as writer:
            uuid = self.newsroom.new_uuid()
            add_topic(writer, "floods", {"en": "Floods"}, now=START, actor=ADA, uuid=uuid)
        self.entries: list[Entry] = []
        for number in range(7):
            self.publish("moscow", "work" if number % 2 else "floods")
        app = create_app(self.newsroom.settings, clock=lambda: self.newsroom.now)
        self.app, self.client = app, app.test_client()
        self.valid: set[str] = set()
        self.note()

    def publish(self, office: str, topic: str) -> None:
        self.entries.append(self.newsroom.publish(office=office, topics=(topic,), countries=("UZ",)))

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        self.newsroom.now += timedelta(minutes=1)
        with self.newsroom.store.writing() as writer:
            yield writer

    def do(self, deed: str, one: int, other: int) -> None:
        """Do it, if it can be done."""
        office, into = self.offices[one % len(self.offices)], self.offices[other % len(self.offices)]
        topic, topic_into = self.topics[one % len(self.topics)], self.topics[other % len(self.topics)]
        with suppress(Conflict, InvalidInput):
            self._do(deed, office, into, topic, topic_into)
        self.note()

    def _do(self, deed: str, office: str, into: str, topic: str, topic_into: str) -> None:
        newsroom, new = self.newsroom, f"n{len(self.offices)}{len(self.topics)}"
        said = {"now": newsroom.now, "actor": ADA}
        if deed == "publish":
            self.publish(office, topic)
        elif deed == "end":
            work.end_due(newsroom.store, newsroom.settings, now=START + timedelta(days=365))
        else:
            with self.writing() as writer:
                if deed == "rename":
                    draft = replace(writer.office(office).as_draft(), slug=new)
                    edit_office(writer, draft, slug=office, **said)
                    self.offices.append(new)
                elif deed == "merge":
                    naming.merge_offices(writer, newsroom.site(), office, into=into, **said)
                elif deed == "close":
                    close_office(
                        writer,
                        newsroom.site(),
                        office,
                        successors=[into],
                        until=UNTIL,
                        new_uuid=newsroom.new_uuid,
                        **said,
                    )
                elif deed == "reopen":
                    reopen_office(writer, office, **said)
                elif deed == "rename topic":
                    names = writer.topic(topic).names
                    naming.edit_topic(writer, topic, names, new_slug=new, **said)
                    self.topics.append(new)
                else:
                    naming.merge_topics(writer, newsroom.site(), topic, into=topic_into, **said)

    def note(self) -> None:
        """Remember which addresses answer now."""
        paths = [path for office in self.offices for path in of_office(office)]
        paths += [path for topic in self.topics for path in of_topic(topic)]
        paths += [
            f"/feeds/offices/{office}/topics/{topic}.rss"
            for office, topic in product(self.offices, self.topics)
        ]
        self.valid |= {path for path in paths if path not in self.valid and is_there(self.client, path)}

    def faults(self) -> list[str]:
        """The addresses that answer otherwise than promised."""
        return [f"{path}: {said}" for path in sorted(self.valid) if (said := fault(self.client, path))]


def of_office(slug: str) -> list[str]:
    feed = f"/feeds/offices/{slug}"
    return [
        f"/offices/{slug}",
        f"{feed}.atom",
        f"{feed}.ru.json?content=summary",
        f"{feed}/countries/uz.rss",
        f"{feed}/weekly.en.atom",
        f"{feed}/archive/1.atom",
        f"/embed/offices/{slug}?limit=3",
        f"/api/v1/offices/{slug}",
    ]


def of_topic(slug: str) -> list[str]:
    feeds = (f"/feeds/topics/{slug}.atom", f"/feeds/countries/uz/topics/{slug}.ru.rss")
    return [f"/topics/{slug}", *feeds, f"/api/v1/topics/{slug}"]


def is_there(client: FlaskClient, path: str) -> bool:
    return client.get(path).status_code == 200


def fault(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    if answer.status_code in {200, 410}:
        return ""
    if answer.status_code != 301:
        return str(answer.status_code)
    target = (answer.location or "").removeprefix(BASE)
    if target.partition("?")[2] != path.partition("?")[2]:
        return f"loses its query: {target}"
    status = client.get(target).status_code
    return "" if status == 200 else f"301 to {target}: {status}"


@contextmanager
def lived(template: Path) -> Iterator[Life]:
    with tempfile.TemporaryDirectory() as folder:
        file = shutil.copyfile(template, Path(folder) / "feedsvc.db")
        store = Store(f"sqlite:///{file}")
        life = Life(store, Path(folder), f"sqlite:///{file}")
        try:
            yield life
        finally:
            close(life.app)
            store.close()


NUMBERS = st.integers(0, 40)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deeds=st.lists(st.tuples(st.sampled_from(DEEDS), NUMBERS, NUMBERS), min_size=3, max_size=9))
def test_no_address_is_ever_lost(sqlite_template: Path, deeds: list[tuple[str, int, int]]):
    with lived(sqlite_template) as life:
        for deed in deeds:
            life.do(*deed)
        assert life.faults() == []
        for entry in life.entries:
            known = life.newsroom.entry(entry)
            assert (known.id, known.released) == (entry.id, True)


def test_the_check_sees_an_address_that_is_lost(sqlite_template: Path):
    with lived(sqlite_template) as life:
        life.valid.add("/offices/nowhere")
        assert life.faults() == ["/offices/nowhere: 404"]
