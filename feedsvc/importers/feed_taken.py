"""Items of feeds and export files as they are taken: what all of their readers share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from feedsvc.core.imported import ImportedItem, Reading, Refusal, Remark
from feedsvc.core.model import EntryDraft, Person
from feedsvc.core.patterns import is_email
from feedsvc.core.text import folded, one_line
from feedsvc.core.urls import slug_of
from feedsvc.importers.addresses import absolute_url, imported_id
from feedsvc.importers.wording import NotTaken, shown_title

_TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]*)?\s*")
_MAIL = r"[^\s<>()\"',;:]{1,64}@[^\s<>()\"',;:]{1,255}"
# RSS 2.0: "mail (Name)"; RFC 5322: "Name <mail>".
_MAIL_AND_NAME = re.compile(rf"(?:mailto:)?(?P<mail>{_MAIL})(?:\s*\((?P<name>[^()]*)\))?")
_NAME_AND_MAIL = re.compile(rf"(?P<name>[^<>()]*?)\s*[<(](?:mailto:)?(?P<mail>{_MAIL})[>)]")
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_LONGEST_NAME = 200
_MOST_AUTHORS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an importer is told beside the bytes; `topics` is slugs by folded names and slugs."""

    office: str
    language: str
    site_languages: tuple[str, ...]
    topics: Mapping[str, str]
    url: str | None = None

    def language_of(self, tags: Iterable[str]) -> str:
        """The first of BCP 47 tags whose language is the site's, else the one given. Raises NotTaken
        where neither is."""
        found = [match[1].lower() for tag in tags if (match := _TAG.fullmatch(tag[:40]))]
        for language in (*found, self.language):
            if language in self.site_languages:
                return language
        known = ", ".join(self.site_languages)
        said = found[0] if found else self.language
        raise NotTaken(f"its language, “{said}”, is none of the site's ({known}): give --lang")

    def topics_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The slugs of the site's topics that categories name; the others are dropped."""
        slugs = (
            self.topics.get(folded(name)) or self.topics.get(slug_of(name))
            for name in names
            if name and len(name) <= _LONGEST_NAME
        )
        return tuple(dict.fromkeys(slug for slug in slugs if slug))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """By what a source knows an item: a guid, an address, or no more than its title and date."""

    guid: str
    link: str | None
    title: str
    date: str

    def id(self, source: str, *, guid_is_shared: bool = False) -> str:
        """The id of the entry; a guid that several items bear tells nothing and is not used."""
        guid = "" if guid_is_shared else self.guid
        return imported_id(guid or self.link or f"{self.title}\n{self.date}", source=source)


@dataclass(frozen=True, slots=True)
class _Taken:
    item: ImportedItem
    known: Known
    updated: datetime | None


class Taking:
    """Collects what is taken of a file, what is refused and what is remarked.

    `source` is what the file is known by. `trusts_guids` is for formats whose ids are unique.
    """

    def __init__(self, source: str, *, trusts_guids: bool = False) -> None:
        self._source = source
        self._trusts_guids = trusts_guids
        self._taken: list[_Taken] = []
        self._refused: list[Refusal] = []
        self._remarks: list[Remark] = []

    def take(
        self,
        line: int,
        draft: EntryDraft,
        known: Known,
        *,
        when: datetime | date | None,
        updated: datetime | None,
    ) -> None:
        """An item that can become an entry; `when` is a day where its source gives no time."""
        moment = whole(when)
        day = when if moment is None else None
        item = ImportedItem(line=line, draft=replace(draft, published=moment), date=day)
        self._taken.append(_Taken(item, known, updated))

    def refuse(self, line: int, title: str, reason: str) -> None:
        """An item that cannot."""
        self._refused.append(Refusal(line, shown_title(title), reason))

    def remark(self, line: int, title: str, text: str) -> None:
        """What is otherwise than it stood."""
        self._remarks.append(Remark(line, shown_title(title), text))

    def reading(self) -> Reading:
        """All of it. Of items with one id the latest stays (RFC 4287, section 4.1.1)."""
        shared = set() if self._trusts_guids else self._shared_guids()
        by_id: dict[str, list[_Taken]] = {}
        for taken in self._taken:
            own = taken.known.id(self._source, guid_is_shared=taken.known.guid in shared)
            item = replace(taken.item, draft=replace(taken.item.draft, id=own))
            by_id.setdefault(own, []).append(replace(taken, item=item))
        items = [self._latest(same) for same in by_id.values()]
        return Reading(
            office=None,
            items=tuple(sorted(items, key=lambda item: item.line)),
            refused=tuple(sorted(self._refused, key=lambda each: each.line)),
            remarks=tuple(sorted(self._remarks, key=lambda each: each.line)),
            source=self._source,
        )

    def _latest(self, same: Sequence[_Taken]) -> ImportedItem:
        latest = max(same, key=lambda each: each.updated or _LONG_AGO)
        for other in same:
            if other is not latest:
                reason = f"has the id of line {latest.item.line}, which is the same entry"
                self.refuse(other.item.line, other.item.draft.title, reason)
        return latest.item

    def _shared_guids(self) -> set[str]:
        """Guids that stand for items with different pages, as of sites that print one for all."""
        pages: dict[str, set[str]] = {}
        for taken in self._taken:
            pages.setdefault(taken.known.guid, set()).add(taken.known.link or taken.known.title)
        return {guid for guid, each in pages.items() if len(each) > 1}


def whole(moment: datetime | date | None) -> datetime | None:
    """A time; None for a mere day."""
    return moment if isinstance(moment, datetime) else None


def person_of(
    text: str, *, email: str | None = None, uri: str | None = None, base: str = ""
) -> Person | None:
    """An author as feeds print one: "Name", "mail (Name)", "Name <mail>", or in parts."""
    name, mail = one_line(text)[:_LONGEST_NAME], one_line(email or "")
    match = _MAIL_AND_NAME.fullmatch(name) or _NAME_AND_MAIL.fullmatch(name)
    if match:
        name, mail = one_line(match["name"] or ""), mail or match["mail"]
    address = mail if is_email(mail) else None
    name = name.strip("\"'") or address or ""
    return Person(name, address, absolute_url(uri, base)) if name else None


def distinct_people(people: Iterable[Person | None]) -> tuple[Person, ...]:
    """People once each, by name."""
    found = {each.name: each for each in reversed([each for each in people if each])}
    return tuple(reversed(found.values()))[:_MOST_AUTHORS]
