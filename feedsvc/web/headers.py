"""Headers that are the same for every answer of a kind."""

from flask import Response, request

from feedsvc.web.making import FEEDS

# Pages carry no script, most of them; pictures of entries may lie on any host.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' https: http: data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# A page that copies addresses for people has a script of this site, and works without.
SCRIPT_POLICY = f"{PAGE_POLICY}; script-src 'self'"

# What every answer of a feed bears besides its own headers. Feeds are public, also to the scripts of
# partner sites (Fetch standard, CORS protocol).
FEED_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, IM, Link, Last-Modified"),
)


def add_headers(response: Response) -> Response:
    """For `after_request`: security on all, the policy on pages that bring none, CORS on feeds."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    if request.path.startswith(FEEDS):
        response.headers.update(FEED_HEADERS)
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Headers"] = "A-IM, If-None-Match, If-Modified-Since"
            response.headers["Access-Control-Max-Age"] = "86400"
    return response


def let_pages_be_asked_again(response: Response) -> Response:
    """For `after_request` of pages: kept by clients, but asked about each time, since a withdrawn
    entry is gone on the next request (house.md)."""
    if response.status_code == 200:
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        response.make_conditional(request)
    return response
