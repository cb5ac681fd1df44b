"""The command `feedsvc`: thin; what it does is done by the services.

Exit status: 0, or 1 when something was refused or failed, or 2 for a wrong call or setting.
"""

import sys

import click

from feedsvc import __version__
from feedsvc.cli.audit import audit
from feedsvc.cli.digests import digest
from feedsvc.cli.keeping import backup, init, restore, sample
from feedsvc.cli.offices import office, topic
from feedsvc.cli.pictures import picture
from feedsvc.cli.publishing import feed, import_
from feedsvc.cli.serving import serve
from feedsvc.cli.sources import source
from feedsvc.cli.statistics import stats
from feedsvc.cli.unreleased import entry
from feedsvc.cli.users import user
from feedsvc.cli.worker import worker
from feedsvc.config import describe
from feedsvc.core.errors import FeedsvcError, InvalidInput, InvalidSettings

_OF_THE_MACHINE = {"init", "serve", "worker", "backup", "restore", "sample"}


def _settings_help() -> str:
    rows = (f"{name}\n    {meaning} Default: {default}." for name, default, meaning in describe())
    return "\b\nSettings (environment variables):\n" + "\n".join(f"  {row}" for row in rows)


@click.group(
    epilog=_settings_help(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="feedsvc")
@click.option(
    "--as", "as_email", metavar="EMAIL", help="Act with the rights of an account, not of this machine."
)
@click.pass_context
def commands(context: click.Context, as_email: str | None) -> None:
    """News of an organisation with many offices, published as feeds: one for each office, country,
    topic and language, in Atom, RSS and JSON Feed."""
    if as_email and context.invoked_subcommand in _OF_THE_MACHINE:
        raise click.UsageError(f"{context.invoked_subcommand} is done by this machine: leave --as out.")


for command in (
    init,
    serve,
    worker,
    import_,
    source,
    feed,
    digest,
    office,
    topic,
    entry,
    picture,
    backup,
    restore,
    sample,
    user,
    audit,
    stats,
):
    commands.add_command(command)


def main() -> None:
    """Run a command; an error that feedsvc raises on purpose becomes a sentence and a status."""
    try:
        commands(prog_name="feedsvc")
    except InvalidSettings as error:
        sys.exit(_say(error, status=2))
    except FeedsvcError as error:
        sys.exit(_say(error, status=1))
    except OSError as error:
        click.echo(
            f"feedsvc: {error.filename or ''}: {error.strerror or error}".replace(": :", ":"), err=True
        )
        sys.exit(1)


def _say(error: FeedsvcError, *, status: int) -> int:
    lines = error.problems if isinstance(error, InvalidInput) else [error]
    for line in lines:
        click.echo(f"feedsvc: {line}", err=True)
    return status
