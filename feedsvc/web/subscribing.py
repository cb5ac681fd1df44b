"""`/subscribe`: what somebody wants to follow, and the addresses of its feeds. Works without scripts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, make_response, render_template, request

from feedsvc.core import urls
from feedsvc.core.channels import channel_key
from feedsvc.core.countries import country_codes, country_name
from feedsvc.core.document import channel_title
from feedsvc.core.errors import NotFound
from feedsvc.core.model import ChannelAddress, Format
from feedsvc.core.subscriptions import Chosen, chosen_channels, countries_of
from feedsvc.core.wording import language_name, name_in
from feedsvc.store import Reader
from feedsvc.web import views
from feedsvc.web.feed_page import Follow, follow
from feedsvc.web.feed_views import FORMATS, Shelf, own_feeds, sort_key
from feedsvc.web.headers import SCRIPT_POLICY, let_pages_be_asked_again
from feedsvc.web.pages import shelf_of
from feedsvc.web.room import reading
from feedsvc.web.views import Frame
from feedsvc.web.wording import words

blueprint = Blueprint("subscribing", __name__)
blueprint.after_request(let_pages_be_asked_again)

MOST = 50  # addresses that are listed
_SUMMARY = "summary"
_FIELDS = ("office", "country", "topic", "lang", "format", "content")

Asked = Mapping[str, Sequence[str]]  # the values that are asked for, by the name of their field


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A value that can be chosen, and whether it is."""

    value: str
    text: str
    chosen: bool
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A field of the form. `open` is the option of choosing nothing, where there is one."""

    name: str
    label: str
    options: tuple[Option, ...]
    open: str = ""

    @property
    def chosen(self) -> list[str]:
        """The values that are chosen, "" not among them."""
        return [each.value for each in self.options if each.chosen]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFeed:
    """A feed that fits, and what takes it."""

    title: str
    path: str
    follow: Follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The fields."""

    office: Choice
    countries: Choice
    topics: Choice
    language: Choice
    format: Choice
    content: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribePage:
    """`/subscribe`. `notes` explain what was not understood or cannot be had; `opml` lists what fits,
    where that is more than one feed."""

    frame: Frame
    form: Form
    said: str
    notes: tuple[str, ...]
    feeds: tuple[ChosenFeed, ...]
    opml: str | None
    everything: str


@blueprint.get(urls.SUBSCRIBE)
def subscribe() -> Response:
    """The form, and the feeds of what is chosen in it: `office`, `country` and `topic` (several each),
    `lang`, `format`, `content`."""
    with reading() as (reader, site):
        shelf = shelf_of(reader, site)
        asked = _asked(reader)
        page = _page(shelf, _form(reader, shelf, asked), asked)
    response = make_response(render_template("subscribe.html", page=page, frame=page.frame))
    response.headers["Content-Security-Policy"] = SCRIPT_POLICY
    return response


def _page(shelf: Shelf, form: Form, asked: Asked) -> SubscribePage:
    phrases = words(shelf.language)
    chosen = _chosen(form)
    count, fmt = len(chosen.channels), Format(form.format.chosen[0])
    listed = chosen.channels if count <= MOST else ()
    summary_only = _SUMMARY in form.content.chosen
    notes = [phrases["chosen_unknown"].format(value=value) for value in _unknown(form, asked)]
    if chosen.too_narrow:
        notes.append(phrases["chosen_too_narrow"])
    if not listed:
        notes.append(phrases["chosen_too_many"].format(count=count, most=MOST))
    return SubscribePage(
        frame=views.frame(
            shelf,
            heading=phrases["subscribe"],
            description=phrases["subscribe_how"],
            canonical=urls.SUBSCRIBE,
            feeds=own_feeds(shelf, shelf.everything),
        ),
        form=form,
        said=phrases["chosen_one"] if count == 1 else phrases["chosen_many"].format(count=count),
        notes=tuple(notes),
        feeds=tuple(_feed(shelf, address, fmt, summary_only) for address in listed),
        opml=urls.opml_path(listed, fmt, summary_only=summary_only) if len(listed) > 1 else None,
        everything=urls.OPML,
    )


