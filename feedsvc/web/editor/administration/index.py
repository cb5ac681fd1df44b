"""The first page of the administration: what this person may do there."""

from feedsvc.core import newsroom_urls as urls
from feedsvc.services.administering import overview
from feedsvc.web.editor.administration.forms import rule
from feedsvc.web.editor.desk import page, part_of_newsroom, person, say
from feedsvc.web.room import reading

blueprint = part_of_newsroom("administration")


@blueprint.get(rule(urls.ADMINISTRATION))
def index() -> str:
    """The parts that are open, and what wants a look."""
    with reading() as (reader, _):
        found = overview(reader, actor=person())
    return page(
        "administration/index.html",
        say("section_administration"),
        section="administration",
        overview=found,
        paths=urls,
    )
