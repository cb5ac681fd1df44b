"""The steps of an entry's life, as the API takes them and tells of them."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from feedsvc.core.model import Status
from feedsvc.web.api.shapes.kinds import Moment, Uuid


class Schedule(Struct, forbid_unknown_fields=True):
    """When to release an entry."""

    scheduled_for: Moment


class Withdrawal(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What readers may know of it."""

    reason: Annotated[str, Meta(max_length=1_000)] = ""


class Erasure(Struct, forbid_unknown_fields=True):
    """Why an entry is erased; for the audit log alone."""

    reason: Annotated[str, Meta(min_length=1, max_length=1_000)]


class Restoration(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Why, for the audit log; readers do not see it."""

    reason: Annotated[str, Meta(max_length=1_000)] = ""


class Reversion(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The version whose content comes back; major brings the entry to the top of the feeds again."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    edit: Literal["minor", "major"] = "minor"


class Version(Struct, forbid_unknown_fields=True):
    """What was done to an entry, by whom and when; `scheduled_for` is its release as it was set then."""

    number: int
    at: datetime
    by: str
    action: str
    scheduled_for: datetime | None


class BulkStep(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What to do with an entry, if it still has this version."""

    uuid: Uuid
    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    action: Literal["publish", "schedule", "withdraw", "restore"]
    scheduled_for: Moment | None = None
    reason: Annotated[str, Meta(max_length=1_000)] = ""


class Bulk(Struct, forbid_unknown_fields=True):
    """What to do with many entries: all of it or, where one thing cannot be done, nothing."""

    operations: Annotated[list[BulkStep], Meta(min_length=1, max_length=200)]


class BulkOutcome(Struct, forbid_unknown_fields=True):
    """What became of one of them, or would; `problem` is null where it can be done."""

    uuid: Uuid
    action: str
    status: Status | None
    version: int | None
    problem: str | None


class BulkReport(Struct, forbid_unknown_fields=True):
    """What became of each thing that was to be done, or would."""

    dry_run: bool
    items: list[BulkOutcome]
