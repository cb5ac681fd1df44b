"""A request that comes twice under one Idempotency-Key is done once, and answered twice alike.

As draft-ietf-httpapi-idempotency-key-header has it. Answers are kept for 24 hours. Only what was
done has an answer to keep: a request that was refused left nothing behind, and may be mended and
sent again under its key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedsvc.core.errors import Conflict, InvalidInput
from feedsvc.store import Store, Writer, idempotency
from feedsvc.store.idempotency import KeptAnswer

KEPT_FOR = timedelta(hours=24)
HEADER = "Idempotency-Key"
# After that a request that is under way is taken for one that its process did not outlive.
_UNDER_WAY_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestKey:
    """The key of a request, of whose account, and a fingerprint of all that was asked."""

    account: str
    key: str
    request_print: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An answer that can be given again."""

    status: int
    headers: dict[str, str]
    body: str


def once(writer: Writer, key: RequestKey | None, act: Callable[[], Done], *, now: datetime) -> Done:
    """What `act` gives, or gave before; kept in the transaction in which it was done.

    The writer of a second request of the same key waits for the first's to commit, and then finds
    its answer. Raises InvalidInput for a key that went with another request.
    """
    if key is None:
        return act()
    known = _known(writer, key, now)
    if known is not None:
        return known
    idempotency.begin(writer, key.account, key.key, key.request_print, now)
    done = act()
    _keep(writer, key, done)
    return done


def once_in_parts(store: Store, key: RequestKey | None, act: Callable[[], Done], *, now: datetime) -> Done:
    """The same for what has transactions of its own, and is harmless when it is done again.

    Raises Conflict while the same request is under way.
    """
    if key is None:
        return act()
    with store.writing() as writer:
        known = _known(writer, key, now)
        if known is not None:
            return known
        idempotency.begin(writer, key.account, key.key, key.request_print, now)
    try:
        done = act()
    except BaseException:
        with store.writing() as writer:
            idempotency.forget(writer, key.account, key.key)
        raise
    with store.writing() as writer:
        _keep(writer, key, done)
    return done


def _known(writer: Writer, key: RequestKey, now: datetime) -> Done | None:
    """The answer that is there already. A key that is free afterwards has no row."""
    idempotency.forget_before(writer, now - KEPT_FOR)
    kept = idempotency.answer_of(writer, key.account, key.key)
    if kept is None:
        return None
    if kept.request_print != key.request_print:
        raise InvalidInput.at(HEADER, "went with another request: take a new key for each thing to be done")
    if kept.status is None:
        _require_given_up(kept, now)
        idempotency.forget(writer, key.account, key.key)
        return None
    return Done(status=kept.status, headers=kept.headers, body=kept.body)


def _require_given_up(kept: KeptAnswer, now: datetime) -> None:
    if now - kept.created < _UNDER_WAY_FOR:
        raise Conflict(f"The request with this {HEADER} is under way: ask again in a minute.")


def _keep(writer: Writer, key: RequestKey, done: Done) -> None:
    idempotency.finish(writer, key.account, key.key, status=done.status, headers=done.headers, body=done.body)
