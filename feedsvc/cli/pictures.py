"""Pictures from the command line."""

from pathlib import Path

import click

from feedsvc.cli import common


@click.group()
def picture() -> None:
    """The pictures kept here: add, prune."""


@picture.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--alt", required=True, metavar="TEXT", help="What it shows, for those who cannot see it.")
@click.option("--credit", required=True, metavar="TEXT", help="Whose it is, as in “© Name 2026”.")
@click.option("--office", metavar="SLUG", help="The office that brings it; left out, the whole site.")
def add(file: Path, alt: str, credit: str, office: str | None) -> None:
    """Keep the picture FILE (JPEG, PNG, GIF, WebP or AVIF) and print its address, for `entry add --image`."""
    from feedsvc.services.pictures import keep_picture, most_bytes

    settings = common.settings()
    with common.opened(settings) as store, file.open("rb") as source:
        image = keep_picture(
            store,
            settings,
            source.read(most_bytes(settings) + 1),
            alt=alt,
            credit=credit,
            office=office,
            actor=common.actor(),
            now=common.now(),
        )
    click.echo(f"{settings.base_url}{image.url}")


@picture.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
def prune(dry_run: bool) -> None:
    """Remove the pictures that no entry names or ever named and nobody brought for a week."""
    from feedsvc.services.pictures import prune_pictures

    settings = common.settings()
    with common.opened(settings) as store:
        gone = prune_pictures(store, settings, actor=common.actor(), now=common.now(), dry_run=dry_run)
    what = f"{gone.pictures} pictures, {gone.files} files with {gone.length} bytes"
    click.echo(f"To be removed: {what}." if dry_run else f"Removed: {what}.")
