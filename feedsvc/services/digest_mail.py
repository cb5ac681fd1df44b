"""Digests as the mails that a subscriber of their feed gets."""

from email.message import EmailMessage

from feedsvc.config import Settings
from feedsvc.core.digest_document import digest_document
from feedsvc.core.model import ChannelAddress, Format
from feedsvc.render.mail import mail_of
from feedsvc.services.digests import shown_digests
from feedsvc.services.mailing import sender_of
from feedsvc.services.site import describe_site
from feedsvc.store import Store


def digest_mails(store: Store, settings: Settings, address: ChannelAddress) -> list[EmailMessage]:
    """A mail for each digest in the feed of a channel's digests, the oldest first. Raises NotFound,
    StoreUnavailable."""
    with store.reading() as reader:
        site = describe_site(settings, reader.site_record())
        channel = reader.channel(address, site.languages)
        shown = shown_digests(reader, channel, site.page_size)
    document = digest_document(channel, shown, site=site, fmt=Format.ATOM)
    return [mail_of(each, document, sender=sender_of(settings)) for each in reversed(document.entries)]
