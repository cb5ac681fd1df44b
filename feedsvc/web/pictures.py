"""`/pictures/<name>`: the pictures that are kept with the entries."""

import logging

from flask import Blueprint, Response, send_from_directory
from werkzeug.exceptions import NotFound as NoSuchFile

from feedsvc.core import urls
from feedsvc.core.errors import NotFound
from feedsvc.core.pictures import parse_name
from feedsvc.services.pictures import FOLDER, picture_named
from feedsvc.web.room import reading, room

blueprint = Blueprint("pictures", __name__)
log = logging.getLogger(__name__)

FOR_GOOD = "public, max-age=31536000, immutable"
# Whatever a browser should take it for, it may do nothing; partner sites may show it.
_HEADERS = {
    "Cache-Control": FOR_GOOD,
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}


@blueprint.get(urls.PICTURES + "/<name>")
def picture(name: str) -> Response:
    """A picture; its name is made of its content, so it is good for ever."""
    parsed = parse_name(name)
    if parsed is None:
        raise NotFound("There is no such picture.")
    folder = room().settings.data_dir / FOLDER
    try:
        # The name for a tag: by the file's times it would differ from machine to machine.
        response = send_from_directory(folder, name, mimetype=parsed.type, etag=name.partition(".")[0])
    except NoSuchFile:
        _complain_if_known(name)
        raise NotFound("There is no such picture.") from None
    response.headers.update(_HEADERS)
    return response


def _complain_if_known(name: str) -> None:
    with reading() as (reader, _):
        picture_named(reader, name)
    log.error("The picture %s is in the database, and its file is not in FEEDSVC_DATA_DIR.", name)
