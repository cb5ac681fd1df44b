"""Which pictures are to be measured: those on other sites whose size nobody told."""

from feedsvc.core.model import Entry

PICTURE_SIZE = "picture size"
"""The kind of work."""


def wanted_size(entry: Entry, base_url: str) -> dict[str, str] | None:
    """The work of asking for the size of an entry's picture; None where it is known, or ours."""
    image = entry.image
    if image is None or image.url is None or (image.width and image.height):
        return None
    is_elsewhere = image.url.startswith(("http://", "https://")) and not image.url.startswith(f"{base_url}/")
    return {"entry": entry.uuid, "url": image.url} if is_elsewhere else None
