"""Telling a person who opens a feed's address in a browser from a program that polls it.

Browsers alone send `Sec-Fetch-*` headers, and no script can set them (W3C Fetch Metadata Request
Headers); they send them over https and to localhost. What the user agent calls itself proves nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

DECIDING = ("Sec-Fetch-Dest", "Sec-Fetch-Mode")  # the request headers that decide; `Vary` names them


def is_visit(environ: "WSGIEnvironment") -> bool:
    """Whether the request is a navigation whose answer is to fill the window: not a script's, not a
    frame's, not a download's."""
    return (
        environ.get("HTTP_SEC_FETCH_DEST") == "document" and environ.get("HTTP_SEC_FETCH_MODE") == "navigate"
    )
