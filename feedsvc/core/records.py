"""Entries and offices as JSON shows them: in the API, `--json` and the JSON import."""

from datetime import datetime
from typing import Any

from feedsvc.core.dates import rfc3339
from feedsvc.core.document import site_url
from feedsvc.core.endings import Ending
from feedsvc.core.model import Enclosure, Entry, Image, Office, Person, Site, shallow_dict


def entry_record(entry: Entry, site: Site) -> dict[str, Any]:
    """An entry with every field that it has outside; times are RFC 3339, URLs absolute."""
    return {
        "uuid": entry.uuid,
        "id": entry.id,
        "office": entry.office,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content_html,
        "language": entry.language,
        "published": _time(entry.published),
        "updated": _time(entry.updated),
        "status": entry.status.value,
        "countries": list(entry.countries),
        "topics": list(entry.topics),
        "kind": entry.kind,
        "place": entry.place,
        "link": entry.link,
        "image": _image(entry.image, site),
        "enclosures": [_enclosure(each, site) for each in entry.enclosures],
        "authors": [_person(author) for author in entry.authors],
        "translations": [{"language": each.language, "uuid": each.uuid} for each in entry.translations],
    }


def office_record(office: Office) -> dict[str, Any]:
    """An office with every field that it has outside."""
    return {
        "slug": office.slug,
        "names": dict(office.names),
        "former_names": [{"name": former.name, "until": former.until} for former in office.former_names],
        "city": office.city,
        "country": office.country,
        "since": office.since,
        "countries": list(office.countries),
        "time_zone": office.time_zone,
        "languages": list(office.languages),
        "email": office.email,
        "link": office.link,
        "former_slugs": list(office.former_slugs),
        "closing": _closing(office.ending) if office.ending else None,
    }


def _closing(ending: Ending) -> dict[str, Any]:
    return {"at": rfc3339(ending.at), "over": ending.over, "successors": list(ending.successors)}


def _time(moment: datetime | None) -> str | None:
    return rfc3339(moment) if moment else None


def _image(image: Image | None, site: Site) -> dict[str, Any] | None:
    if image is None:
        return None
    return shallow_dict(image) | {"url": site_url(image.url, site) if image.url else None}


def _enclosure(enclosure: Enclosure, site: Site) -> dict[str, Any]:
    return shallow_dict(enclosure) | {"url": site_url(enclosure.url, site)}


def _person(person: Person) -> dict[str, Any]:
    return {name: value for name, value in shallow_dict(person).items() if value is not None}
