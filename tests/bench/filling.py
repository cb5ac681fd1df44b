"""Sites with very many entries, filled by SQL and kept from run to run.

Entries are clones of a full one, with an office, countries, topic and language of their own and
texts of their own where feeds can show them; the channels are those that core.channels says.
"""

import hashlib
import json
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from itertools import islice
from pathlib import Path

from feedsvc.config import Settings
from feedsvc.core.accounts import the_machine
from feedsvc.core.channels import keys_of_entry
from feedsvc.services.offices import add_topic
from feedsvc.services.publishing import publishing
from feedsvc.store import Store
from feedsvc.store.archives import seal_pages
from feedsvc.store.database import head_revision
from tests.bench import material
from tests.bench.material import START, draft, empty_site, numbered_uuids
from tests.bench.setting import settings_of

OFFICES = tuple(f"office-{number}" for number in range(1, 41))
COUNTRIES = tuple(
    "UZ AE AR BD BF BG BJ BO BR BW CD CI CL CM CN CO CR CU DO DZ EC EG ET FJ GE GH GN GT HN HT"
    " ID IN IQ IR JM JO KE KG KH KZ LA LB LK LS MA MD MG ML MM MN MX MZ NE NG NP PE PH PK TJ TM".split()
)
TOPICS = tuple(f"topic-{number}" for number in range(1, 12))  # beside the one that the site has
_FULL = 10_000  # the newest, which feeds show, have bodies; the older ones would only fill the disk

_CLONES = """
WITH RECURSIVE numbered(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbered WHERE n < :size),
mixed AS (SELECT n, (n * 2654435761) % 4294967296 AS r FROM numbered),
placed AS (
    SELECT n, 1 + n % :offices AS office, 1 + (r >> 5) % :topics AS topic, (r >> 9) % 3 = 0 AS russian,
        CASE WHEN (r >> 11) % 2 THEN n % :offices ELSE (r >> 13) % :countries END AS country
    FROM mixed)
INSERT INTO entry (uuid, feed_id, office_id, language, status, version, created, title, summary,
    content_html, countries, countries_chosen, topics, kind, place, link, image, enclosures, authors,
    published, updated, position, changed, withdrawn_reason)
SELECT printf('%08x-0000-4000-8000-%012x', :seed, n), printf('urn:uuid:%08x-0000-4000-8000-%012x', :seed, n),
    office, iif(russian, 'ru', 'en'), status, 1, created, title || ' ' || n, summary || ' ' || n,
    iif(n > :size - :full, content_html, ''),
    iif(country % 3, json_array(code.value),
        json_array(code.value, (SELECT value FROM json_each(:codes) WHERE key = (country + 1) % :countries))),
    1, json_array(topic), kind, place, 'https://www.example.org/news/clone-' || n, image, enclosures,
    authors, stamp, stamp, :number + n, :number + n, ''
FROM (
    SELECT placed.*, datetime(:first, '+' || n || ' minutes') || '.000000' AS stamp FROM placed
) JOIN json_each(:codes) AS code ON code.key = country
JOIN original ON original.turn = n % (SELECT count(*) FROM original)
"""
_STANDS = """
INSERT INTO channel_entry (channel_id, entry_id, live, position, published)
SELECT belongs.channel_id, entry.id, 1, entry.position, entry.published
FROM entry JOIN kind_of USING (office_id, countries, topics, language)
JOIN belongs ON belongs.kind_id = kind_of.id
ORDER BY entry.id
"""
_INDICES = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL"
)


def filled(kept: Path, size: int) -> tuple[Settings, Path]:
    """The settings of a site with so many entries, and its folder; made where it is not kept."""
    code = b"".join(Path(module.__file__ or "").read_bytes() for module in (sys.modules[__name__], material))
    made_by = hashlib.blake2b(code, digest_size=4).hexdigest()
    folder = kept / f"{size}-{head_revision()}-{made_by}"
    database = folder / "feedsvc.db"
    if not (folder / "whole").exists():
        for old in kept.glob(f"{size}-*"):
            shutil.rmtree(old)
        folder.mkdir(parents=True, exist_ok=True)
        _fill(settings_of(folder, database), database, size)
        (folder / "whole").touch()
    return settings_of(folder, database), folder


