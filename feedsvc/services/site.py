"""The site as a whole: made once, described by its settings, whose change every feed shows."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from feedsvc import __version__
from feedsvc.config import Settings
from feedsvc.core.dates import whole_second
from feedsvc.core.errors import StoreUnavailable
from feedsvc.core.model import Site
from feedsvc.store import Store
from feedsvc.store.archives import seal_pages
from feedsvc.store.reading import SiteRecord


def open_store(settings: Settings) -> Store:
    """The store of the settings; processes that share FEEDSVC_DATA_DIR tell each other of changes."""
    return Store(settings.database_url, settings.data_dir / "changes")


def describe_site(settings: Settings, record: SiteRecord) -> Site:
    """The site for those who build feeds and pages."""
    return Site(
        uuid=record.uuid,
        created=record.created,
        name=settings.site_name,
        base_url=settings.base_url,
        languages=settings.languages,
        page_size=settings.page_size,
        time_zone=settings.time_zone,
        contact_email=settings.contact_email,
        closing_notes=settings.closing_notes,
    )


def initialise(
    store: Store, settings: Settings, *, now: datetime, new_uuid: Callable[[], str] = lambda: str(uuid4())
) -> None:
    """Make the site in a migrated database, unless it is there; note its settings."""
    with store.writing() as writer:
        try:
            writer.site_record()
        except StoreUnavailable:
            writer.create_site(new_uuid(), whole_second(now), settings_print(settings))
    note_settings(store, settings, now=now)


def note_settings(store: Store, settings: Settings, *, now: datetime) -> None:
    """Where settings that feeds show, or feedsvc itself, are others than before: a change of every
    channel, so that no reader is told that nothing changed (house.md, what takes a number). What a
    smaller page or an older version left unsealed is sealed."""
    current = settings_print(settings)
    with store.reading() as reader:
        if reader.site_record().settings_print == current:
            return
    with store.writing() as writer:
        if writer.site_record().settings_print != current:
            writer.mark_every_channel(writer.next_number(), whole_second(now), current)
            seal_pages(writer, settings.page_size, now=whole_second(now))


def settings_print(settings: Settings) -> str:
    """A fingerprint of all that feeds are made with besides what is stored."""
    shown = (
        __version__,
        settings.base_url,
        settings.site_name,
        settings.contact_email,
        settings.languages,
        settings.page_size,
        settings.closing_notes,
    )
    return hashlib.blake2b(repr(shown).encode(), digest_size=16).hexdigest()
