"""Offices and topics."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from feedsvc.cli import common
from feedsvc.core.model import FormerName, OfficeDraft
from feedsvc.core.wording import name_in

_OFFICE_OPTIONS = (
    click.option("--name", "names", multiple=True, metavar="[LANG:]NAME", help="Its name; or ru:NAME."),
    click.option("--formerly", "former_names", multiple=True, metavar="NAME;UNTIL", help="A name it had."),
    click.option("--city", help="The city it is in."),
    click.option("--country", help="The country it is in (ISO 3166-1 alpha-2)."),
    click.option("--since", type=int, help="The year its work began."),
    click.option("--covers", "countries", multiple=True, metavar="xx", help="A country it works in."),
    click.option("--time-zone", help="Its time zone, such as Europe/Moscow."),
    click.option("--language", "languages", multiple=True, metavar="xx", help="A language it publishes in."),
    click.option("--email", help="Its e-mail address."),
    click.option("--link", help="Its page on the organisation's own site."),
)  # fmt: skip


def _office_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OFFICE_OPTIONS):
        command = option(command)
    return command


@click.group()
def office() -> None:
    """The offices: list, show, add, edit, merge, close, reopen."""


@office.command("list")
@common.json_option
def list_offices(as_json: bool) -> None:
    """List the offices."""
    from feedsvc.core.records import office_record

    settings = common.settings()
    with common.opened(settings) as store, store.reading() as reader:
        found = reader.offices()
    if as_json:
        common.echo_json([office_record(each) for each in found])
    else:
        rows = [
            [each.slug, name_in(each.names, settings.languages[0]), each.city, " ".join(each.countries)]
            for each in found
        ]
        common.echo_table(["slug", "name", "city", "countries"], rows)


@office.command()
@click.argument("slug")
def show(slug: str) -> None:
    """Show an office as JSON."""
    from feedsvc.core.records import office_record

    with common.opened(common.settings()) as store, store.reading() as reader:
        common.echo_json(office_record(reader.office(slug)))


@office.command()
@click.argument("slug")
@_office_options
def add(slug: str, **given: Any) -> None:
    """Add an office: feedsvc office add minsk --name "Office in Minsk" --city Minsk --country by."""
    from feedsvc.services import offices

    settings = common.settings()
    draft = OfficeDraft(slug=slug, **{"names": {}, **_said(given, settings.languages[0])})
    with common.opened(settings) as store, store.writing() as writer:
        offices.add_office(writer, draft, now=common.now(), actor=common.actor(), uuid=common.new_uuid())
    click.echo(f"Office “{slug}” added.")


@office.command()
@click.argument("slug")
@click.option("--slug", "new_slug", metavar="NEW", help="Another slug; the old one leads to it for good.")
@_office_options
def edit(slug: str, new_slug: str | None, **given: Any) -> None:
    """Edit an office: what is not given stays as it is; a name that is replaced becomes a former one."""
    from feedsvc.services import offices

    settings = common.settings()
    said = _said(given, settings.languages[0])
    with common.opened(settings) as store, store.writing() as writer:
        known = writer.office(slug).as_draft()
        said["names"] = {**known.names, **said.get("names", {})}
        said["slug"] = new_slug or known.slug
        office = offices.edit_office(
            writer, replace(known, **said), slug=known.slug, now=common.now(), actor=common.actor()
        )
    also = f": its old addresses lead to “{office.slug}”" if office.slug != known.slug else ""
    click.echo(f"Office “{known.slug}” edited{also}.")


@office.command()
@click.argument("slug")
@click.option("--into", required=True, metavar="SLUG", help="The office that goes on with all that it has.")
def merge(slug: str, into: str) -> None:
    """Let an office go into another one, with its entries, people and sources."""
    from feedsvc.services.naming import merge_offices
    from feedsvc.services.site import describe_site

    settings = common.settings()
    with common.opened(settings) as store, store.writing() as writer:
        site = describe_site(settings, writer.site_record())
        merged = merge_offices(writer, site, slug, into=into, now=common.now(), actor=common.actor())
    click.echo(f"Office “{slug}” is “{merged.slug}” now; entries that went there: {merged.entries}.")


@office.command()
@click.argument("slug")
@click.option("--successor", "successors", multiple=True, metavar="SLUG", help="Who goes on with its work.")
@click.option(
    "--until",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day from which its feeds are gone; some weeks ahead.",
)
def close(slug: str, successors: tuple[str, ...], until: datetime) -> None:
    """Close an office: a last entry says where its news goes on, and from DATE on its feeds are gone."""
    from feedsvc.services.closing import close_office
    from feedsvc.services.site import describe_site

    settings = common.settings()
    with common.opened(settings) as store, store.writing() as writer:
        made = close_office(
            writer,
            describe_site(settings, writer.site_record()),
            slug,
            successors=successors,
            until=until.date(),
            now=common.now(),
            actor=common.actor(),
            new_uuid=common.new_uuid,
        )
    for entry in made:
        click.echo(f"{entry.uuid} {entry.status}: {entry.title}")
    click.echo(f"Office “{slug}” takes no new entries; its feeds are gone from {until:%Y-%m-%d} on.")


@office.command()
@click.argument("slug")
def reopen(slug: str) -> None:
    """Take back that an office was closed; its last entry stays until you withdraw it."""
    from feedsvc.services.closing import reopen_office

    with common.opened(common.settings()) as store, store.writing() as writer:
        reopen_office(writer, slug, now=common.now(), actor=common.actor())
    click.echo(f"Office “{slug}” is open.")


def _said(given: dict[str, Any], site_language: str) -> dict[str, Any]:
    said = {name: value for name, value in given.items() if value not in (None, ())}
    if "names" in said:
        said["names"] = names_by_language(said["names"], site_language)
    if "former_names" in said:
        parted = (text.rpartition(";") if ";" in text else (text, "", "") for text in said["former_names"])
        said["former_names"] = tuple(FormerName(name.strip(), until.strip()) for name, _, until in parted)
    return said


def names_by_language(names: tuple[str, ...], site_language: str) -> dict[str, str]:
    """`ru:Имя` is a name in Russian; one without a language is in the site's."""
    found = {}
    for text in names:
        language, colon, name = text.partition(":")
        is_language = bool(colon) and language.isascii() and language.isalpha() and 2 <= len(language) <= 3
        found.update({language.lower(): name.strip()} if is_language else {site_language: text})
    return found


