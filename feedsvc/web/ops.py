"""What watches over the service asks: is it alive, can it answer."""

from flask import Blueprint

from feedsvc.core import urls
from feedsvc.core.errors import StoreUnavailable
from feedsvc.web.room import room

blueprint = Blueprint("ops", __name__)

_PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@blueprint.get(urls.HEALTH)
def health() -> tuple[str, int, dict[str, str]]:
    """Alive. Never asks the database: an orchestrator would restart a process that is well."""
    return "ok\n", 200, _PLAIN


@blueprint.get(urls.READY)
def ready() -> tuple[str, int, dict[str, str]]:
    """Ready for visitors: the database answers and its tables are of this version."""
    try:
        with room().store.reading() as reader:
            reader.ping()
    except StoreUnavailable as error:
        return f"{error}\n", 503, _PLAIN
    return "ready\n", 200, _PLAIN
