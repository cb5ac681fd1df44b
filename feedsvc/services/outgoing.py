"""Other sites, asked in this site's name and within its settings."""

from feedsvc import __version__
from feedsvc.config import Settings
from feedsvc.fetching import Fetched, Resolver, fetch


def ask(
    settings: Settings,
    url: str,
    *,
    accept: str,
    max_bytes: int,
    deadline_seconds: float,
    cut: bool = False,
    etag: str | None = None,
    last_modified: str | None = None,
    resolver: Resolver | None = None,
) -> Fetched:
    """Fetch as this site: see `fetching.fetch`. Raises FetchFailed."""
    return fetch(
        url,
        user_agent=user_agent(settings),
        accept=accept,
        max_bytes=max_bytes,
        deadline_seconds=deadline_seconds,
        cut=cut,
        etag=etag,
        last_modified=last_modified,
        allowed_networks=settings.allowed_networks,
        resolver=resolver,
    )


def user_agent(settings: Settings) -> str:
    """Who asks: the version, the site, and whom to write to."""
    contact = f"; {settings.contact_email}" if settings.contact_email else ""
    return f"feedsvc/{__version__} (+{settings.base_url}{contact})"
