"""`feedsvc entry`: what is done with entries that no reader has seen."""

import click

from feedsvc.cli import common
from feedsvc.cli.entries import entry

__all__ = ["delete", "entry", "unschedule"]


@entry.command()
@click.argument("uuid")
def unschedule(uuid: str) -> None:
    """Make a scheduled entry a draft again."""
    from feedsvc.services import unreleased

    settings, actor = common.settings(), common.actor()
    with common.opened(settings) as store, store.writing() as writer:
        stored = unreleased.unschedule(writer, uuid, now=common.now(), actor=actor)
    click.echo(f"{stored.uuid} {stored.status}: {stored.title}")


@entry.command()
@click.argument("uuid")
@click.option("--yes", is_flag=True, help="Do not ask again.")
def delete(uuid: str, yes: bool) -> None:
    """Delete a draft, with its versions. It cannot be brought back."""
    from feedsvc.services import unreleased

    settings, actor = common.settings(), common.actor()
    if not yes:
        click.confirm(f"Delete the draft {uuid}?", abort=True)
    with common.opened(settings) as store, store.writing() as writer:
        deleted = unreleased.delete_draft(writer, uuid, now=common.now(), actor=actor)
    click.echo(f"{uuid} deleted: {deleted.title}")
