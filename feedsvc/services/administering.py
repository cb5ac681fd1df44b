"""What administrators look at before they change it: offices, topics, and what waits for them."""

from dataclasses import dataclass

from feedsvc.core.accounts import Action, Actor
from feedsvc.core.channels import channel_key
from feedsvc.core.model import Office, Topic
from feedsvc.core.sources import health
from feedsvc.services.sources import sources_for
from feedsvc.store import Reader
from feedsvc.store import work as written

_WANTS_A_LOOK = {"failing", "partly", "gone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What somebody may do in the administration, and what there wants a look."""

    manages: bool
    imports: bool
    troubled_sources: int
    dead_jobs: int


def overview(reader: Reader, *, actor: Actor) -> Overview:
    """What is open to somebody. Raises Forbidden where nothing is."""
    manages = actor.may(Action.MANAGE, None)
    imports = any(actor.may(Action.IMPORT, office) for office in (None, *_uuids(reader)))
    if not imports:
        actor.require(Action.MANAGE, None)
    counts = written.job_counts(reader) if manages else {}
    return Overview(
        manages=manages,
        imports=imports,
        troubled_sources=sum(health(each) in _WANTS_A_LOOK for each in sources_for(reader, actor)),
        dead_jobs=sum(count for (_, dead), count in counts.items() if dead),
    )


def _uuids(reader: Reader) -> list[str]:
    return [office.uuid for office in reader.offices()]


def offices_to_manage(reader: Reader, *, actor: Actor) -> list[tuple[Office, int]]:
    """Every office by slug, with how many live entries it has. Raises Forbidden."""
    actor.require(Action.MANAGE, None)
    counts = reader.channel_counts()
    return [(each, counts.get(channel_key(office=each.uuid), 0)) for each in reader.offices()]


def office_to_edit(reader: Reader, slug: str, *, actor: Actor) -> Office:
    """An office as it is before it is changed. Raises Forbidden, NotFound."""
    actor.require(Action.MANAGE, None)
    return reader.office(slug)


def topics_to_manage(reader: Reader, *, actor: Actor) -> list[tuple[Topic, int]]:
    """Every topic by slug, with how many live entries are on it. Raises Forbidden."""
    actor.require(Action.MANAGE, None)
    counts = reader.channel_counts()
    return [(each, counts.get(channel_key(topic=each.uuid), 0)) for each in reader.topics()]


def topic_to_edit(reader: Reader, slug: str, *, actor: Actor) -> Topic:
    """A topic as it is before it is changed. Raises Forbidden, NotFound."""
    actor.require(Action.MANAGE, None)
    return reader.topic(slug)


def require_management(actor: Actor) -> None:
    """Raises Forbidden for all but administrators: for forms of what there is not yet."""
    actor.require(Action.MANAGE, None)
