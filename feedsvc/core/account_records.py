"""Accounts, tokens, sources and the audit log as JSON shows them: in the API and by `--json`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from feedsvc.core.accounts import Token, User
from feedsvc.core.audit import AuditLine
from feedsvc.core.dates import rfc3339
from feedsvc.core.sources import Source, health


def user_record(user: User, slugs: Mapping[str, str]) -> dict[str, Any]:
    """An account; `slugs` are those of the offices by uuid."""
    return {
        "uuid": user.uuid,
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "is_admin": user.is_admin,
        "roles": {slugs[office]: role.value for office, role in user.roles.items()},
        "has_password": user.has_password,
        "created": rfc3339(user.created),
        "disabled": user.disabled_at is not None,
    }


def token_record(token: Token, slugs: Mapping[str, str], *, now: datetime) -> dict[str, Any]:
    """A token, without its secret; `slugs` are those of the offices by uuid."""
    offices = token.scope.offices
    ended = "revoked" if token.revoked_at else "ended"
    return {
        "uuid": token.uuid,
        "name": token.name,
        "actions": sorted(token.scope.actions),
        "offices": None if offices is None else sorted(slugs[office] for office in offices),
        "state": "holds" if token.holds(now) else ended,
        "ends": rfc3339(token.ends),
        "last_used": rfc3339(token.last_used) if token.last_used else None,
        "last_used_from": token.last_used_from,
    }


def audit_record(line: AuditLine) -> dict[str, Any]:
    """A line of the audit log."""
    return {
        "id": line.id,
        "at": rfc3339(line.at),
        "actor": line.actor,
        "account": line.account,
        "origin": line.origin,
        "via": line.via,
        "action": line.note.action,
        "kind": line.note.kind,
        "object": line.note.object,
        "office": line.note.office,
        "detail": dict(line.note.detail),
    }


def source_record(source: Source) -> dict[str, Any]:
    """A kept source and how it fares; `every` is in seconds."""
    return {
        "uuid": source.uuid,
        "url": source.url,
        "office": source.office,
        "language": source.language,
        "format": source.format,
        "last_status": source.last_status,
        "last_error": source.last_error,
        "failures": source.failures,
        "by": source.by,
        "created": rfc3339(source.created),
        "next_poll": rfc3339(source.next_poll),
        "last_poll": rfc3339(source.last_poll) if source.last_poll else None,
        "last_success": rfc3339(source.last_success) if source.last_success else None,
        "every": int(source.every.total_seconds()),
        "state": health(source),
        "former_urls": list(source.former_urls),
        "last_counts": dict(source.last_counts),
    }
