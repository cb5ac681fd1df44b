"""Entries from the command line."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import click

from feedsvc.cli import common
from feedsvc.core.errors import InvalidInput
from feedsvc.core.model import Entry, EntryDraft, Image, Person, Status
from feedsvc.services.publishing import Publisher

_ENTRY_OPTIONS = (
    click.option("--summary", help="What it says, in a paragraph or a few."),
    click.option("--content-html", metavar="FILE", type=click.File("r"), help="The full text, in HTML."),
    click.option("--country", "countries", multiple=True, metavar="xx", help="A country, or `none`."),
    click.option("--topic", "topics", multiple=True, metavar="SLUG", help="A topic."),
    click.option("--kind", help="What it is, such as Press release."),
    click.option("--place", help="Where it is dated from."),
    click.option("--link", help="Its page on the organisation's own site."),
    click.option("--image", metavar="URL", help="The address of its picture."),
    click.option("--image-alt", metavar="TEXT", help="What the picture shows."),
    click.option("--image-credit", metavar="TEXT", help="Who is to be named for the picture."),
    click.option("--author", "authors", multiple=True, metavar="'NAME <MAIL>'", help="An author."),
    click.option("--published", metavar="TIME", help="Its date (RFC 3339); left out, the moment of release."),
)  # fmt: skip


def _entry_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_ENTRY_OPTIONS):
        command = option(command)
    return command


@click.group()
def entry() -> None:
    """The entries: list, show, add, edit, publish, schedule, withdraw, restore, erase."""


@entry.command("list")
@click.option("--office", metavar="SLUG", help="Of one office.")
@click.option("--country", metavar="xx", help="That speak of a country.")
@click.option("--status", type=click.Choice([status.value for status in Status]), help="Of one status.")
@click.option("--search", "text", metavar="TEXT", help="With all of these words, the nearest first.")
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 100_000), help="How many at most."
)
@common.json_option
def list_entries(
    *,
    office: str | None,
    country: str | None,
    status: str | None,
    text: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """List entries, the latest stored first; of those with the words of a search a thousand at most."""
    from feedsvc.store.listing import Wanted

    settings = common.settings()
    wanted = Wanted(
        office=office,
        country=country.upper() if country else None,
        statuses=frozenset([Status(status)] if status else Status),
    )
    with common.opened(settings) as store, store.reading() as reader:
        found = _found(reader, wanted, text, limit)
        if as_json:
            common.echo_json(_records(found, settings, reader.site_record()))
            return
    rows = [
        [
            each.uuid,
            each.status.value,
            f"{each.published:%Y-%m-%d}" if each.published else "",
            each.office,
            each.title,
        ]
        for each in found
    ]
    common.echo_table(["uuid", "status", "published", "office", "title"], rows)


def _found(reader: Any, wanted: Any, text: str | None, limit: int) -> list[Entry]:
    from feedsvc.services.entries import seen_by
    from feedsvc.services.searching import search
    from feedsvc.store.listing import Sort, list_entries

    seen = seen_by(reader, common.actor(), wanted)
    if text is None:
        return list_entries(reader, seen, sort=Sort.CREATED, limit=limit).entries
    found = search(
        reader,
        text,
        office=seen.office,
        country=seen.country,
        status=next(iter(seen.statuses)) if len(seen.statuses) == 1 else None,
        readable=seen.readable,
        limit=limit,
    )
    return [hit.entry for hit in found.hits]


def _records(entries: list[Entry], settings: Any, record: Any) -> list[dict[str, Any]]:
    from feedsvc.core.records import entry_record
    from feedsvc.services.site import describe_site

    site = describe_site(settings, record)
    return [entry_record(each, site) for each in entries]


@entry.command()
@click.argument("uuid")
def show(uuid: str) -> None:
    """Show an entry as JSON."""
    from feedsvc.services.entries import visible

    settings, actor = common.settings(), common.actor()
    with common.opened(settings) as store, store.reading() as reader:
        entry = visible(reader, uuid, actor)
        common.echo_json(_records([entry], settings, reader.site_record())[0])


@entry.command()
@click.option("--office", required=True, metavar="SLUG", help="The office whose news it is.")
@click.option("--title", required=True, help="Its title.")
@click.option("--lang", "language", metavar="xx", help="Its language; left out, the site's.")
@_entry_options
@click.option("--draft", is_flag=True, help="Keep it as a draft that no reader sees.")
def add(office: str, title: str, language: str | None, draft: bool, **given: Any) -> None:
    """Add an entry and publish it."""
    settings = common.settings()
    made = EntryDraft(
        office=office, title=title, language=language or settings.languages[0], **_said(given, None)
    )
    with common.opened(settings) as store, _publishing(store, settings) as publisher:
        stored = publisher.create(made)
        if not draft:
            stored = publisher.publish(stored.uuid)
    click.echo(f"{stored.uuid} {stored.status}: {stored.title}")


@entry.command()
@click.argument("uuid")
@click.option("--title", help="Its title.")
@click.option("--office", metavar="SLUG", help="The office whose news it is.")
@click.option("--lang", "language", metavar="xx", help="Its language.")
@_entry_options
@click.option("--major", is_flag=True, help="Bring it to the top of the feeds again, as news.")
def edit(uuid: str, major: bool, **given: Any) -> None:
    """Edit an entry: what is not given stays. A minor edit unless --major."""
    from dataclasses import replace

    from feedsvc.services.entries import visible

    settings, actor = common.settings(), common.actor()
    with common.opened(settings) as store:
        with store.reading() as reader:
            known = visible(reader, uuid, actor)
        with _publishing(store, settings) as publisher:
            stored = publisher.edit(uuid, replace(known.as_draft(), **_said(given, known.image)), major=major)
    click.echo("Nothing changed." if stored == known else f"{stored.uuid} edited: {stored.title}")


@entry.command()
@click.argument("uuid")
def publish(uuid: str) -> None:
    """Publish a draft."""
    _do(uuid, "publish")


@entry.command()
@click.argument("uuid")
@click.option("--at", "at", required=True, metavar="TIME", help="When, such as 2026-06-12T09:00.")
def schedule(uuid: str, at: str) -> None:
    """Set the minute at which a draft is published; TIME is the office's, unless it names a zone."""
    from feedsvc.core.local_time import moment_of
    from feedsvc.services.entries import visible

    settings, actor = common.settings(), common.actor()
    with common.opened(settings) as store:
        with store.reading() as reader:
            known = visible(reader, uuid, actor)
            of_office = reader.office(known.office).time_zone
        zone = of_office or settings.time_zone
        try:
            moment, named = moment_of(at, zone)
        except ValueError as error:
            raise InvalidInput.at("--at", str(error)) from error
        with _publishing(store, settings) as publisher:
            stored = publisher.schedule(uuid, moment)
    whose = f"{at} in {zone}, the {'office’s' if of_office else 'site’s'} time zone; "
    click.echo(f"{stored.uuid} {stored.status} for {'' if named else whose}{moment:%Y-%m-%d %H:%M:%S} UTC.")


