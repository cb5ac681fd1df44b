"""The site: feeds for programs, pages for people."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import unquote

from flask import Flask, request
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from feedsvc.config import Settings
from feedsvc.core import urls
from feedsvc.core.errors import Moved
from feedsvc.core.wording import direction, language_name
from feedsvc.services.counting import add_counted
from feedsvc.web import (
    addresses,
    api,
    assets,
    auth,
    crawling,
    editor,
    embeds,
    errors,
    feeds,
    headers,
    languages,
    moving,
    oembed,
    opml,
    ops,
    pages,
    pictures,
    searching,
    subscribing,
    wording,
)
from feedsvc.web.counting import Flusher
from feedsvc.web.edge import Edge
from feedsvc.web.limits import RateLimit
from feedsvc.web.making import FeedMaker
from feedsvc.web.room import EXTENSION, Room, furnished, utc_now
from feedsvc.web.sending import Sending

_LARGEST_REQUEST = 64 * 1024  # bytes; nothing is sent to the site yet
_PACKAGE = Path(__file__).resolve().parents[1]


def create_app(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> Flask:
    """The WSGI application. Opens the database at the first request that needs it."""
    app = Flask("feedsvc", template_folder=_templates(), static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_REQUEST
    # Merging would redirect to what the Host header says.
    app.url_map.merge_slashes = False
    app.extensions[EXTENSION] = here = furnished(settings, clock)
    _prepare_templates(app, settings)
    for blueprint in (ops.blueprint, feeds.blueprint, pages.blueprint, pictures.blueprint, assets.blueprint):
        app.register_blueprint(blueprint)
    app.register_blueprint(searching.blueprint)
    app.register_blueprint(opml.blueprint)
    app.register_blueprint(crawling.blueprint)
    app.register_blueprint(subscribing.blueprint)
    app.register_blueprint(embeds.blueprint)
    app.register_blueprint(oembed.blueprint)
    app.register_blueprint(languages.blueprint)
    for blueprint in (*api.blueprints, *editor.blueprints):
        app.register_blueprint(blueprint)
    auth.prepare(app, settings)
    errors.register(app)
    app.register_error_handler(Moved, moving.of_moved)
    app.before_request(lambda: _redirect_from_old(settings))
    app.after_request(headers.add_headers)
    _stand_behind_proxies(app, here)
    return app


def keep_counts(app: Flask) -> None:
    """Let what an application counts be stored, once a minute and when the process ends."""
    here: Room = app.extensions[EXTENSION]
    Flusher(here.counter, lambda counted: add_counted(here.store, here.settings, counted, now=here.clock()))


def _templates() -> str:
    """In the package where it was installed from a wheel, at the top in a checkout."""
    installed = _PACKAGE / "templates"
    return str(installed if installed.is_dir() else _PACKAGE.parent / "templates")


def _prepare_templates(app: Flask, settings: Settings) -> None:
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals |= {
        "url": lambda path: addresses.site_path(settings.base_url, path),
        "absolute": lambda path: settings.base_url + path,
        "asset": assets.asset_path,
        "language_name": language_name,
        "direction": direction,
        "oembed_path": urls.oembed_path,
        "spoken_languages": wording.spoken_languages(),
        "path_here": languages.path_here,
    }


def _redirect_from_old(settings: Settings) -> Response | None:
    asked = request.script_root + request.path
    known = settings.base_url, settings.old_base_urls
    target = addresses.moved_to(*known, host=request.host, path=asked)
    if target is None and request.routing_exception is not None:
        target = addresses.moved_within(*known, host=request.host, path=asked)
    if target is None:
        return None
    return moving.redirected(unquote(target.removeprefix(settings.base_url)))


def _given_up_hosts(settings: Settings) -> Callable[[str], bool] | None:
    if not settings.old_base_urls:
        return None
    known = partial(addresses.moved_to, settings.base_url, settings.old_base_urls, path="/")
    return lru_cache(maxsize=512)(lambda host: known(host=host) is not None)


def _stand_behind_proxies(app: Flask, here: Room) -> None:
    settings = here.settings
    prefix = addresses.path_prefix(settings.base_url)
    app.wsgi_app = addresses.UnderPrefix(app.wsgi_app, prefix)  # type: ignore[method-assign]  # Flask's way
    app.wsgi_app = Sending(app.wsgi_app)  # type: ignore[method-assign]  # Flask's way
    limit = RateLimit(settings.rate_limit, time.monotonic) if settings.rate_limit else None
    edge = Edge(
        app.wsgi_app,
        here.feeds,
        FeedMaker(settings, here.fragments),
        clock=here.clock,
        prepare=here.note_settings,
        is_given_up=_given_up_hosts(settings),
        limit=limit,
        counter=here.counter,
    )
    app.wsgi_app = edge  # type: ignore[method-assign]  # Flask's way
    count = settings.trusted_proxies
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the way Flask's documentation gives
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count
        )
