"""Forms of the administration: as they were typed, with what is wrong at each field."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.dates import in_words, local_date
from feedsvc.core.errors import Conflict, InvalidInput, Problem
from feedsvc.web.editor.desk import say, spoken
from feedsvc.web.editor.wording import words
from feedsvc.web.room import room

Answer = str | Response | tuple[str, HTTPStatus]
TOP = ""  # where a problem stands that no field of the form has


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the fields of a form, and what is wrong with it by field, in words."""

    typed: MultiDict[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.typed.get(name, "")

    def values(self, name: str) -> list[str]:
        """What was chosen of several."""
        return self.typed.getlist(name)

    def wrong(self, name: str) -> str:
        """What is wrong with a field, or ""."""
        return self.problems.get(name, "")

    @property
    def top(self) -> str:
        """What is wrong with the whole."""
        return self.problems.get(TOP, "")


def rule(path: str) -> str:
    """How a blueprint of the newsroom names a path."""
    return path.removeprefix(urls.EDITOR)


def form_of(values: Mapping[str, str | Iterable[str]]) -> Form:
    """A form that shows what is stored."""
    pairs = [
        (name, each)
        for name, value in values.items()
        for each in ([value] if isinstance(value, str) else value)
    ]
    return Form(MultiDict(pairs))


def typed() -> Form:
    """The form of this request."""
    return Form(MultiDict(request.form))


def attempt(
    save: Callable[[], Answer],
    again: Callable[[Form], str],
    *,
    fields: Mapping[str, str] | None = None,
    conflict: str = TOP,
) -> Answer:
    """Save; or the form again, as it was typed, with each problem at its field.

    `fields` are those of the form by what services call them, where that is not the same; a Conflict
    stands at the field `conflict`.
    """
    try:
        return save()
    except InvalidInput as error:
        said: dict[str, str] = {}
        for problem in error.problems:
            name = (fields or {}).get(problem.where, problem.where)
            said.setdefault(name, in_plain_words(problem))
    except Conflict as error:
        said = {conflict: str(error) if spoken() == "en" else _conflict_in_words(conflict, str(error))}
    return again(Form(MultiDict(request.form), said)), HTTPStatus.UNPROCESSABLE_ENTITY


def in_plain_words(problem: Problem) -> str:
    """What is wrong with a field. Services say it exactly, in English; other languages have a sentence on
    what each field takes."""
    where = problem.where.partition(".")[0].partition("[")[0]
    other = words(spoken()).get(f"must_{where}") if spoken() != "en" else None
    message = problem.message
    return other or f"{message[:1].upper()}{message[1:]}{'' if message.endswith(('.', '?')) else '.'}"


def _conflict_in_words(field_: str, message: str) -> str:
    known = {
        "last administrator": "conflict_last_administrator",
        "disabled": "conflict_disabled",
        "just now": "conflict_being_read",
        "wait to be imported": "conflict_room",
        "changed it since": "conflict_stale",
        "closed already": "conflict_closed",
        "are scheduled": "conflict_scheduled",
    }
    key = next((key for part, key in known.items() if part in message), f"conflict_{field_}")
    return words(spoken()).get(key, message)


def seen(value: object) -> str:
    """A short mark of what a form showed, to tell whether somebody changed it meanwhile."""
    return hashlib.blake2b(repr(value).encode(), digest_size=8).hexdigest()


def require_seen(value: object) -> None:
    """Raises Conflict where what is stored is not what the form showed.

    The form comes back with the mark of what is stored now: who saves it again has been told.
    """
    if request.form.get("seen") not in {None, seen(value)}:
        raise Conflict(
            "Somebody changed it since you opened this form. Look at theirs in another window; "
            "saving again puts what stands here in its place."
        )


def moment_in_words(moment: datetime | None) -> str:
    """A moment on the clock of the site, for people; "" for none."""
    if moment is None:
        return ""
    zone = room().settings.time_zone
    return f"{in_words(local_date(moment, zone), spoken())}, {clock_time(moment, zone)}"


def clock_time(moment: datetime, zone: str) -> str:
    """Hours and minutes on the clock of a zone."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def bytes_in_words(count: int) -> str:
    """A size as people write it."""
    for unit, size in (("unit_gb", 1024**3), ("unit_mb", 1024**2), ("unit_kb", 1024)):
        if count >= size:
            number = f"{count / size:.1f}".removesuffix(".0")
            return say(unit, number=number if spoken() == "en" else number.replace(".", ","))
    return say("unit_bytes", number=count)
