"""What writing costs: the import of a long page, and the time until a reader sees what was published."""

import http.client
import time
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice

from feedsvc.config import Settings
from feedsvc.core.accounts import the_machine
from feedsvc.services.import_report import ImportFile, Outcome
from feedsvc.services.importing import import_files
from feedsvc.services.publishing import publishing
from feedsvc.store import Store
from tests.bench.figures import Bar, Row, percentile
from tests.bench.material import FEED, OFFICE, START, draft, empty_site, numbered_uuids, one_feed, page
from tests.bench.processes import HOST, feedsvc_server
from tests.bench.setting import PAGE_SIZE, Setting, environ_of, settings_of

IMPORT = "Import of a page of 10,000 entries"
VISIBLE = "From publishing to a reader, two workers, 100 times"
_ENTRIES = 10_000
_TIMES = 100


def measure_import(setting: Setting) -> list[Row]:
    """Seconds of one import. Raises RuntimeError where not everything is taken."""
    settings = settings_of(setting.folder / "import")
    file = ImportFile(name="page.txt", data=page(_ENTRIES))
    with closing(empty_site(settings)) as store:
        begin = time.perf_counter()
        report = import_files(
            store, settings, [file], now=START, actor=the_machine("bench"), office=OFFICE, language="en"
        )
        spent = time.perf_counter() - begin
    if report.count(Outcome.NEW) != _ENTRIES:
        refused = next((row.note for row in report.rows if row.outcome is not Outcome.NEW), "no reason")
        raise RuntimeError(f"{report.count(Outcome.NEW)} entries were imported: {refused}")
    bar = Bar(floor=60, goal=60, at_most=True)
    return [Row(section=IMPORT, name="time", values=(spent,), unit="s", bar=bar)]


def measure_visible(setting: Setting) -> list[Row]:
    """Publishes in this process and polls a server's kept connection until the entry is there."""
    folder = setting.folder / "visible"
    settings, store, _ = one_feed(folder)
    writes: list[float] = []
    polls: list[float] = []
    asked = 0
    numbers = numbered_uuids(4)
    with closing(store), feedsvc_server(folder, 2, environ_of(folder)) as served:
        connection = http.client.HTTPConnection(HOST, served.port, timeout=30)
        for number, uuid in enumerate(islice(numbers, _TIMES), PAGE_SIZE):
            begin = time.perf_counter()
            _publish(store, settings, number, uuid)
            written = time.perf_counter()
            seen = False
            while not seen:
                seen = uuid.encode() in _feed(connection)
                asked += 1
            writes.append((written - begin) * 1000)
            polls.append((time.perf_counter() - written) * 1000)
        connection.close()
    whole = [write + poll for write, poll in zip(writes, polls, strict=True)]
    rows = [
        Row(section=VISIBLE, name=f"{name}, p{percent}", values=(percentile(times, percent),), unit="ms")
        for name, times in (("publish and poll", whole), ("of which the poll", polls))
        for percent in (50, 95)
    ]
    none = Bar(floor=0, goal=0, at_most=True)
    return [
        *rows,
        Row(section=VISIBLE, name="polls that saw the old feed", values=(asked - _TIMES,), bar=none),
    ]


def _publish(store: Store, settings: Settings, number: int, uuid: str) -> None:
    with publishing(store, settings, now=datetime.now(UTC), actor=the_machine("bench")) as publisher:
        publisher.publish_new({uuid: publisher.checked(draft(number))})


def _feed(connection: http.client.HTTPConnection) -> bytes:
    connection.request("GET", FEED)
    return connection.getresponse().read()
