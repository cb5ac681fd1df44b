"""The text that is being translated, beside the form of its translation."""

from dataclasses import dataclass

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.errors import Gone, NotFound
from feedsvc.core.wording import language_name
from feedsvc.services.entries import visible
from feedsvc.store import Reader
from feedsvc.web.editor.desk import person, say
from feedsvc.web.paging import is_uuid


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A text to translate; `body_html` is clean HTML of the store."""

    heading: str
    href: str
    language: str
    title: str
    summary: tuple[str, ...]
    body_html: str


def original_of(reader: Reader, uuid: str) -> Original | None:
    """The text of an entry for whoever translates it; None for what they may not see, and for none."""
    if not is_uuid(uuid):
        return None
    try:
        entry = visible(reader, uuid, person())
    except (NotFound, Gone):
        return None
    return Original(
        heading=say("trans_original", language=language_name(entry.language)),
        href=urls.standing_path(entry.uuid),
        language=entry.language,
        title=entry.title,
        summary=tuple(part for part in entry.summary.split("\n\n") if part),
        body_html=entry.content_html,
    )
