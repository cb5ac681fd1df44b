"""Files that a person has sent to be imported: kept for a day, looked at first, then imported.

They lie in the data folder: what was looked at is what is imported, and nobody sends ten megabytes
twice. What takes long is a job of the worker, so that no browser waits for it and no restart ends it.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from feedsvc.config import Settings
from feedsvc.core.accounts import Action, Actor
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import Conflict, FeedsvcError, InvalidInput, NotFound, StoreUnavailable
from feedsvc.core.model import Office
from feedsvc.services import tray_files
from feedsvc.services.import_report import FORMATS, ImportFile
from feedsvc.services.importing import import_files
from feedsvc.services.tray_files import KEPT, LARGEST_TRAY, Stage, Tray
from feedsvc.store import Reader, Store, Writer, accounts
from feedsvc.store.work import enqueue

JOB = "import"
CLEARING = "import files"
TRIES = 3
_AT_ONCE = 256 * 1024  # bytes that are read while the person waits: some hundred entries, a second or two
_LONGEST_NAME = 200
_DEFECT = "It could not be imported because of an error in feedsvc, which has been logged."


def offices_for(reader: Reader, actor: Actor) -> list[Office]:
    """The offices that somebody may import into."""
    return [each for each in reader.offices() if actor.may(Action.IMPORT, each.uuid)]


def offices_to_import_into(reader: Reader, actor: Actor) -> list[Office]:
    """As above. Raises Forbidden for who may import nowhere."""
    found = offices_for(reader, actor)
    if not found:
        actor.require(Action.IMPORT, None)
    return found


def keep(
    store: Store,
    settings: Settings,
    files: Sequence[ImportFile],
    *,
    office: str | None = None,
    language: str | None = None,
    format: str = "auto",
    now: datetime,
    actor: Actor,
) -> Tray:
    """Keep files and look at them, at once or by a job where that takes long.

    Raises Forbidden for who may import nowhere, InvalidInput, and Conflict where too much waits.
    """
    _require_import(store, office, actor)
    if not files:
        raise InvalidInput.at("file", "choose a file, or paste a text")
    if format not in FORMATS:
        raise InvalidInput.at("format", f"must be one of {', '.join(FORMATS)}")
    size = sum(len(file.data) for file in files)
    if size > LARGEST_TRAY:
        raise InvalidInput.at("file", f"at most {LARGEST_TRAY // 1024**2} MB may be sent at once")
    tray_files.make_room(settings, size, owner=actor.user or "", now=now)
    tray = Tray(
        id=secrets.token_hex(16),
        owner=actor.user or "",
        origin=actor.origin,
        made=whole_second(now),
        since=whole_second(now),
        names=tuple(file.name[:_LONGEST_NAME] for file in files),
        bytes=size,
        office=office,
        language=language,
        format=format,
    )
    tray_files.put(settings, tray, [file.data for file in files])
    with store.writing() as writer:
        enqueue(writer, CLEARING, {"tray": tray.id}, tray.made + KEPT)
    _go_on(store, settings, tray, now=now, actor=actor)
    return tray_of(settings, tray.id, actor=actor)


def _require_import(store: Store, office: str | None, actor: Actor) -> None:
    with store.reading() as reader:
        offices_to_import_into(reader, actor)
        if office is not None:
            try:
                actor.require(Action.IMPORT, reader.office(office).uuid)
            except NotFound as error:
                raise InvalidInput.at("office", str(error)) from error


def start(store: Store, settings: Settings, tray_id: str, *, now: datetime, actor: Actor) -> Tray:
    """Import what was looked at. A second time changes nothing. Raises NotFound, Conflict."""
    tray = tray_of(settings, tray_id, actor=actor)
    if tray.stage is Stage.LOOKING:
        raise Conflict("The files are still being looked at.")
    if tray.stage is Stage.SEEN and tray_files.begin(settings, tray):
        begun = replace(tray, stage=Stage.IMPORTING, since=whole_second(now))
        tray_files.write(settings, begun)
        _go_on(store, settings, begun, now=now, actor=actor)
    return tray_of(settings, tray_id, actor=actor)


def remove(settings: Settings, tray_id: str, *, actor: Actor) -> None:
    """Throw files away that wait. Raises NotFound."""
    tray = tray_of(settings, tray_id, actor=actor)
    tray_files.throw_away(settings, tray)


def trays_of(settings: Settings, *, actor: Actor) -> list[Tray]:
    """What waits of a person, the latest first."""
    mine = (tray for tray in tray_files.all_trays(settings) if tray.owner == actor.user)
    return sorted(mine, key=lambda tray: tray.made, reverse=True)


def tray_of(settings: Settings, tray_id: str, *, actor: Actor) -> Tray:
    """One of them. Raises NotFound, for what is somebody else's too."""
    found = tray_files.read(settings, tray_id)
    if found is None or not actor.user or found.owner != actor.user:
        raise NotFound("There are no such files: they are kept for a day. Send them again.")
    return found


def _go_on(store: Store, settings: Settings, tray: Tray, *, now: datetime, actor: Actor) -> None:
    if tray.bytes <= _AT_ONCE:
        _do(store, settings, tray, now=now, actor=actor)
        return
    with store.writing() as writer:
        enqueue(writer, JOB, {"tray": tray.id}, whole_second(now))


def run(
    store: Store, settings: Settings, payload: Mapping[str, str], now: datetime
) -> Callable[[Writer], None]:
    """The job: look at, or import, what a tray holds, with the rights that its owner has by now."""
    tray = tray_files.read(settings, payload["tray"])
    if tray is not None and (tray.is_at_work or tray.stage is Stage.FAILED):
        with store.reading() as reader:
            owner = accounts.user(reader, tray.owner)
        if owner.disabled_at is not None:
            tray_files.write(settings, replace(tray, stage=Stage.FAILED, problem="The account was disabled."))
        else:
            _do(store, settings, tray, now=now, actor=owner.as_actor(tray.origin))
    return lambda _: None


def clear(
    _: Store, settings: Settings, payload: Mapping[str, str], _now: datetime
) -> Callable[[Writer], None]:
    """The job: throw away what a tray holds, whatever became of it."""
    tray = tray_files.read(settings, payload["tray"])
    if tray is not None:
        tray_files.throw_away(settings, tray)
    return lambda _: None


def _do(store: Store, settings: Settings, tray: Tray, *, now: datetime, actor: Actor) -> None:
    is_begun = tray_files.is_begun(settings, tray)
    files = tray_files.contents_of(settings, tray)
    try:
        report = import_files(
            store,
            settings,
            files,
            now=now,
            actor=actor,
            office=tray.office,
            language=tray.language,
            format=tray.format,
            dry_run=not is_begun,
            progress=tray_files.Progress(settings, tray),
        )
    except StoreUnavailable:
        raise
    except FeedsvcError as error:
        tray_files.write(settings, replace(tray, stage=Stage.FAILED, problem=str(error)))
    except Exception:
        tray_files.write(settings, replace(tray, stage=Stage.FAILED, problem=_DEFECT))
        raise
    else:
        stage = Stage.DONE if is_begun else Stage.SEEN
        tray_files.write(settings, replace(tray, stage=stage, report=report, problem=""))