def _chosen(form: Form) -> Chosen:
    return chosen_channels(
        office=next(iter(form.office.chosen), None),
        countries=[code.upper() for code in form.countries.chosen],
        topics=form.topics.chosen,
        language=next(iter(form.language.chosen), None),
    )


def _feed(shelf: Shelf, address: ChannelAddress, fmt: Format, summary_only: bool) -> ChosenFeed:
    path = urls.feed_path(address, fmt, summary_only=summary_only)
    channel = replace(
        shelf.everything,
        address=address,
        office=shelf.offices.get(address.office or ""),
        topic=shelf.topics.get(address.topic or ""),
    )
    title = channel_title(channel, shelf.site, shelf.language)
    return ChosenFeed(title=title, path=path, follow=follow(shelf.site.base_url + path))


def _asked(reader: Reader) -> Asked:
    """What is asked for; offices and topics by what they are called now."""
    asked = {name: [value.lower() for value in request.args.getlist(name)] for name in _FIELDS}
    return {
        **asked,
        "office": [_now(lambda slug: reader.office(slug).slug, each) for each in asked["office"]],
        "topic": [_now(lambda slug: reader.topic(slug).slug, each) for each in asked["topic"]],
    }


def _now(current: Callable[[str], str], slug: str) -> str:
    try:
        return current(slug)
    except NotFound:
        return slug


def _form(reader: Reader, shelf: Shelf, asked: Asked) -> Form:
    language, phrases = shelf.language, words(shelf.language)
    offices = (
        (office.slug, views.office_name(office, language))
        for office in shelf.offices.values()
        if office.ending is None
    )
    countries = ((code.lower(), country_name(code, language)) for code in _countries(reader, shelf))
    topics = ((topic.slug, name_in(topic.names, language)) for topic in shelf.topics.values())
    contents = (("full", phrases["content_full"]), (_SUMMARY, phrases["content_summary"]))
    return Form(
        office=_choice(
            asked, "office", phrases["choose_office"], _sorted(offices), open=phrases["all_offices"]
        ),
        countries=_choice(asked, "country", phrases["choose_countries"], _sorted(countries)),
        topics=_choice(asked, "topic", phrases["choose_topics"], _sorted(topics)),
        language=_choice(
            asked,
            "lang",
            phrases["choose_language"],
            ((each, language_name(each)) for each in shelf.site.languages),
            open=phrases["all_languages"],
            spoken=lambda value: value,
        ),
        format=_one_of(
            asked, "format", phrases["choose_format"], ((f.value, FORMATS[f][0]) for f in FORMATS)
        ),
        content=_one_of(asked, "content", phrases["choose_content"], contents),
    )


def _countries(reader: Reader, shelf: Shelf) -> list[str]:
    """Those that have news, and those that an office covers."""
    counts = reader.channel_counts()
    covered = {code for office in shelf.offices.values() for code in countries_of(office)}
    return [code for code in country_codes() if code in covered or counts.get(channel_key(country=code))]


def _sorted(values: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(values, key=lambda each: sort_key(each[1]))


def _choice(
    asked: Asked,
    name: str,
    label: str,
    values: Iterable[tuple[str, str]],
    *,
    open: str = "",
    spoken: Callable[[str], str | None] = lambda _: None,
) -> Choice:
    options = (
        Option(value=value, text=text, chosen=value in asked[name], language=spoken(value))
        for value, text in values
    )
    return Choice(name=name, label=label, options=tuple(options), open=open)


def _one_of(asked: Asked, name: str, label: str, values: Iterable[tuple[str, str]]) -> Choice:
    """A choice of which one always holds: the first, where none is asked for."""
    made = _choice(asked, name, label, values)
    if len(made.chosen) == 1:
        return made
    first, *others = (replace(each, chosen=False) for each in made.options)
    return replace(made, options=(replace(first, chosen=True), *others))


def _unknown(form: Form, asked: Asked) -> list[str]:
    """What was asked for and is no value of its field."""
    choices = (form.office, form.countries, form.topics, form.language, form.format, form.content)
    known = {choice.name: {each.value for each in choice.options} | {""} for choice in choices}
    return [value[:80] for name in known for value in dict.fromkeys(asked[name]) if value not in known[name]][
        :MOST
    ]
