"""What somebody has typed into the form of an entry, as it was typed, before it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

Fields = Mapping[str, tuple[str, ...]]

KEPT_FOR = timedelta(days=90)  # a copy that nobody went on with
SEEN_WITHIN = timedelta(seconds=90)  # a form whose browser was heard of so lately is open
# What is chosen before a word is typed.
_GIVEN = frozenset({"office", "language", "countries_are", "translates", "edit"})
# What people write; the rest of a form says where it belongs, and some of it is there from the start.
_WRITTEN = ("title", "summary", "body", "kind", "place", "link", "enclosure_url", "enclosure_title")
_OF_PICTURE = ("image_url", "image_alt")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCopy:
    """What a person typed of an entry; a person has one of each entry.

    `id` is a uuid, and becomes that of the entry where there is none yet (`entry` is None). `owner` is
    the uuid of the account. `base_version` is the entry's version that the person saw. `fields` are
    those of the form by name, each with all of its values (`core.form_reading`).
    """

    id: str
    owner: str
    entry: str | None = None
    base_version: int | None = None
    fields: Fields
    saved_at: datetime

    def text(self, name: str) -> str:
        """The first value of a field; "" where it was not filled in."""
        return first(self.fields, name)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written yet of a new entry; a translation has the picture of its original."""
        names = _WRITTEN if self.text("translates") else (*_WRITTEN, *_OF_PICTURE)
        written = (value for name in names for value in self.fields.get(name, ()))
        return self.entry is None and not any(value.strip() for value in written)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed or chosen yet of a new entry but where it belongs."""
        typed = (value for name, values in self.fields.items() if name not in _GIVEN for value in values)
        return self.entry is None and not any(value.strip() for value in typed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Somebody else who has an entry's form open: by name, when they were heard of last, and when
    they typed something last that is not saved yet."""

    name: str
    seen_at: datetime
    typed_at: datetime | None = None


def first(fields: Fields, name: str) -> str:
    """The first value of a field; "" where there is none."""
    return next(iter(fields.get(name, ())), "")
