"""Entries found by their words, the same ones in the same order on either engine.

An entry's words are indexed in the transaction that writes it, whatever its status; what it is
(status, office, ...) is indexed among them, so that a narrowed search costs no more than another.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, Text, and_, bindparam, cast, delete, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import TSVECTOR

from feedsvc.core.channels import channel_key
from feedsvc.core.countries import country_codes
from feedsvc.core.model import Entry, Status
from feedsvc.core.search_query import Query, Term
from feedsvc.core.text import text_of_html
from feedsvc.core.words import RULES, Tokens, Zone, mark, tokens_of
from feedsvc.store.database import parts
from feedsvc.store.reading import Reader
from feedsvc.store.schema import channel, entry
from feedsvc.store.searching_tables import entry_words

_GAP = "="  # a token where no phrase goes across; no person can ask for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which entries are looked through: slugs, a country code, a language, a status; None for any.

    `readable` are the uuids of the offices whose unpublished entries may be found; None is all of them.
    """

    office: str | None = None
    country: str | None = None
    topic: str | None = None
    language: str | None = None
    status: Status | None = None
    readable: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that was found: how near (0 is nearest), its date, its row."""

    tier: int
    at: datetime
    entry_id: int


@cache
def made_by() -> str:
    """The rules and the stemmers that tokens are made by now."""
    return f"{RULES}/{version('snowballstemmer')}"


def index_entries(reader: Reader, entries: Collection[Entry]) -> None:
    """Index entries as they stand, instead of as they stood. Their rows must be there."""
    if not entries:
        return
    ids = _ids_of(reader.connection, (each.uuid for each in entries))
    on_sqlite = reader.connection.dialect.name == "sqlite"
    stored = _as_text if on_sqlite else _as_vector
    values = [
        {
            "entry_id": ids[each.uuid],
            "made_by": made_by(),
            "at": each.published or each.created,
            "words": stored(_tokens(reader, each)),
        }
        for each in entries
    ]
    if not on_sqlite:
        reader.connection.execute(_upsert(on_sqlite), values)
        return
    # In whole statements: row by row, or by triggers, FTS5 would write to disk for each row anew.
    for part in parts(ids.values()):
        reader.connection.execute(_UNINDEX, {"ids": part})
    reader.connection.execute(_upsert(on_sqlite), values)
    for part in parts(ids.values()):
        reader.connection.execute(_INDEX, {"ids": part})


def change_mark(reader: Reader, uuids: Iterable[str], name: str, old: str, new: str) -> None:
    """Let what entries are be another thing of a kind, without reading their words anew: `old` and `new`
    are uuids of an "office" or a "topic"."""
    given = {"old": mark(name, old), "new": mark(name, new), "vector": f"'{mark(name, new)}'"}
    on_sqlite = reader.connection.dialect.name == "sqlite"
    ids = _ids_of(reader.connection, uuids)
    for part in parts(ids.values()):
        for statement in (_UNINDEX, _REPLACED, _INDEX) if on_sqlite else (_RETAGGED,):
            asked = {name: given[name] for name in statement.compile().params.keys() & given.keys()}
            reader.connection.execute(statement, {**asked, "ids": part})


def unindex_entry(reader: Reader, number: int) -> None:
    """Forget the words of the entry of a row, which is to go."""
    if reader.connection.dialect.name == "sqlite":
        reader.connection.execute(_UNINDEX, {"ids": [number]})
    reader.connection.execute(delete(entry_words).where(entry_words.c.entry_id == number))


def not_indexed(connection: Connection) -> list[str]:
    """The uuids of entries that are not indexed, or by other rules; the newest first."""
    indexed = and_(entry_words.c.entry_id == entry.c.id, entry_words.c.made_by == made_by())
    query = (
        select(entry.c.uuid)
        .outerjoin(entry_words, indexed)
        .where(entry_words.c.entry_id.is_(None))
        .order_by(entry.c.id.desc())
    )
    return list(connection.scalars(query))


def find(reader: Reader, query: Query, narrowing: Narrowing, *, at_most: int) -> tuple[list[Match], bool]:
    """The entries that a query finds, best first, and whether there are more than `at_most`.

    Best are those with all the words in the title, next in title and summary; among equals the
    newest. Where there are too many to be put in order, those entered last are. Raises NotFound for
    an unknown office or topic.
    """
    within = [Term(((each,),)) for each in _marks_of(reader, narrowing)]
    if narrowing.readable is not None:
        seen = (
            mark("status", Status.PUBLISHED),
            *(mark("office", each) for each in sorted(narrowing.readable)),
        )
        within.append(Term(tuple((each,) for each in seen)))
    zones = (Zone.ALL,) if any(term.begins for term in query.wanted) else tuple(Zone)
    found = _in_zones(reader.connection, query, within, zones, limit=at_most + 1)
    ordered = sorted(found, key=lambda match: (-match.tier, match.at, match.entry_id), reverse=True)
    return ordered[:at_most], len(ordered) > at_most


def countries_spoken_of(reader: Reader) -> list[str]:
    """The countries that entries were published of: those worth offering to whoever searches."""
    keys = {channel_key(country=code): code for code in country_codes()}
    query = select(channel.c.key).where(channel.c.key.in_(list(keys)))
    return sorted(keys[key] for key in reader.connection.scalars(query))


def uuids_of(connection: Connection, entry_ids: Iterable[int]) -> dict[int, str]:
    """The uuids of entries by their rows."""
    return {
        number: uuid
        for part in parts(entry_ids)
        for number, uuid in connection.execute(select(entry.c.id, entry.c.uuid).where(entry.c.id.in_(part)))
    }


def _in_zones(
    connection: Connection, query: Query, within: Sequence[Term], zones: Sequence[Zone], *, limit: int
) -> Collection[Match]:
    found: dict[int, Match] = {}
    on_sqlite = connection.dialect.name == "sqlite"
    statement, expression = (_MATCH, _as_match) if on_sqlite else (_TSQUERY, _as_tsquery)
    for tier, zone in enumerate(zones if query.wanted else ()):
        if len(found) < limit:
            asked = {"query": expression(query, zone, within), "limit": limit}
            for number, at in connection.execute(statement, asked):
                found.setdefault(number, Match(tier, at, number))
    return found.values()


_MATCH, _TSQUERY = (
    text(sql).columns(entry_words.c.entry_id, entry_words.c.at)
    for sql in (
        "SELECT entry_id, at FROM entry_words_index AS found JOIN entry_words ON entry_id = found.rowid"
        " WHERE entry_words_index MATCH :query ORDER BY found.rowid DESC LIMIT :limit",
        "SELECT entry_id, at FROM entry_words WHERE words @@ CAST(:query AS tsquery)"
        " ORDER BY entry_id DESC LIMIT :limit",
    )
)


# The index takes its words from the table, and wants to be told the former ones when they go
# (https://www.sqlite.org/fts5.html, "External Content Tables").
_UNINDEX, _INDEX = (
    text(f"INSERT INTO entry_words_index {sql} FROM entry_words WHERE entry_id IN :ids").bindparams(
        bindparam("ids", expanding=True)
    )
    for sql in (
        "(entry_words_index, rowid, words) SELECT 'delete', entry_id, words",
        "(rowid, words) SELECT entry_id, words",
    )
)


_REPLACED, _RETAGGED = (
    text(sql).bindparams(bindparam("ids", expanding=True))
    for sql in (
        "UPDATE entry_words SET words = replace(words, :old, :new) WHERE entry_id IN :ids",
        "UPDATE entry_words SET words = ts_delete(words, CAST(:old AS text)) || CAST(:vector AS tsvector)"
        " WHERE entry_id IN :ids",
    )
)


def _as_match(query: Query, zone: Zone, within: Sequence[Term]) -> str:
    """A query of FTS5 (https://www.sqlite.org/fts5.html, "Full-text Query Syntax")."""

    def said(term: Term, zone: Zone) -> str:
        runs = (" ".join(zone + token for token in choice) for choice in term.choices)
        return "(" + " OR ".join(f'"{run}"' + " *" * term.begins for run in runs) + ")"

    inside = [said(term, Zone.ALL) for term in within]
    wanted = " AND ".join([*(said(term, zone) for term in query.wanted), *inside])
    unwanted = " OR ".join(said(term, Zone.ALL) for term in query.unwanted)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _as_tsquery(query: Query, zone: Zone, within: Sequence[Term]) -> str:
    """A tsquery of PostgreSQL (its documentation, section 8.11.2)."""

    def said(term: Term, zone: Zone) -> str:
        end = "':*" if term.begins else "'"
        runs = ("' <-> '".join(zone + token for token in choice) for choice in term.choices)
        return "(" + " | ".join(f"'{run}{end}" for run in runs) + ")"

    inside = [said(term, Zone.ALL) for term in within]
    unwanted = [f"!{said(term, Zone.ALL)}" for term in query.unwanted]
    return " & ".join([*(said(term, zone) for term in query.wanted), *inside, *unwanted])


def _tokens(reader: Reader, each: Entry) -> Tokens:
    what = Narrowing(office=each.office, language=each.language, status=each.status)
    many = (
        *(Narrowing(country=code) for code in each.countries),
        *(Narrowing(topic=slug) for slug in each.topics),
    )
    marks = [found for narrowing in (what, *many) for found in _marks_of(reader, narrowing)]
    return tokens_of(each.title, each.summary, text_of_html(each.content_html), marks)


def _marks_of(reader: Reader, narrowing: Narrowing) -> list[str]:
    """The tokens that stand for what entries are; slugs may change, so they are not among them."""
    marks = {
        "office": reader.office(narrowing.office).uuid if narrowing.office is not None else None,
        "country": narrowing.country,
        "topic": reader.topic(narrowing.topic).uuid if narrowing.topic is not None else None,
        "language": narrowing.language,
        "status": narrowing.status,
    }
    return [mark(name, value) for name, value in marks.items() if value is not None]


def _as_text(tokens: Tokens) -> str:
    return " ".join([*(token or _GAP for token in tokens.ordered), _GAP, *sorted(tokens.loose)])


def _as_vector(tokens: Tokens) -> str:
    """The text of a tsvector (its documentation, section 8.11.1)."""
    where: dict[str, list[str]] = {}
    for position, token in enumerate(tokens.ordered, 1):
        if token:
            where.setdefault(token, []).append(str(position))
    placed = [f"'{token}':{','.join(positions)}" for token, positions in where.items()]
    return " ".join([*placed, *(f"'{token}'" for token in tokens.loose - where.keys())])


def _upsert(on_sqlite: bool) -> Any:
    dialect: Any = sqlite if on_sqlite else postgresql
    words = bindparam("words", type_=Text)
    statement = dialect.insert(entry_words).values(
        entry_id=bindparam("entry_id"),
        made_by=bindparam("made_by"),
        at=bindparam("at"),
        words=words if on_sqlite else cast(words, TSVECTOR),
    )
    replaced = {name: statement.excluded[name] for name in ("made_by", "at", "words")}
    return statement.on_conflict_do_update(index_elements=["entry_id"], set_=replaced)


def _ids_of(connection: Connection, uuids: Iterable[str]) -> Mapping[str, int]:
    return {
        uuid: number
        for part in parts(uuids)
        for uuid, number in connection.execute(select(entry.c.uuid, entry.c.id).where(entry.c.uuid.in_(part)))
    }
