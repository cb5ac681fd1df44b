"""Offices: listed, added, edited."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4
from zoneinfo import available_timezones

from flask import request
from werkzeug.datastructures import MultiDict

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.countries import country_codes, country_name
from feedsvc.core.model import FormerName, Office, OfficeDraft
from feedsvc.core.urls import slug_of
from feedsvc.core.wording import name_in
from feedsvc.services import administering, offices
from feedsvc.web.editor.administration.forms import (
    Answer,
    Form,
    attempt,
    form_of,
    require_seen,
    rule,
    seen,
    typed,
)
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, person, say, spoken
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("administration_offices")

_MORE_ROWS = 2  # empty ones after those with a former name


@blueprint.get(rule(urls.OFFICES))
def list_offices() -> str:
    """Every office."""
    with reading() as (reader, _):
        found = administering.offices_to_manage(reader, actor=person())
    return page(
        "administration/offices.html",
        say("offices"),
        section="administration",
        offices=[(each, name_in(each.names, spoken()), count) for each, count in found],
        paths=urls,
    )


@blueprint.get(rule(urls.adding_path(urls.OFFICES)))
def adding() -> str:
    """An empty form."""
    administering.require_management(person())
    return _page(form_of({"languages": room().settings.languages}))


@blueprint.post(rule(urls.adding_path(urls.OFFICES)))
def add() -> Answer:
    """Add an office."""
    administering.require_management(person())
    if "more" in request.form:
        return _page(_with_more_rows(typed()))
    return attempt(_add, _page, fields=_fields(), conflict="slug")


def _add() -> Answer:
    here = room()
    here.note_settings()
    draft = _draft(OfficeDraft(slug="", names={}))
    draft = replace(draft, slug=request.form.get("slug", "").strip() or _slug_for(draft))
    with here.store.writing() as writer:
        made = offices.add_office(writer, draft, now=here.clock(), actor=person(), uuid=str(uuid4()))
    return on_to(urls.OFFICES, say("adm_office_added", name=name_in(made.names, spoken())))


def _slug_for(draft: OfficeDraft) -> str:
    """A short name made of the city, else of the name in English, else in the site's language."""
    names = {**draft.names}
    texts = (draft.city, names.get("en", ""), names.get(room().settings.languages[0], ""))
    return next((slug for text in texts if (slug := slug_of(text))), "")


@blueprint.get(rule(urls.administration_path(urls.OFFICES, "<slug>")))
def editing(slug: str) -> str:
    """What is said of an office."""
    with reading() as (reader, _):
        known = administering.office_to_edit(reader, slug, actor=person())
    return _page(_form_of(known), known)


@blueprint.post(rule(urls.administration_path(urls.OFFICES, "<slug>")))
def edit(slug: str) -> Answer:
    """Replace what is said of an office."""
    with reading() as (reader, _):
        known = administering.office_to_edit(reader, slug, actor=person())
    if "more" in request.form:
        return _page(_with_more_rows(typed()), known)
    return attempt(lambda: _edit(slug), lambda form: _page(form, known), fields=_fields())


def _edit(slug: str) -> Answer:
    here = room()
    here.note_settings()
    with here.store.writing() as writer:
        known = writer.office(slug)
        require_seen(known.as_draft())
        changed = offices.edit_office(writer, _draft(known), now=here.clock(), actor=person())
    return on_to(urls.OFFICES, say("adm_office_saved", name=name_in(changed.names, spoken())))


def _page(form: Form, known: Office | None = None) -> str:
    heading = name_in(known.names, spoken()) if known else say("adm_add_office")
    return page(
        "administration/office.html",
        heading,
        section="administration",
        form=form,
        known=known,
        seen=seen(known.as_draft()) if known else "",
        languages=_languages(known),
        countries=_countries(),
        zones=sorted(available_timezones()),
        rows=_rows(form),
        paths=urls,
    )


def _languages(known: OfficeDraft | None) -> list[str]:
    """Those of the site, and what an office has besides: an import may have brought it."""
    more = [*known.names, *known.descriptions, *known.languages] if known else []
    return list(dict.fromkeys((*room().settings.languages, *more)))


def _countries() -> list[tuple[str, str]]:
    named = [(code, country_name(code, spoken())) for code in country_codes()]
    return sorted(named, key=lambda each: each[1].casefold())


def _fields() -> dict[str, str]:
    """What services call "name" is the name in the site's language here."""
    first = room().settings.languages[0]
    return {"name": f"name-{first}", "description": f"description-{first}"}


def _rows(form: Form) -> list[tuple[str, str]]:
    rows = list(zip(form.values("former-name"), form.values("former-until"), strict=False))
    filled = len([row for row in rows if any(row)])
    return rows + [("", "")] * max(0, filled + _MORE_ROWS - len(rows))


def _with_more_rows(form: Form) -> Form:
    more = MultiDict(form.typed)
    for _ in range(_MORE_ROWS):
        more.add("former-name", "")
        more.add("former-until", "")
    return Form(more)


def _form_of(known: OfficeDraft) -> Form:
    values: dict[str, Any] = {
        **{f"name-{language}": name for language, name in known.names.items()},
        **{f"description-{language}": text for language, text in known.descriptions.items()},
        "former-name": [each.name for each in known.former_names],
        "former-until": [each.until for each in known.former_names],
        "city": known.city,
        "country": known.country or "",
        "since": str(known.since or ""),
        "countries": known.countries,
        "time_zone": known.time_zone or "",
        "languages": known.languages,
        "email": known.email or "",
        "link": known.link or "",
    }
    return form_of(values)


def _draft(known: OfficeDraft) -> OfficeDraft:
    form = request.form
    since = form.get("since", "").strip()
    former = zip(form.getlist("former-name"), form.getlist("former-until"), strict=False)
    return OfficeDraft(
        slug=known.slug,
        names=_texts("name", known.names),
        descriptions=_texts("description", known.descriptions),
        former_names=tuple(FormerName(name, until.strip()) for name, until in former if name or until),
        city=form.get("city", ""),
        country=form.get("country") or None,
        # 0 is no year: it is refused together with whatever else is wrong.
        since=(int(since) if since.isascii() and since.isdecimal() and len(since) < 5 else 0)
        if since
        else None,
        countries=tuple(form.getlist("countries")),
        time_zone=form.get("time_zone", "").strip() or None,
        languages=tuple(form.getlist("languages")),
        email=form.get("email", "").strip() or None,
        link=form.get("link", "").strip() or None,
    )


def _texts(field: str, known: Mapping[str, str]) -> dict[str, str]:
    given = {each: request.form.get(f"{field}-{each}") for each in (*room().settings.languages, *known)}
    return {**known, **{language: text for language, text in given.items() if text is not None}}
