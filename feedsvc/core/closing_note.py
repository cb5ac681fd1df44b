"""The closing note: what formats without tombstones may hold in the place of a withdrawn entry."""

from feedsvc.core import urls
from feedsvc.core.feed import FeedEntry, said_by_site
from feedsvc.core.model import Site, Tombstone
from feedsvc.core.wording import say


def closing_note(stone: Tombstone, site: Site) -> FeedEntry:
    """An entry under the id of the withdrawn one that says nothing but that it was withdrawn, why and
    when; its address answers 410."""
    title = say("withdrawn", stone.language)
    return said_by_site(
        site.name,
        id_=stone.id,
        url=site.base_url + urls.entry_path(stone.uuid, ""),
        title=title,
        language=stone.language,
        published=stone.when,
        updated=stone.when,
        summary=stone.comment or title,
    )