def _fill(settings: Settings, database: Path, size: int) -> None:
    store = empty_site(settings, OFFICES)
    uuids = numbered_uuids(3)
    with store.writing() as writer:
        for slug in TOPICS:
            add_topic(
                writer,
                slug,
                {"en": slug.capitalize()},
                now=START,
                actor=the_machine("bench"),
                uuid=next(uuids),
            )
    # Beyond fifty the texts come again: no feed shows more, so that compression finds no more either.
    drafts = dict(zip(uuids, (draft(number, office=OFFICES[0]) for number in range(53)), strict=False))
    with publishing(store, settings, now=START, actor=the_machine("bench")) as publisher:
        publisher.publish_new({uuid: publisher.checked(each) for uuid, each in drafts.items()})
    offices, topics, number = _directory(store)
    store.close()
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "cache_size = -400000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        indices = [
            index
            for table in ("entry", "channel_entry")
            for index in connection.execute(_INDICES, {"table": table}).fetchall()
        ]
        for name, _ in indices:
            connection.execute(f"DROP INDEX {name}")
        _clone(connection, size, number)
        _place(connection, offices, topics)
        for _, statement in indices:
            connection.execute(statement)
        connection.execute("UPDATE site SET counter = ?", (number + size,))
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    with closing(Store(settings.database_url)) as store, store.writing() as writer:
        seal_pages(writer, settings.page_size, now=START)


def _directory(store: Store) -> tuple[list[str], list[str], int]:
    """Uuids of offices and topics in the order of their rows, and the change number."""
    with store.reading() as reader:
        offices = {each.slug: each.uuid for each in reader.offices()}
        topics = {each.slug: each.uuid for each in reader.topics()}
        number = reader.site_record().counter
    return [offices[slug] for slug in OFFICES], [topics["water"], *(topics[slug] for slug in TOPICS)], number


def _clone(connection: sqlite3.Connection, size: int, number: int) -> None:
    """Put the clones in place of the originals, each a minute later than the one before."""
    connection.execute("CREATE TEMP TABLE original AS SELECT id - 1 AS turn, * FROM entry")
    for table in ("entry_version", "channel_entry", "entry"):
        connection.execute(f"DELETE FROM {table}")
    values = {
        "size": size,
        "full": _FULL,
        "number": number,
        "seed": 0xBEAC4,
        "offices": len(OFFICES),
        "topics": len(TOPICS) + 1,
        "countries": len(COUNTRIES),
        "codes": "[" + ",".join(f'"{code}"' for code in COUNTRIES) + "]",
        "first": f"{START - timedelta(minutes=size + 1):%Y-%m-%d %H:%M:%S}",
    }
    connection.execute(_CLONES, values)


def _place(connection: sqlite3.Connection, offices: list[str], topics: list[str]) -> None:
    """Let the clones stand in their channels. What they are like is far less various than they are."""
    connection.execute(
        "CREATE TEMP TABLE kind_of AS SELECT row_number() OVER () AS id, * FROM"
        " (SELECT office_id, countries, topics, language, max(changed) AS changed,"
        " max(published) AS at FROM entry GROUP BY 1, 2, 3, 4)"
    )
    connection.execute("CREATE INDEX temp.of_kind ON kind_of (office_id, countries, topics, language)")
    connection.execute("CREATE TEMP TABLE belongs (kind_id INTEGER, channel_id INTEGER)")
    connection.execute("DELETE FROM channel")
    numbers: dict[str, int] = {}
    changed: dict[str, tuple[int, str]] = {}
    rows = connection.execute(
        "SELECT id, office_id, json(countries), json(topics), language, changed, at FROM kind_of"
    )
    while some := list(islice(rows, 10_000)):
        pairs = []
        for kind, office, countries, on, language, number, at in some:
            keys = keys_of_entry(
                office=offices[office - 1],
                countries=json.loads(countries),
                topics=[topics[number - 1] for number in json.loads(on)],
                language=language,
            )
            for key in keys:
                channel = numbers.setdefault(key, len(numbers) + 1)
                changed[key] = max(changed.get(key, (0, "")), (number, at))
                pairs.append((kind, channel))
        connection.executemany("INSERT INTO belongs VALUES (?, ?)", pairs)
    connection.executemany(
        "INSERT INTO channel (id, key, changed, changed_at) VALUES (?, ?, ?, ?)",
        ((numbers[key], key, number, at) for key, (number, at) in changed.items()),
    )
    connection.execute("CREATE INDEX temp.by_kind ON belongs (kind_id)")
    connection.execute(_STANDS)
