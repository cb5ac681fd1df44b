"""The stylesheet and the icon, under an address that holds a hash of their content."""

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response, request

from feedsvc.core import urls
from feedsvc.core.errors import NotFound
from feedsvc.web.pictures import FOR_GOOD

blueprint = Blueprint("assets", __name__)

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# During a rolling update a page of one version can ask a server of the other: it gets the style
# that there is, but not for good.
_FOR_A_MINUTE = "public, max-age=60"


class Asset(NamedTuple):
    """A file as it is served."""

    content: bytes
    type: str
    version: str


@cache
def assets() -> dict[str, Asset]:
    """Every file of the static folder, by name."""
    found = {}
    for path in _FOLDER.iterdir():
        content = path.read_bytes()
        version = blake2b(content, digest_size=6).hexdigest()
        found[path.name] = Asset(content, _TYPES[path.suffix], version)
    return found


def asset_path(name: str) -> str:
    """The address of a file, another one whenever its content is another."""
    return f"{urls.STATIC}/{assets()[name].version}/{name}"


@blueprint.get(urls.STATIC + "/<version>/<name>")
def asset(version: str, name: str) -> Response:
    """A file of the static folder."""
    found = assets().get(name)
    if found is None:
        raise NotFound("There is no such file.")
    response = Response(found.content, content_type=found.type)
    response.headers["Cache-Control"] = FOR_GOOD if version == found.version else _FOR_A_MINUTE
    response.set_etag(found.version)
    response.make_conditional(request)
    return response
