"""The audit log."""

from datetime import UTC, datetime
from typing import Any

import click

from feedsvc.cli import common
from feedsvc.core.account_records import audit_record
from feedsvc.core.audit import AuditLine, AuditQuery
from feedsvc.core.dates import rfc3339
from feedsvc.core.errors import InvalidInput


@click.command()
@click.option("--entry", metavar="UUID", help="What was done to an entry.")
@click.option("--user", "email", metavar="EMAIL", help="What a person did.")
@click.option("--office", metavar="SLUG", help="What was done in an office.")
@click.option("--since", metavar="TIME", help="Since a date or a time (RFC 3339).")
@click.option("--before", type=int, metavar="ID", help="Go on after the line of this id.")
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="How many at most."
)
@common.json_option
def audit(
    entry: str | None,
    email: str | None,
    office: str | None,
    since: str | None,
    as_json: bool,
    **page: Any,
) -> None:
    """Who did what, when and from where, the latest first."""
    from feedsvc.services import accounts

    who = common.actor()
    with common.opened(common.settings()) as store, store.reading() as reader:
        asked = AuditQuery(
            object=entry,
            account=accounts.user_called(reader, email).uuid if email else None,
            office=reader.office(office).uuid if office else None,
            since=_moment(since) if since else None,
            **page,
        )
        lines = accounts.audit_log(reader, asked, actor=who)
    if as_json:
        common.echo_json([audit_record(line) for line in lines])
        return
    columns = ["id", "time", "who", "from", "did", "to", "what"]
    common.echo_table(columns, [_cells(line) for line in lines])


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput.at("--since", "must be a date or a time such as 2026-06-12T09:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _cells(line: AuditLine) -> list[str]:
    note = line.note
    what = note.detail.get("title") or note.detail.get("slug") or note.detail.get("email")
    what = what or note.detail.get("reason") or ""
    fields = ", ".join(note.detail.get("fields", ()))
    via = f"{line.actor} (token {line.via})" if line.via else line.actor
    return [
        str(line.id),
        rfc3339(line.at),
        via,
        line.origin,
        note.action,
        f"{note.kind} {note.object}",
        f"{what}: {fields}" if what and fields else str(what or fields),
    ]
