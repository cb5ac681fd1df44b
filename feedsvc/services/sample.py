"""The sample organisation: its pages imported as anybody's would be, then what pages cannot say:
topics, translations and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from uuid import uuid4

import msgspec

from feedsvc.config import Settings
from feedsvc.core.accounts import the_machine
from feedsvc.core.model import EntryDraft, Image
from feedsvc.services import offices
from feedsvc.services.import_report import ImportFile, ImportReport, Outcome
from feedsvc.services.importing import import_files
from feedsvc.services.pictures import keep_picture
from feedsvc.services.publishing import Publisher, publishing
from feedsvc.store import Store

BY = the_machine("sample")
_FOLDER = files("feedsvc.data") / "sample"
_Key = tuple[str, str, str]  # office, language, title


@dataclass(frozen=True, slots=True)
class _Topic:
    slug: str
    names: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What the sample says of one entry beyond its page."""

    office: str
    language: str
    title: str
    topics: tuple[str, ...] = ()
    file: str | None = None
    alt: str = ""
    credit: str = ""

    @property
    def key(self) -> _Key:
        return (self.office, self.language, self.title)


@dataclass(frozen=True, slots=True)
class _Translated:
    office: str
    date: date
    titles: dict[str, str] = field(default_factory=dict)


def import_sample(store: Store, settings: Settings, *, now: datetime) -> str:
    """Import the sample, or what of it is not there yet; a sentence on what was done."""
    _add_topics(store, now)
    pages = sorted(page.name for page in _FOLDER.iterdir() if page.name.endswith(".txt"))
    spoken = [page for page in pages if page.split(".")[1] in settings.languages]
    page_files = [ImportFile(name=page, data=(_FOLDER / page).read_bytes()) for page in spoken]
    images = _keep_pictures(store, settings, now)
    report = import_files(
        store, settings, page_files, now=now, actor=BY, complete=partial(_completed, images)
    )
    uuids = {_key_of(row.file, row.title): row.uuid for row in report.rows if row.uuid}
    with publishing(store, settings, now=now, actor=BY) as publisher:
        for translated in _records("translations.json", list[_Translated]):
            _link(publisher, translated, uuids)
    return _sentence(report)


def _key_of(page: str, title: str) -> _Key:
    office, language, _ = page.split(".")
    return (office, language, title)


def _records(name: str, kind: Any) -> Any:
    source: Traversable = _FOLDER / name
    return msgspec.json.decode(source.read_bytes(), type=kind)


def _add_topics(store: Store, now: datetime) -> None:
    with store.writing() as writer:
        known = {topic.slug for topic in writer.topics()}
        for topic in _records("topics.json", list[_Topic]):
            if topic.slug not in known:
                offices.add_topic(writer, topic.slug, topic.names, now=now, actor=BY, uuid=str(uuid4()))


def _keep_pictures(store: Store, settings: Settings, now: datetime) -> dict[str, Image]:
    """The sample's pictures by file, each as one of its entries speaks of it."""
    spoken_of = {about.file: about for about in _what_pages_cannot_say() if about.file}
    return {
        file: keep_picture(
            store,
            settings,
            (_FOLDER / "pictures" / file).read_bytes(),
            alt=about.alt,
            credit=about.credit,
            office=None,
            actor=BY,
            now=now,
        )
        for file, about in spoken_of.items()
    }


def _completed(images: Mapping[str, Image], draft: EntryDraft) -> EntryDraft:
    """The draft with the topics and the picture that the sample has for it."""
    for about in _what_pages_cannot_say():
        if about.key == (draft.office, draft.language, draft.title):
            draft = replace(draft, topics=about.topics or draft.topics)
            if about.file:
                image = replace(images[about.file], alt=about.alt, credit=about.credit)
                draft = replace(draft, image=image)
    return draft


@cache
def _what_pages_cannot_say() -> list[_About]:
    found: list[_About] = _records("entry_topics.json", list[_About]) + _records(
        "pictures.json", list[_About]
    )
    return found


def _link(publisher: Publisher, translated: _Translated, uuids: dict[_Key, str]) -> None:
    known = [
        uuid
        for language, title in translated.titles.items()
        if (uuid := uuids.get((translated.office, language, title)))
    ]
    if len(known) > 1:
        publisher.link_translations(known)


def _sentence(report: ImportReport) -> str:
    new = report.count(Outcome.NEW)
    if not new:
        return "The sample organisation is here already."
    offices_of = {row.file.split(".")[0] for row in report.rows}
    return f"The sample organisation is here: {new} entries of {len(offices_of)} offices."