@click.group()
def topic() -> None:
    """The topics: list, add, edit, merge."""


@topic.command("list")
def list_topics() -> None:
    """List the topics."""
    settings = common.settings()
    with common.opened(settings) as store, store.reading() as reader:
        rows = [[each.slug, name_in(each.names, settings.languages[0])] for each in reader.topics()]
    common.echo_table(["slug", "name"], rows)


@topic.command("add")
@click.argument("slug")
@click.option(
    "--name",
    "names",
    multiple=True,
    required=True,
    metavar="[LANG:]NAME",
    help="Its name; ru:NAME in Russian.",
)
def add_topic(slug: str, names: tuple[str, ...]) -> None:
    """Add a topic: feedsvc topic add child-labour --name "Child labour"."""
    from feedsvc.services import offices

    settings = common.settings()
    with common.opened(settings) as store, store.writing() as writer:
        named = names_by_language(names, settings.languages[0])
        offices.add_topic(writer, slug, named, now=common.now(), actor=common.actor(), uuid=common.new_uuid())
    click.echo(f"Topic “{slug}” added.")


@topic.command("edit")
@click.argument("slug")
@click.option("--slug", "new_slug", metavar="NEW", help="Another slug; the old one leads to it for good.")
@click.option("--name", "names", multiple=True, metavar="[LANG:]NAME", help="Its name; ru:NAME in Russian.")
def edit_topic(slug: str, new_slug: str | None, names: tuple[str, ...]) -> None:
    """Edit a topic: what is not given stays as it is."""
    from feedsvc.services import naming

    settings = common.settings()
    named = names_by_language(names, settings.languages[0])
    with common.opened(settings) as store, store.writing() as writer:
        every = {**writer.topic(slug).names, **named}
        edited = naming.edit_topic(
            writer, slug, every, new_slug=new_slug, now=common.now(), actor=common.actor()
        )
    click.echo(f"Topic “{edited.slug}” edited.")


@topic.command("merge")
@click.argument("slug")
@click.option("--into", required=True, metavar="SLUG", help="The topic that its entries get.")
def merge_topic(slug: str, into: str) -> None:
    """Let a topic go into another one."""
    from feedsvc.services.naming import merge_topics
    from feedsvc.services.site import describe_site

    settings = common.settings()
    with common.opened(settings) as store, store.writing() as writer:
        site = describe_site(settings, writer.site_record())
        merged = merge_topics(writer, site, slug, into=into, now=common.now(), actor=common.actor())
    click.echo(f"Topic “{slug}” is “{merged.slug}” now; entries that went there: {merged.entries}.")