@entry.command()
@click.argument("uuid")
@click.option("--reason", default="", help="What readers may know of it.")
def withdraw(uuid: str, reason: str) -> None:
    """Take an entry from every feed and page."""
    _do(uuid, "withdraw", reason)


@entry.command()
@click.argument("uuid")
@click.option("--reason", default="", help="Why; for the audit log, no reader sees it.")
def restore(uuid: str, reason: str) -> None:
    """Bring a withdrawn entry back."""
    _do(uuid, "restore", reason)


@entry.command()
@click.argument("uuid")
@click.option("--reason", required=True, help="Why; for the audit log, no reader sees it.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
def erase(uuid: str, reason: str, yes: bool) -> None:
    """Erase an entry for good, as the law may ask: every version and picture. It cannot be restored."""
    from feedsvc.services.erasing import clear_traces, erase_entry

    settings, actor = common.settings(), common.actor()
    if not yes:
        click.confirm(f"Erase the entry {uuid} for good?", abort=True)
    with common.opened(settings) as store:
        erased = erase_entry(store, uuid, reason, now=common.now(), actor=actor)
        click.echo(f"{uuid} erased.")
        clear_traces(store, settings, erased.pictures)
    click.echo("The files of the database hold nothing of it any more. Backups that were made before do.")


def _do(uuid: str, action: str, *more: str) -> None:
    settings = common.settings()
    with common.opened(settings) as store, _publishing(store, settings) as publisher:
        stored: Entry = getattr(publisher, action)(uuid, *more)
    click.echo(f"{stored.uuid} {stored.status}: {stored.title}")


def _publishing(store: Any, settings: Any) -> AbstractContextManager[Publisher]:
    from feedsvc.services.publishing import publishing

    return publishing(store, settings, now=common.now(), actor=common.actor())


def _said(given: dict[str, Any], image: Image | None) -> dict[str, Any]:
    said = {name: value for name, value in given.items() if value not in (None, ())}
    picture = {field: said.pop(option) for option, field in _IMAGE_FIELDS if option in said}
    if picture:
        known = image or Image()
        url, alt, credit = (picture.get(name, getattr(known, name)) for name in ("url", "alt", "credit"))
        same = url == known.url
        said["image"] = Image(
            url, alt, credit, *((known.width, known.height, known.type, known.length) if same else ())
        )
    if "countries" in said:
        codes = [code.lower() for code in said["countries"]]
        if "none" in codes and len(codes) > 1:
            raise InvalidInput.at("--country", "is `none` or countries, not both")
        said["countries"] = () if codes == ["none"] else tuple(codes)
    if "authors" in said:
        said["authors"] = tuple(_author(text) for text in said["authors"])
    if "content_html" in said:
        said["content_html"] = said["content_html"].read()
    if "published" in said:
        said["published"] = _moment(said["published"])
    return said


_IMAGE_FIELDS = (("image", "url"), ("image_alt", "alt"), ("image_credit", "credit"))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput.at("--published", "must be a time such as 2026-06-12T09:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _author(text: str) -> Person:
    match = re.fullmatch(r"\s*([^<>]*?)\s*<([^<>\s]+)>\s*", text)
    return Person(match[1], match[2]) if match else Person(text)
