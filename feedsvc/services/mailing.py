"""Mail to people with an account: the one-time link by which they set their password."""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from feedsvc.config import Settings
from feedsvc.core.accounts import User
from feedsvc.core.errors import NotMailed
from feedsvc.core.urls import password_path

_TIMEOUT = 20  # seconds, for each answer of the server
_WORDS = {
    "en": (
        "Your account at {site}",
        "{greeting}\n\nyou have an account at {site}. Set your password here within 48 hours:\n\n{link}\n\n"
        "The link works once. If you did not expect this mail, you need do nothing.\n",
    ),
    "ru": (
        "Ваша учётная запись на сайте {site}",
        "{greeting}\n\nдля вас есть учётная запись на сайте {site}. Задайте пароль в течение 48 часов:"
        "\n\n{link}\n\n"
        "Ссылка действует один раз. Если вы не ждали этого письма, ничего делать не нужно.\n",
    ),
}
_GREETINGS = {"en": "Hello {name},", "ru": "Здравствуйте, {name}!"}


def link_address(settings: Settings, secret: str) -> str:
    """The address of a one-time link."""
    return settings.base_url + password_path(secret)


def mail_link(settings: Settings, user: User, secret: str, *, now: datetime) -> None:
    """Send a person the one-time link, in their language or else in English. Raises NotMailed.

    Only where `smtp_url` is set; outside of any transaction, since servers can be slow.
    """
    language = user.language if user.language in _WORDS else "en"
    subject, text = _WORDS[language]
    greeting = _GREETINGS[language].format(name=user.name or user.email)
    message = EmailMessage()
    message["Subject"] = subject.format(site=settings.site_name)
    message["From"] = sender = sender_of(settings)
    message["To"] = user.email
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    link = link_address(settings, secret)
    message.set_content(text.format(greeting=greeting, site=settings.site_name, link=link))
    try:
        _hand_over(settings.smtp_url or "", message)
    except (OSError, smtplib.SMTPException) as error:
        # SMTPException is an OSError in name alone: what servers answer may quote what was sent.
        raise NotMailed(f"The mail to {user.email} could not be sent ({type(error).__name__}).") from error


def sender_of(settings: Settings) -> str:
    """The address that the site's mails come from."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    return settings.mail_from or settings.contact_email or f"feedsvc@{host}"


def _hand_over(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    host, trust = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_TIMEOUT, context=trust)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=_TIMEOUT)
    with server:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=trust)
            server.ehlo()
        elif parts.scheme == "smtp" and parts.username:
            raise smtplib.SMTPNotSupportedError("a password is not sent without TLS")
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
