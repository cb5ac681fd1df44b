"""Two versions of the form of an entry, compared as people see them: by what belongs together."""

from collections.abc import Mapping
from itertools import zip_longest

from feedsvc.core.rich_text import content_of_typed
from feedsvc.core.text import one_line, paragraphs, text_of_html
from feedsvc.core.working_copy import Fields, first

# What is chosen as one, and the fields that it is made of, in the order of the form.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "summary": ("summary",),
    "body": ("body",),
    "image": ("image_url", "image_alt", "image_credit"),
    "office": ("office",),
    "countries": ("countries_are", "countries"),
    "topics": ("topics",),
    "kind": ("kind",),
    "place": ("place",),
    "language": ("language",),
    "link": ("link",),
    "authors": ("author_name", "author_email", "author_uri"),
    "enclosures": ("enclosure_url", "enclosure_title"),
    "published": ("published",),
}
_SETS = frozenset({"countries", "topics"})


def differing(mine: Fields, theirs: Fields, *, is_released: bool) -> list[str]:
    """The groups of fields that do not say the same. The date of what readers have is not chosen."""
    return [
        group
        for group in GROUPS
        if not (is_released and group == "published") and _said(mine, group) != _said(theirs, group)
    ]


def shown_text(fields: Fields, group: str) -> str:
    """What a group of fields says, for people to compare: the words of the text, a line for each value."""
    if group == "body":
        html = _said(fields, "body")
        return text_of_html(html[0]) if html else ""
    return "\n".join(", ".join(value for value in row if value) for row in _rows(fields, group))


def _rows(fields: Fields, group: str) -> list[tuple[str, ...]]:
    """The fields of a group row by row, without the empty rows."""
    columns = (fields.get(name, ()) for name in GROUPS[group])
    return [row for row in zip_longest(*columns, fillvalue="") if any(row)]


def picks_of(chosen: Mapping[str, bool]) -> dict[str, bool]:
    """The fields, by name, of groups that were chosen."""
    return {name: picked for group, picked in chosen.items() for name in GROUPS.get(group, ())}


def _said(fields: Fields, group: str) -> tuple[str, ...]:
    """What a group says, without what does not count: spaces, the order of what has none."""
    if group == "body":
        html = content_of_typed(first(fields, "body").replace("\r\n", "\n"))
        return (html,) if html else ()
    if group in _SETS:
        values = sorted(fields.get(group, ()))
        return (*(first(fields, name) for name in GROUPS[group][:-1]), *values)
    clean = paragraphs if group == "summary" else one_line
    return tuple(clean(value) for row in _rows(fields, group) for value in row)
