"""What e-mail addresses and lasting ids look like."""

import re

from feedsvc.core.text import web_url_problem

# The characters that the HTML standard lets into <input type=email>, and at least one dot.
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# RFC 3986, 3.1: a scheme; the rest printable ASCII without what RFC 3986 excludes.
_ASCII_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-\[\]_a-z~]+")
_URN_UUID = re.compile("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # RFC 4122, 3


def is_email(text: str) -> bool:
    """Whether a text has the shape of an e-mail address; nothing is sent to find out."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def is_ascii_iri(text: str) -> bool:
    """Whether a text is an absolute IRI in ASCII, and so can be an entry's id (RFC 4287, 4.2.6).

    One of http or https must name a host, one of urn:uuid hold a UUID in lower case: validators ask
    for it.
    """
    if len(text) > 2_000 or not _ASCII_IRI.fullmatch(text):
        return False
    scheme, _, rest = text.lower().partition(":")
    if scheme in {"http", "https"}:
        return web_url_problem(text) is None
    return not (scheme == "urn" and rest.startswith("uuid:")) or _URN_UUID.fullmatch(text) is not None
