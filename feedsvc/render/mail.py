"""An entry of a feed as a mail: HTML with plain text beside it (RFC 5322, RFC 2046 section 5.1.4)."""

import re
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import format_datetime
from html import escape
from uuid import UUID

from feedsvc.core.feed import FeedDocument, FeedEntry
from feedsvc.core.wording import direction

_FONT = "font-family:Arial,Helvetica,sans-serif"
# In ASCII as a whole, which every mail server passes on unchanged.
_POLICY = default.clone(cte_type="7bit")
_FROM = re.compile("^From ", re.MULTILINE)
_NOBODY = "undisclosed-recipients:;"  # RFC 5322, section 3.4: a group without members


def mail_of(entry: FeedEntry, document: FeedDocument, *, sender: str) -> EmailMessage:
    """The mail that a subscriber gets of an entry: the same bytes each time, and the same Message-ID
    for good, whatever the entry says.

    The entry's summary is the plain text, its body the HTML; `sender` is an e-mail address.
    """
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(document.publisher, addr_spec=sender)
    mail["To"] = _NOBODY
    mail["Subject"] = f"{document.title}: {entry.title}"
    mail["Date"] = format_datetime(entry.published)
    # Of ids alone, not of the host, which may change.
    mail["Message-ID"] = f"<{UUID(entry.id)}@{UUID(document.id)}.feedsvc>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834, section 5: no answers by machines
    text = f"{entry.title}\n{document.title}\n\n{entry.summary}\n\n-- \n{document.page_url}\n"
    page = _page(entry, document)
    mail.set_content(text, cte=_coding_of(text))
    mail.add_alternative(page, subtype="html", cte=_coding_of(page))
    for part in mail.iter_parts():
        _part_from_lines(part)
    mail["Content-Language"] = entry.language
    # By itself it would be drawn by lot.
    mail.set_boundary(f"=_{UUID(entry.id).hex}")
    return mail


def _coding_of(text: str) -> str | None:
    """None where the library may choose."""
    return "quoted-printable" if _FROM.search(text) else None


def _part_from_lines(part: Message) -> None:
    # A mailbox puts ">" before such a line, and no program takes it away again (RFC 4155).
    if part["Content-Transfer-Encoding"] == "quoted-printable":
        part.set_payload(_FROM.sub("=46=\nrom ", str(part.get_payload())))


def _page(entry: FeedEntry, document: FeedDocument) -> str:
    # Only here, not in feeds, whose validators do not know the attribute.
    body = entry.body_html.replace("<table ", '<table role="presentation" ')
    page = escape(document.page_url)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(entry.language)}" dir="{direction(entry.language)}">\n'
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(entry.title, quote=False)}</title>\n</head>\n"
        '<body style="margin:0;padding:0">\n'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">'
        '<tr><td align="center" style="padding:20px">\n'
        '<table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0"'
        ' style="width:100%;max-width:560px"><tr><td>\n'
        f'<p style="margin:0;{_FONT};font-size:14px;color:#707780">'
        f"{escape(document.title, quote=False)}</p>\n"
        f'<h1 style="margin:4px 0 8px;{_FONT};font-size:26px;line-height:32px">'
        f"{escape(entry.title, quote=False)}</h1>\n{body}\n"
        f'<p style="margin:0;padding:16px 0 0;border-top:1px solid #c8ccd1;{_FONT};font-size:13px">'
        f'<a href="{page}">{page}</a></p>\n'
        "</td></tr></table>\n</td></tr></table>\n</body>\n</html>\n"
    )
