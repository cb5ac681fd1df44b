"""The settings of the site, and how it stands."""

import os
from typing import Any

from feedsvc.core import newsroom_urls as urls
from feedsvc.services.shown_settings import ShownSetting, shown_settings
from feedsvc.services.site_state import site_state, try_again
from feedsvc.web.editor.administration.forms import Answer, bytes_in_words, moment_in_words, rule
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, person, say, spoken
from feedsvc.web.editor.wording import words
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("administration_site")

_TRYING = f"{urls.SITE}/try-again"


@blueprint.get(rule(urls.SITE))
def look() -> str:
    """Settings and state."""
    here, actor = room(), person()
    settings = shown_settings(here.settings, os.environ, actor=actor)
    with reading() as (reader, _):
        state = site_state(reader, here.settings, now=here.clock(), actor=actor)
    return page(
        "administration/site.html",
        say("adm_site"),
        section="administration",
        settings=[_shown(each) for each in settings],
        state=state,
        sizes={
            "database": bytes_in_words(state.database.bytes),
            "pictures": bytes_in_words(state.picture_bytes),
        },
        created=moment_in_words(state.record.created),
        backup=moment_in_words(state.last_backup),
        next_moment=moment_in_words(state.work.next_moment),
        dead=[(each, moment_in_words(each.due)) for each in state.work.dead],
        trying=_TRYING,
        paths=urls,
    )


def _shown(setting: ShownSetting) -> dict[str, Any]:
    """In the language of the page: what each is for is English where there is no other."""
    told = words(spoken()).get(f"setting_{setting.field}", setting.help)
    return {
        "name": setting.name,
        "value": setting.value,
        "secret": setting.is_secret,
        "set": setting.is_set,
        "help": told,
        "default": setting.default,
    }


@blueprint.post(rule(_TRYING))
def retry() -> Answer:
    """Let the jobs that were given up be tried anew."""
    here = room()
    count = try_again(here.store, now=here.clock(), actor=person())
    return on_to(urls.SITE, say("adm_tried_again", count=count))
