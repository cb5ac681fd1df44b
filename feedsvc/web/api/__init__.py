"""The JSON API: /api/v1, its OpenAPI document and its documentation for people."""

from flask import Blueprint, Response, request

from feedsvc.core import urls
from feedsvc.web.api import (
    changing,
    documentation,
    entries,
    errors,
    files,
    linking,
    people,
    places,
    sources,
    statistics,
    steps,
)
from feedsvc.web.api.operations import OPERATIONS
from feedsvc.web.api.running import view_of

# Each declares its operations when it is imported.
_DECLARING = (entries, steps, linking, places, changing, people, files, sources, statistics)

blueprint = Blueprint("api", __name__)
blueprints = (blueprint, documentation.blueprint)

for _operation in OPERATIONS:
    blueprint.add_url_rule(
        urls.API + _operation.path.replace("{", "<").replace("}", ">"),
        endpoint=_operation.name,
        view_func=view_of(_operation),
        methods=[_operation.method],
    )
errors.register(blueprint)

# Scripts of other sites read what is public; browsers let them send nothing that would change it
# (Fetch standard, CORS protocol).
_FOR_SCRIPTS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_PUBLIC = {operation.name for operation in OPERATIONS if operation.public}


@blueprint.after_request
def _add_headers(response: Response) -> Response:
    is_read = request.method in {"GET", "HEAD"}
    is_public = (request.endpoint or "").rpartition(".")[2] in _PUBLIC
    anonymous = "Authorization" not in request.headers and not request.cookies
    # What is withdrawn is gone on the next request: kept copies are asked about each time.
    response.headers["Cache-Control"] = "no-cache" if is_read and is_public and anonymous else "no-store"
    response.vary.update(("Authorization", "Cookie"))
    if is_public and anonymous and (is_read or request.method == "OPTIONS"):
        response.headers.update(_FOR_SCRIPTS)
        if request.method == "OPTIONS":
            response.headers.update(_PREFLIGHT)
    return response
