"""`/pictures/<name>`: the pictures that are kept with the entries."""

import re

from flask import Blueprint, Response, send_from_directory
from werkzeug.exceptions import NotFound as NoSuchFile

from feedsvc.core import urls
from feedsvc.core.errors import NotFound
from feedsvc.web.room import room

blueprint = Blueprint("pictures", __name__)

_NAME = re.compile(r"[0-9a-f]{32,64}\.(png|jpg|gif|webp)")
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
FOR_GOOD = "public, max-age=31536000, immutable"


@blueprint.get(urls.PICTURES + "/<name>")
def picture(name: str) -> Response:
    """A picture; its name is made of its content, so it is good for ever."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise NotFound("There is no such picture.")
    folder = room().settings.data_dir / "pictures"
    try:
        response = send_from_directory(folder, name, mimetype=_TYPES[match[1]])
    except NoSuchFile:
        raise NotFound("There is no such picture.") from None
    response.headers["Cache-Control"] = FOR_GOOD
    return response
