"""The language in which the pages speak to a person: the one they chose, else what their browser asks for.

Feeds, lists of feeds and what partner sites show never ask here: their language is that of their address.
"""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote

from flask import Blueprint, Response, after_this_request, g, redirect, request

from feedsvc.core import urls
from feedsvc.core.errors import InvalidInput
from feedsvc.web.addresses import PATH_CHARACTERS, next_path, path_prefix, site_path
from feedsvc.web.room import room
from feedsvc.web.wording import page_language, spoken_languages

blueprint = Blueprint("languages", __name__)

COOKIE = "feedsvc-language"  # holds the tag of a language and nothing of who chose it
_KEPT = timedelta(days=365)


def interface_language() -> str:
    """The language of what the site itself says in the answer to this request: the one that was
    chosen, else the best liked of those that have words here, else the site's.

    The answer of whoever asks names in `Vary` what decided (RFC 9110, section 12.5.5).
    """
    if "interface_language" not in g:
        after_this_request(_vary)
        g.interface_language = _chosen() or _preferred() or page_language(room().settings.languages[0])
    return str(g.interface_language)


def _vary(response: Response) -> Response:
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def _chosen() -> str | None:
    kept = request.cookies.get(COOKIE)
    return kept if kept in spoken_languages() else None


def _preferred() -> str | None:
    # Not Werkzeug's best_match: to "ru-RU, en;q=0.5" it answers English, the only exact match.
    liked = (tag.lower().split("-")[0] for tag, quality in request.accept_languages if quality > 0)
    return next((language for language in liked if language in spoken_languages()), None)


def path_here() -> str:
    """The path and query of this page, for a form to come back to; "/" where it cannot be got."""
    rule = request.url_rule
    if rule is not None and "GET" not in (rule.methods or ()):
        return "/"
    query = request.query_string.decode("latin-1")
    return quote(request.path, safe=PATH_CHARACTERS) + (f"?{query}" if query else "")


@blueprint.post(urls.LANGUAGE)
def choose() -> Response:
    """Remember the language that was chosen, and go back to the page where that was."""
    language = request.form.get("language", "")
    if language not in spoken_languages():
        raise InvalidInput.at("language", f"The pages speak {', '.join(spoken_languages())}.")
    settings = room().settings
    back = site_path(settings.base_url, next_path(request.form.get("next")) or "/")
    response = redirect(back, HTTPStatus.SEE_OTHER)
    assert isinstance(response, Response)  # noqa: S101  for the type checker: Flask makes its own class
    response.set_cookie(
        COOKIE,
        language,
        max_age=_KEPT,
        path=path_prefix(settings.base_url) or "/",
        secure=settings.base_url.startswith("https:"),
        httponly=True,
        samesite="Lax",
    )
    response.headers["Cache-Control"] = "no-store"
    return response
