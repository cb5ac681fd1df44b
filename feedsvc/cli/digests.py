"""Digests as mails."""

import mailbox
import sys
from dataclasses import replace
from email.generator import BytesGenerator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import click

from feedsvc.cli import common
from feedsvc.core.model import Period


@click.command()
@click.argument("channel")
@click.option(
    "--period",
    type=click.Choice([period.value for period in Period]),
    default=Period.WEEKLY.value,
    show_default=True,
    help="How much time one digest is about.",
)
@click.option(
    "--mbox",
    "path",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Add them to this mailbox, without those that are in it already.",
)
def digest(channel: str, period: str, path: Path | None) -> None:
    """Write the mails that a subscriber of the digests of CHANNEL gets, such as all, offices/moscow
    or countries/uz.ru: HTML with plain text beside it, the oldest first.

    Periods that are over are closed first, where no worker has done it yet. Without --mbox the mails
    are printed, one after the other as in a mailbox file.
    """
    from feedsvc.core.urls import parse_channel
    from feedsvc.services.digest_mail import digest_mails
    from feedsvc.services.digests import close_due

    settings = common.settings()
    with common.opened(settings) as store:
        close_due(store, settings, now=common.now())
        mails = digest_mails(store, settings, replace(parse_channel(channel), digest=Period(period)))
    if path is None:
        sys.stdout.buffer.write(b"".join(_in_mailbox(mail) for mail in mails))
    else:
        added = _added(path, mails)
        click.echo(f"{added} added to {path}, {len(mails) - added} already there.")
    if not mails:
        click.echo("No period is closed yet in which something was released here.", err=True)


def _in_mailbox(mail: EmailMessage) -> bytes:
    """The mail as it stands in a mailbox file, lines that begin with "From " marked (RFC 4155)."""
    moment = mail["Date"].datetime
    out = BytesIO()
    # Not strftime, which speaks the language of the machine.
    out.write(f"From feedsvc {moment.ctime()}\n".encode())
    BytesGenerator(out, mangle_from_=True).flatten(mail)
    return out.getvalue() + b"\n"


def _added(path: Path, mails: list[EmailMessage]) -> int:
    """Add the mails that a mailbox does not hold; how many those are."""
    box = mailbox.mbox(path)
    box.lock()
    try:
        known = {held["Message-ID"] for held in box}
        new = [mail for mail in mails if mail["Message-ID"] not in known]
        for mail in new:
            box.add(_in_mailbox(mail))
    finally:
        box.close()
    return len(new)
