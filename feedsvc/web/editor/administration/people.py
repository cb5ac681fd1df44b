"""People: their accounts and what they may do."""

from uuid import uuid4

from flask import request

from feedsvc.core import newsroom_urls as urls
from feedsvc.core.accounts import Role, User, UserDraft
from feedsvc.core.errors import NotMailed
from feedsvc.core.model import Office
from feedsvc.core.wording import name_in
from feedsvc.services import accounts, sessions
from feedsvc.services.mailing import link_address, mail_link
from feedsvc.store import Reader
from feedsvc.web.editor.administration.forms import Answer, Form, attempt, form_of, require_seen, rule, seen
from feedsvc.web.editor.desk import on_to, page, part_of_newsroom, person, say, spoken
from feedsvc.web.editor.showing import office_options
from feedsvc.web.room import reading, room
from feedsvc.web.wording import spoken_languages

blueprint = part_of_newsroom("administration_people")

_OF_ONE = "<uuid>"


@blueprint.get(rule(urls.PEOPLE))
def list_people() -> str:
    """Every account."""
    with reading() as (reader, _):
        found = accounts.users(reader, actor=person())
        offices = {each.uuid: each for each in reader.offices()}
    return page(
        "administration/people.html",
        say("adm_people"),
        section="administration",
        people=[(each, _rights(each, offices)) for each in found],
        paths=urls,
    )


def _rights(user: User, offices: dict[str, Office]) -> list[tuple[str, str]]:
    named = [(name_in(offices[uuid].names, spoken()), role.value) for uuid, role in user.roles.items()]
    return sorted(named, key=lambda each: each[0].casefold())


@blueprint.get(rule(urls.adding_path(urls.PEOPLE)))
def adding() -> str:
    """An empty form."""
    with reading() as (reader, _):
        accounts.users(reader, actor=person())
    return _page(form_of({"language": room().settings.languages[0]}))


@blueprint.post(rule(urls.adding_path(urls.PEOPLE)))
def add() -> Answer:
    """Add an account, and show the link with which its owner sets a password."""
    return attempt(_add, _page, conflict="email")


def _add() -> Answer:
    here = room()
    now, actor = here.clock(), person()
    with here.store.writing() as writer:
        new = accounts.add_user(writer, _draft(writer), now=now, actor=actor, uuid=str(uuid4()))
        secret = accounts.new_link(writer, new.uuid, now=now, actor=actor)
    return _show_link(new, secret, say("adm_person_added", name=new.name or new.email))


@blueprint.get(rule(urls.administration_path(urls.PEOPLE, _OF_ONE)))
def editing(uuid: str) -> str:
    """An account and what may be done with it."""
    known = _known(uuid)
    with reading() as (reader, _):
        draft = accounts.draft_of(reader, known)
    roles = {f"role-{slug}": role.value for slug, role in draft.roles.items()}
    said = {"email": known.email, "name": known.name, "language": known.language}
    return _page(form_of({**said, **roles, **({"is_admin": "on"} if known.is_admin else {})}), known)


@blueprint.post(rule(urls.administration_path(urls.PEOPLE, _OF_ONE)))
def edit(uuid: str) -> Answer:
    """Replace what is said of a person."""
    known = _known(uuid)
    return attempt(lambda: _edit(uuid), lambda form: _page(form, known))


def _edit(uuid: str) -> Answer:
    here = room()
    with here.store.writing() as writer:
        known = accounts.user(writer, uuid, actor=person())
        require_seen(accounts.draft_of(writer, known))
        changed = accounts.edit_user(writer, uuid, _draft(writer), now=here.clock(), actor=person())
    return on_to(urls.PEOPLE, say("adm_person_saved", name=changed.name or changed.email))


@blueprint.get(rule(urls.administration_path(urls.PEOPLE, _OF_ONE, "disable")))
def ask_disabling(uuid: str) -> str:
    """Say what disabling an account does, before it is done."""
    return _ask(_known(uuid), Form(request.form))


def _ask(known: User, form: Form) -> str:
    return page(
        "administration/disable.html",
        say("adm_disable_heading", name=known.name or known.email),
        section="administration",
        known=known,
        form=form,
        paths=urls,
    )


