"""The database as a whole: made, filled with the sample, saved, brought back."""

from pathlib import Path

import click

from feedsvc.cli import common


@click.command()
def init() -> None:
    """Create the database, or migrate it to this version."""
    from feedsvc.services.searching import complete_index
    from feedsvc.services.site import initialise, open_store
    from feedsvc.store.database import migrate

    settings = common.settings()
    migrate(settings.database_url)
    store = open_store(settings)
    try:
        initialise(store, settings, now=common.now())
        with common.progress_bar("Indexing the words of entries") as progress:
            complete_index(store, progress=progress)
    finally:
        store.close()
    click.echo("The database is ready.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Save everything, pictures too, into FILE, while the site runs."""
    from feedsvc.services.backup import backup as save
    from feedsvc.services.backup import note_backup

    settings = common.settings()
    with common.opened(settings) as store:
        manifest = save(store, settings, file, now=common.now())
        note_backup(store, manifest, now=common.now(), actor=common.actor())
    click.echo(f"{manifest.tables['entry']} entries and {manifest.pictures} pictures saved in {file}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Load FILE, made by `feedsvc backup`, into a new database; every id stays as it was."""
    from feedsvc.services.backup import restore as load

    manifest = load(common.settings(), file, now=common.now())
    entries, pictures = manifest.tables["entry"], manifest.pictures
    click.echo(f"{entries} entries and {pictures} pictures are back, as of {manifest.made}.")


@click.command()
def sample() -> None:
    """Import the sample organisation: four offices with news in two languages, and pictures."""
    from feedsvc.services.sample import import_sample

    settings = common.settings()
    with common.opened(settings) as store:
        report = import_sample(store, settings, now=common.now())
    click.echo(report)
