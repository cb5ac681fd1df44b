"""Answers kept for requests with an Idempotency-Key, so that one sent twice is done once."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import delete, insert, select, update

from feedsvc.store.idempotency_tables import kept_answer
from feedsvc.store.reading import Reader
from feedsvc.store.writing import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """What was asked under a key, and the answer; `status` is None while it is under way."""

    request_print: str
    created: datetime
    status: int | None
    headers: dict[str, str]
    body: str


def answer_of(reader: Reader, account: str, key: str) -> KeptAnswer | None:
    """What is kept under an account's key."""
    query = select(kept_answer).where(kept_answer.c.account == account, kept_answer.c.key == key)
    row = reader.connection.execute(query).one_or_none()
    if row is None:
        return None
    return KeptAnswer(
        request_print=row.request_print,
        created=row.created,
        status=row.status,
        headers=msgspec.json.decode(row.headers, type=dict[str, str]) if row.headers else {},
        body=row.body or "",
    )


def begin(writer: Writer, account: str, key: str, request_print: str, now: datetime) -> None:
    """Take a free key for a request that is now under way."""
    values = {"account": account, "key": key, "request_print": request_print, "created": now}
    writer.connection.execute(insert(kept_answer).values(**values))


def finish(
    writer: Writer, account: str, key: str, *, status: int, headers: dict[str, str], body: str
) -> None:
    """Keep the answer of a request that was under way."""
    writer.connection.execute(
        update(kept_answer)
        .where(kept_answer.c.account == account, kept_answer.c.key == key)
        .values(status=status, headers=msgspec.json.encode(headers).decode(), body=body)
    )


def forget(writer: Writer, account: str, key: str) -> None:
    """Free a key."""
    writer.connection.execute(
        delete(kept_answer).where(kept_answer.c.account == account, kept_answer.c.key == key)
    )


def forget_before(writer: Writer, moment: datetime) -> None:
    """Free the keys that were taken before a moment."""
    writer.connection.execute(delete(kept_answer).where(kept_answer.c.created < moment))
