"""Topics: listed, added, named."""

from uuid import uuid4

from flask import request

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.model import Topic
from feedsvc.core.wording import name_in
from feedsvc.services import administering, offices
from feedsvc.services.naming import edit_topic
from feedsvc.web.editor.administration.forms import Answer, Form, attempt, form_of, require_seen, rule, seen
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, person, say, spoken
from feedsvc.web.room import reading, room

blueprint = part_of_newsroom("administration_topics")


@blueprint.get(rule(urls.TOPICS))
def list_topics() -> str:
    """Every topic, with how much there is on it."""
    with reading() as (reader, _):
        found = administering.topics_to_manage(reader, actor=person())
    return page(
        "administration/topics.html", say("topics"), section="administration", topics=found, paths=urls
    )


@blueprint.get(rule(urls.adding_path(urls.TOPICS)))
def adding() -> str:
    """An empty form."""
    administering.require_management(person())
    return _page(form_of({}))


@blueprint.post(rule(urls.adding_path(urls.TOPICS)))
def add() -> Answer:
    """Add a topic."""
    administering.require_management(person())
    return attempt(_add, _page, fields=_fields(), conflict="slug")


def _add() -> Answer:
    here = room()
    here.note_settings()
    with here.store.writing() as writer:
        made = offices.add_topic(
            writer,
            request.form.get("slug", "").strip(),
            _names(),
            now=here.clock(),
            actor=person(),
            uuid=str(uuid4()),
        )
    return on_to(urls.TOPICS, say("adm_topic_added", name=name_in(made.names, spoken())))


@blueprint.get(rule(urls.administration_path(urls.TOPICS, "<slug>")))
def editing(slug: str) -> str:
    """The names of a topic."""
    known = _known(slug)
    return _page(form_of({f"name-{language}": name for language, name in known.names.items()}), known)


@blueprint.post(rule(urls.administration_path(urls.TOPICS, "<slug>")))
def edit(slug: str) -> Answer:
    """Give a topic other names."""
    known = _known(slug)
    return attempt(lambda: _edit(slug), lambda form: _page(form, known), fields=_fields())


def _edit(slug: str) -> Answer:
    here = room()
    here.note_settings()
    with here.store.writing() as writer:
        known = writer.topic(slug)
        require_seen(known)
        names = {**known.names, **_names()}
        changed = edit_topic(writer, slug, names, now=here.clock(), actor=person())
    return on_to(urls.TOPICS, say("adm_topic_saved", name=name_in(changed.names, spoken())))


def _known(slug: str) -> Topic:
    with reading() as (reader, _):
        return administering.topic_to_edit(reader, slug, actor=person())


def _page(form: Form, known: Topic | None = None) -> str:
    return page(
        "administration/topic.html",
        name_in(known.names, spoken()) if known else say("adm_add_topic"),
        section="administration",
        form=form,
        known=known,
        seen=seen(known) if known else "",
        languages=list(dict.fromkeys((*room().settings.languages, *(known.names if known else ())))),
        paths=urls,
    )


def _names() -> dict[str, str]:
    marked = {name: text for name, text in request.form.items() if name.startswith("name-")}
    return {name.removeprefix("name-"): text for name, text in marked.items()}


def _fields() -> dict[str, str]:
    return {"name": f"name-{room().settings.languages[0]}"}
