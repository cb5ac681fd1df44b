"""A moment as a person writes it: with its zone, or as the clock on the wall shows it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from feedsvc.core.model import OfficeDraft, Site


def zone_of(office: OfficeDraft | None, site: Site) -> str:
    """The time zone (IANA) of an office: its own, else the site's; the site's where there is no office."""
    return (office and office.time_zone) or site.time_zone


def moment_of(text: str, time_zone: str) -> tuple[datetime, bool]:
    """The moment in UTC of an ISO 8601 time, and whether it named its zone itself.

    Without one it is a time of `time_zone` (IANA); of an hour that the clock shows twice, the first.
    Raises ValueError with what is wrong.
    """
    try:
        written = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("must be a time such as 2026-06-12T09:00 or 2026-06-12T09:00:00Z") from None
    if written.tzinfo is not None:
        return written.astimezone(UTC), True
    moment = written.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
    if moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) != written:
        raise ValueError(f"does not exist in {time_zone}: the clock is put forward then")
    return moment, False


def local_text(moment: datetime, time_zone: str) -> str:
    """A moment as forms have it: 2026-06-12T09:00, a time of `time_zone` without seconds (HTML, "Local
    dates and times")."""
    return (
        moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None, second=0, microsecond=0).isoformat()[:16]
    )


def comes_twice(moment: datetime, time_zone: str) -> bool:
    """Whether the clock on the wall of `time_zone` shows this time twice, being put back in between."""
    wall = moment.astimezone(ZoneInfo(time_zone))
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()