@blueprint.post(rule(urls.administration_path(urls.PEOPLE, _OF_ONE, "disable")))
def disable(uuid: str) -> Answer:
    """Let a person in no more."""
    here, known = room(), _known(uuid)

    def save() -> Answer:
        with here.store.writing() as writer:
            accounts.disable_user(writer, uuid, now=here.clock(), actor=person())
        return on_to(urls.PEOPLE, say("adm_person_disabled", name=known.name or known.email))

    return attempt(save, lambda form: _ask(known, form))


@blueprint.post(rule(urls.administration_path(urls.PEOPLE, _OF_ONE, "enable")))
def enable(uuid: str) -> Answer:
    """Let a disabled account in again."""
    here = room()
    with here.store.writing() as writer:
        known = accounts.enable_user(writer, uuid, now=here.clock(), actor=person())
    return on_to(urls.PEOPLE, say("adm_person_enabled", name=known.name or known.email))


@blueprint.post(rule(urls.administration_path(urls.PEOPLE, _OF_ONE, "link")))
def make_link(uuid: str) -> Answer:
    """Make a one-time link, and show it."""
    here, known = room(), _known(uuid)

    def save() -> Answer:
        with here.store.writing() as writer:
            secret = accounts.new_link(writer, uuid, now=here.clock(), actor=person())
        return _show_link(known, secret, "")

    return attempt(save, lambda form: _page(form, known))


@blueprint.post(rule(urls.administration_path(urls.PEOPLE, _OF_ONE, "sign-out")))
def sign_out(uuid: str) -> Answer:
    """End every session of a person."""
    here, known = room(), _known(uuid)
    with here.store.writing() as writer:
        count = sessions.sign_out_everywhere(writer, uuid, now=here.clock(), actor=person())
    notice = say("adm_signed_out", name=known.name or known.email, count=count)
    return on_to(urls.administration_path(urls.PEOPLE, uuid), notice)


def _known(uuid: str) -> User:
    with reading() as (reader, _):
        # Not one's own alone, which `accounts.user` gives to anybody.
        accounts.users(reader, actor=person())
        return accounts.user(reader, uuid, actor=person())


def _draft(reader: Reader) -> UserDraft:
    form = request.form
    chosen = {office.slug: form.get(f"role-{office.slug}", "") for office in reader.offices()}
    return UserDraft(
        email=form.get("email", ""),
        name=form.get("name", ""),
        language=form.get("language", ""),
        is_admin="is_admin" in form,
        roles={slug: Role(role) for slug, role in chosen.items() if role in {*Role}},
    )


def _page(form: Form, known: User | None = None) -> str:
    with reading() as (reader, _):
        offices = reader.offices()
        mark = seen(accounts.draft_of(reader, known)) if known else ""
    languages = (*room().settings.languages, *spoken_languages(), *([known.language] if known else []))
    return page(
        "administration/person.html",
        (known.name or known.email) if known else say("adm_add_person"),
        section="administration",
        form=form,
        known=known,
        is_self=known is not None and known.uuid == person().user,
        seen=mark,
        offices=office_options(offices),
        languages=list(dict.fromkeys(languages)),
        roles=[role.value for role in Role],
        paths=urls,
    )


def _show_link(to: User, secret: str, notice: str) -> str:
    """The link on the page that answers the form: it is stored nowhere, so no redirect could show it."""
    settings, mailed, problem = room().settings, False, ""
    if settings.smtp_url:
        try:
            mail_link(settings, to, secret, now=room().clock())
            mailed = True
        except NotMailed as error:
            problem = str(error) if spoken() == "en" else say("adm_not_mailed", email=to.email)
    return page(
        "administration/link.html",
        say("adm_link_heading", name=to.name or to.email),
        section="administration",
        known=to,
        link=link_address(settings, secret),
        hours=int(accounts.LINK_HOLDS.total_seconds()) // 3600,
        notice=notice,
        mailed=mailed,
        problem=problem,
        paths=urls,
    )
