"""A plain Flask view that has the bytes at hand, gzipped, and knows their entity tag."""

import os
from pathlib import Path

from flask import Flask, Response, request

application = Flask(__name__)
_BODY = Path(os.environ["BENCH_BODY"]).read_bytes()


@application.get("/feed.atom")
def feed() -> Response:
    """The feed, or the 304 to a poll."""
    response = Response(_BODY, mimetype="application/atom+xml")
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=60"
    response.set_etag("0123456789abcdef")
    response.make_conditional(request)
    return response
