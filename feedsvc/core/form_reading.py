"""The form of an entry: its fields as they are typed, and the draft that they mean.

Lenient: what is missing or wrong is left out of the draft and named as a problem, so that there is
something to preview at any moment. What the form cannot show of an entry (the size of a picture, the
type of a file, the seconds of a date) stays as the entry has it, while the field says the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from urllib.parse import urlsplit

from feedsvc.core.errors import Problem
from feedsvc.core.local_time import comes_twice, local_text, moment_of
from feedsvc.core.model import Enclosure, EntryDraft, Image, Person
from feedsvc.core.rich_text import content_of_typed
from feedsvc.core.working_copy import Fields, first

FOUND, CHOSEN = "found", "chosen"
# Every field of the form. `release` is the minute to publish at, `edit` how a change of what readers
# have is to be taken, `translates` the uuid of the entry that a new one is a translation of.
NAMES = (
    *(
        "title",
        "summary",
        "body",
        "office",
        "language",
        "kind",
        "place",
        "link",
        "countries_are",
        "countries",
    ),
    *("topics", "image_url", "image_alt", "image_credit", "enclosure_url", "enclosure_title"),
    *("author_name", "author_email", "author_uri", "published", "release", "edit", "translates"),
)
_TYPES = {
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "ogv": "video/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}  # fmt: skip
_ANY_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReading:
    """What a form means. `release` is the minute to publish at, if one was given. `twice` are the fields
    whose time the clock shows twice that day: the first of the two was taken."""

    draft: EntryDraft
    release: datetime | None = None
    problems: tuple[Problem, ...] = ()
    twice: tuple[str, ...] = ()


def fields_of(draft: EntryDraft, *, time_zone: str = "UTC") -> dict[str, tuple[str, ...]]:
    """The fields of the form as they show a draft; times are those of `time_zone` (IANA)."""
    image = draft.image or Image()
    return {
        "title": (draft.title,),
        "summary": (draft.summary,),
        "body": (draft.content_html,),
        "office": (draft.office,),
        "language": (draft.language,),
        "kind": (draft.kind,),
        "place": (draft.place,),
        "link": (draft.link or "",),
        "countries_are": (FOUND if draft.countries is None else CHOSEN,),
        "countries": draft.countries or (),
        "topics": draft.topics,
        "image_url": (image.url or "",),
        "image_alt": (image.alt,),
        "image_credit": (image.credit,),
        "enclosure_url": tuple(each.url for each in draft.enclosures),
        "enclosure_title": tuple(each.title for each in draft.enclosures),
        "author_name": tuple(each.name for each in draft.authors),
        "author_email": tuple(each.email or "" for each in draft.authors),
        "author_uri": tuple(each.uri or "" for each in draft.authors),
        "published": (local_text(draft.published, time_zone) if draft.published else "",),
    }


def draft_of_fields(fields: Fields, *, time_zone: str = "UTC", known: EntryDraft | None = None) -> EntryDraft:
    """The draft that the fields of a form mean, as far as they can be read."""
    return read_form(fields, time_zone=time_zone, known=known).draft


def read_form(fields: Fields, *, time_zone: str = "UTC", known: EntryDraft | None = None) -> FormReading:
    """What a form means; `known` is the entry's draft as it is stored, `time_zone` that of the times.

    A field that the form does not have leaves `published` as it is known; any other is then empty.
    """
    told = {name: tuple(value.replace("\r\n", "\n") for value in fields.get(name, ())) for name in NAMES}
    problems = list(_missing(told))
    times: dict[str, datetime | None] = {}
    for name in ("published", "release"):
        try:
            times[name] = _moment(first(told, name).strip(), time_zone, known.published if known else None)
        except ValueError as error:
            times[name] = None
            problems.append(Problem(name, str(error)))
        except OverflowError:
            times[name] = None
            problems.append(Problem(name, "is no time that a calendar has"))
    if "published" not in fields:
        times["published"] = known.published if known else None
    draft = EntryDraft(
        office=first(told, "office"),
        title=first(told, "title"),
        language=first(told, "language"),
        summary=first(told, "summary"),
        content_html=_content(first(told, "body"), known),
        countries=told["countries"] if first(told, "countries_are") == CHOSEN else None,
        topics=told["topics"],
        kind=first(told, "kind"),
        place=first(told, "place"),
        link=first(told, "link").strip() or None,
        image=_image(told, known),
        enclosures=tuple(_enclosures(told, known)),
        authors=tuple(_authors(told)),
        published=times["published"],
        id=known.id if known else None,
    )
    twice = (name for name, moment in times.items() if moment and comes_twice(moment, time_zone))
    return FormReading(draft=draft, release=times["release"], problems=tuple(problems), twice=tuple(twice))


def _missing(told: Fields) -> Iterator[Problem]:
    """What a draft cannot do without."""
    for name in ("title", "office", "language"):
        if not first(told, name).strip():
            yield Problem(name, "is missing")


def _content(typed: str, known: EntryDraft | None) -> str:
    if known is not None and typed == known.content_html:
        return typed
    return content_of_typed(typed)


def _moment(typed: str, time_zone: str, known: datetime | None) -> datetime | None:
    if not typed:
        return None
    if known is not None and typed == local_text(known, time_zone):
        return known
    return moment_of(typed, time_zone)[0]


def _image(told: Fields, known: EntryDraft | None) -> Image | None:
    url = first(told, "image_url").strip() or None
    alt, credit = first(told, "image_alt"), first(told, "image_credit")
    stored = known.image if known else None
    if stored is not None and stored.url == url:
        return replace(stored, alt=alt, credit=credit) if url or alt or credit else None
    return Image(url, alt=alt, credit=credit) if url or alt or credit else None


def _enclosures(told: Fields, known: EntryDraft | None) -> Iterator[Enclosure]:
    stored = {each.url: each for each in known.enclosures} if known else {}
    rows = zip_longest(told["enclosure_url"], told["enclosure_title"], fillvalue="")
    for url, title in ((url.strip(), title) for url, title in rows):
        if url in stored:
            yield replace(stored[url], title=title)
        elif url or title:
            yield Enclosure(url, type_of(url), title=title)


def type_of(url: str) -> str:
    """The media type that the ending of a URL tells of; `application/octet-stream` where it tells none."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return _ANY_TYPE
    return _TYPES.get(path.rpartition("/")[2].rpartition(".")[2].lower(), _ANY_TYPE)


def _authors(told: Fields) -> Iterator[Person]:
    rows = zip_longest(told["author_name"], told["author_email"], told["author_uri"], fillvalue="")
    for name, email, uri in rows:
        if name or email or uri:
            yield Person(name, email.strip() or None, uri.strip() or None)
