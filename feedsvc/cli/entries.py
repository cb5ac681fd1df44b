"""Entries from the command line."""

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
    click.option("--author", "authors", multiple=True, metavar="NAME", help="An author."),
    click.option("--published", metavar="TIME", help="Its date (RFC 3339); left out, the moment of release."),
)  # fmt: skip


def _entry_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_ENTRY_OPTIONS):
        command = option(command)
    return command


@click.group()
def entry() -> None:
    """The entries: list, show, add, edit, publish, withdraw, restore."""


@entry.command("list")
@click.option("--office", metavar="SLUG", help="Of one office.")
@click.option("--country", metavar="xx", help="That speak of a country.")
@click.option("--status", type=click.Choice([status.value for status in Status]), help="Of one status.")
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 100_000), help="How many at most."
)
@common.json_option
def list_entries(
    office: str | None, country: str | None, status: str | None, limit: int, as_json: bool
) -> None:
    """List entries, the latest stored first."""
    settings = common.settings()
    with common.opened(settings) as store, store.reading() as reader:
        found = reader.entries(
            limit=limit,
            office=office,
            country=country.upper() if country else None,
            status=Status(status) if status else None,
        )
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


def _records(entries: list[Entry], settings: Any, record: Any) -> list[dict[str, Any]]:
    from feedsvc.core.records import entry_record
    from feedsvc.services.site import describe_site

    site = describe_site(settings, record)
    return [entry_record(each, site) for each in entries]


@entry.command()
@click.argument("uuid")
def show(uuid: str) -> None:
    """Show an entry as JSON."""
    settings = common.settings()
    with common.opened(settings) as store, store.reading() as reader:
        common.echo_json(_records([reader.entry(uuid)], settings, reader.site_record())[0])


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

    settings = common.settings()
    with common.opened(settings) as store:
        with store.reading() as reader:
            known = reader.entry(uuid)
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
@click.option("--reason", default="", help="What readers may know of it.")
def withdraw(uuid: str, reason: str) -> None:
    """Take an entry from every feed and page."""
    _do(uuid, "withdraw", reason)


@entry.command()
@click.argument("uuid")
def restore(uuid: str) -> None:
    """Bring a withdrawn entry back."""
    _do(uuid, "restore")


def _do(uuid: str, action: str, *more: str) -> None:
    settings = common.settings()
    with common.opened(settings) as store, _publishing(store, settings) as publisher:
        stored: Entry = getattr(publisher, action)(uuid, *more)
    click.echo(f"{stored.uuid} {stored.status}: {stored.title}")


def _publishing(store: Any, settings: Any) -> AbstractContextManager[Publisher]:
    from feedsvc.services.publishing import publishing

    return publishing(store, settings, now=common.now(), by=common.BY)


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
        said["authors"] = tuple(Person(name) for name in said["authors"])
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
