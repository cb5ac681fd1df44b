"""`/feeds.opml`: the feeds as a list that feed readers take."""

from collections.abc import Iterable, Mapping

from flask import Blueprint, Response, request

from feedsvc.core import urls
from feedsvc.core.errors import InvalidInput, Problem
from feedsvc.core.model import ChannelAddress, Format, Office, Site
from feedsvc.core.outlines import feed_list
from feedsvc.core.subscriptions import listed_channels
from feedsvc.render.opml import OPML_TYPE, opml
from feedsvc.store import Reader
from feedsvc.web.headers import let_pages_be_asked_again
from feedsvc.web.pages import shelf_of
from feedsvc.web.room import reading
from feedsvc.web.wording import words

blueprint = Blueprint("opml", __name__)
blueprint.after_request(let_pages_be_asked_again)

_NARROWING: Mapping[str, str] = {
    "office": "office",
    "country": "country",
    "topic": "topic",
    "lang": "language",
}
_CHOICES: Mapping[str, frozenset[str]] = {
    "format": frozenset(Format),
    "content": frozenset({"summary"}),
}


@blueprint.get(urls.OPML)
def feeds() -> Response:
    """The channels that have entries and each office's own countries, one feed each; narrowed by
    `office`, `country`, `topic` and `lang`, or those alone that `channel` names, which may stand
    several times. `format` and `content=summary` say which feed of each."""
    _check()
    with reading() as (reader, site):
        shelf = shelf_of(reader, site, site.language)
        listed = feed_list(
            _named(reader, site) if "channel" in request.args else _narrowed(reader, site),
            site=site,
            offices=shelf.offices,
            topics=shelf.topics,
            headings=words(shelf.language),
            fmt=Format(request.args.get("format", Format.ATOM)),
            summary_only="content" in request.args,
        )
    response = Response(opml(listed), content_type=OPML_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="feeds.opml"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _check() -> None:
    """Raises InvalidInput for every parameter that is unknown, and every value that cannot be meant."""
    problems = [Problem(name, message) for name in request.args if (message := _fault(name))]
    if problems:
        raise InvalidInput(problems)


def _fault(name: str) -> str:
    values = request.args.getlist(name)
    if name == "channel":
        return ""
    if name not in _NARROWING and name not in _CHOICES:
        known = ", ".join((*_NARROWING, "channel", *_CHOICES))
        return f"The list of feeds does not know this parameter; it knows {known}."
    if len(values) != 1 or not values[0]:
        return "Give one value, once, or leave it out."
    if name in _CHOICES and values[0] not in _CHOICES[name]:
        return f"The values are: {', '.join(sorted(_CHOICES[name]))}."
    if name in _NARROWING and "channel" in request.args:
        return "Channels that are named one by one are not narrowed further: leave this out."
    return ""


def _narrowed(reader: Reader, site: Site) -> Iterable[ChannelAddress]:
    given = {field: request.args[name] for name, field in _NARROWING.items() if name in request.args}
    if "country" in given:
        given["country"] = given["country"].upper()
    narrowed = ChannelAddress(
        office=given.get("office"),
        country=given.get("country"),
        topic=given.get("topic"),
        language=given.get("language"),
    )
    narrowed = reader.current_address(narrowed)
    reader.channel(narrowed, site.languages)
    offices = [office for office in reader.offices() if _is_served(office)]
    return listed_channels(reader.channel_counts(), offices, reader.topics(), narrowed)


def _named(reader: Reader, site: Site) -> Iterable[ChannelAddress]:
    asked = (urls.parse_channel(each) for each in request.args.getlist("channel"))
    addresses = dict.fromkeys(reader.current_address(each) for each in asked)
    channels = [reader.channel(each, site.languages) for each in addresses]
    return [each.address for each in channels if each.office is None or _is_served(each.office)]


def _is_served(office: Office) -> bool:
    """Whether its feeds are answered: those of one that closes are until its day."""
    return office.ending is None or not office.ending.over
