"""Slugs that change, and offices and topics that go into others. The entries stay what they are."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Text, and_, bindparam, delete, func, insert, select, type_coerce, update

from feedsvc.core.channels import channel_key, parts_of_key
from feedsvc.core.endings import Ending
from feedsvc.core.model import Office, Status, Topic
from feedsvc.store.account_tables import account_role, api_token
from feedsvc.store.database import parts
from feedsvc.store.picture_tables import picture
from feedsvc.store.reading import Reader
from feedsvc.store.schema import channel, channel_entry, entry, office, source_entry, topic
from feedsvc.store.source_tables import source
from feedsvc.store.writing import Writer

_ROLES = ("reader", "author", "editor")  # each may do what the one before may


def topic_slugs(reader: Reader) -> frozenset[str]:
    """Every slug that a topic has or had; none of them is given again."""
    return frozenset(reader.directory.topic_slugs_now)


def office_slugs_now(reader: Reader) -> Mapping[str, str]:
    """What offices are called by now, by each slug that they have or had."""
    return reader.directory.office_slugs_now


def topic_slugs_now(reader: Reader) -> Mapping[str, str]:
    """What topics are called by now, by each slug that they have or had."""
    return reader.directory.topic_slugs_now


def every_office(reader: Reader) -> list[Office]:
    """Every office that there ever was, those that were merged into others too."""
    return reader.directory.every_office


def merged_into(reader: Reader, into: Office) -> list[Office]:
    """The offices that were merged into one, the first one first."""
    return reader.directory.merged_into(into)


def give_office_slug(writer: Writer, known: Office, slug: str) -> None:
    """Call an office by a slug that nobody ever had; its old one leads to it for good."""
    values = {"slug": slug, "former_slugs": (*known.former_slugs, known.slug)}
    writer.connection.execute(update(office).where(office.c.uuid == known.uuid).values(**values))
    writer.forget_directory()


def end_office(writer: Writer, known: Office, ending: Ending | None) -> None:
    """Note how an office ends, its successors by uuid; None: that it does not."""
    writer.connection.execute(update(office).where(office.c.uuid == known.uuid).values(ending=ending))
    writer.forget_directory()


def change_topic(writer: Writer, known: Topic, slug: str, names: Mapping[str, str]) -> Topic:
    """Store what a topic is called; a former slug leads to it for good."""
    former = select(topic.c.former_slugs).where(topic.c.uuid == known.uuid)
    before = writer.connection.execute(former).scalar_one()
    values: dict[str, Any] = {"slug": slug, "names": dict(names)}
    if slug != known.slug:
        values["former_slugs"] = (*before, known.slug)
    writer.connection.execute(update(topic).where(topic.c.uuid == known.uuid).values(**values))
    writer.forget_directory()
    return writer.topic(slug)


def released_on_topic(reader: Reader, known: Topic) -> list[str]:
    """The uuids of a topic's live entries."""
    return _uuids_in(reader, channel_key(topic=known.uuid), live=True)


def _uuids_in(reader: Reader, key: str, *, live: bool) -> list[str]:
    query = (
        select(entry.c.uuid)
        .join(channel_entry, channel_entry.c.entry_id == entry.c.id)
        .join(channel, channel.c.id == channel_entry.c.channel_id)
        .where(channel.c.key == key, channel_entry.c.live == live)
    )
    return list(reader.connection.scalars(query))


def channels_with(reader: Reader, part: str, uuid: str) -> list[str]:
    """The keys of the channels, no digests, that an "office" or a "topic" is part of."""
    query = select(channel.c.key).where(channel.c.key.like(f"%{part}={uuid}%"))
    return [key for key in reader.connection.scalars(query) if "digest" not in parts_of_key(key)]


def move_places(writer: Writer, keys: Mapping[str, str]) -> None:
    """Let the entries of channels stand in others, of which there are rows: new keys by old ones. Where
    one stands there already it stays as it stands."""
    every = [*keys, *keys.values()]
    ids = {
        key: number
        for part in parts(every)
        for key, number in writer.connection.execute(
            select(channel.c.key, channel.c.id).where(channel.c.key.in_(part))
        )
    }
    for old, new in sorted(keys.items()):
        there = select(channel_entry.c.entry_id).where(channel_entry.c.channel_id == ids[new])
        of_old = channel_entry.c.channel_id == ids[old]
        writer.connection.execute(
            delete(channel_entry).where(of_old, channel_entry.c.entry_id.in_(there.scalar_subquery()))
        )
        writer.connection.execute(update(channel_entry).where(of_old).values(channel_id=ids[new]))


def give_office(writer: Writer, old: Office, new: Office, number: int) -> list[str]:
    """Give all that an office has to another one: entries of any status, people, tokens, sources and
    pictures. The live entries change under a number. The uuids of all the entries."""
    connection = writer.connection
    ids = dict(connection.execute(select(office.c.uuid, office.c.id)).all())
    of_old, new_id = entry.c.office_id == ids[old.uuid], ids[new.uuid]
    live = and_(of_old, entry.c.status == Status.PUBLISHED.value)
    uuids = list(connection.scalars(select(entry.c.uuid).where(of_old)))
    connection.execute(update(entry).where(live).values(changed=number))
    connection.execute(update(entry).where(of_old).values(office_id=new_id))
    for table in (source, picture):
        had = table.c.office_id == ids[old.uuid]
        connection.execute(update(table).where(had).values(office_id=new_id))
    # A source is called after the office whose pages or feeds it is (services.import_order).
    renamed = func.replace(source_entry.c.source, f":{old.uuid}:", f":{new.uuid}:")
    named = source_entry.c.source.like(f"%:{old.uuid}:%")
    connection.execute(update(source_entry).where(named).values(source=renamed))
    _give_people(writer, old, new)
    return uuids


def _give_people(writer: Writer, old: Office, new: Office) -> None:
    """Who had a role in the one has it in the other, or the greater that they have there."""
    connection = writer.connection
    query = select(account_role).where(account_role.c.office.in_([old.uuid, new.uuid]))
    best: dict[str, str] = {}
    for row in connection.execute(query):
        best[row.account] = max(best.get(row.account, ""), row.role, key=_rank)
    connection.execute(delete(account_role).where(account_role.c.office.in_([old.uuid, new.uuid])))
    roles = [{"account": each, "office": new.uuid, "role": role} for each, role in sorted(best.items())]
    if roles:
        connection.execute(insert(account_role), roles)
    narrowed = select(api_token.c.uuid, api_token.c.offices).where(
        type_coerce(api_token.c.offices, Text).like(f'%"{old.uuid}"%')
    )
    for uuid, offices in connection.execute(narrowed).all():
        reaching = tuple(dict.fromkeys(new.uuid if each == old.uuid else each for each in offices))
        connection.execute(update(api_token).where(api_token.c.uuid == uuid).values(offices=reaching))


def _rank(role: str) -> int:
    return _ROLES.index(role) if role else -1


def give_topic(writer: Writer, old: Topic, new: Topic, number: int) -> list[str]:
    """Let the entries of a topic, of any status, have another one instead, and let its slugs lead there.
    The live ones change under a number. The uuids of all of them."""
    connection = writer.connection
    ids = dict(connection.execute(select(topic.c.uuid, topic.c.id)).all())
    old_id, new_id = ids[old.uuid], ids[new.uuid]
    numbers = func.replace(func.replace(type_coerce(entry.c.topics, Text), "[", ","), "]", ",")
    query = select(entry.c.id, entry.c.uuid, entry.c.topics).where(numbers.like(f"%,{old_id},%"))
    found = connection.execute(query).all()
    changes = [
        {"id_": row.id, "topics_": tuple(dict.fromkeys(new_id if e == old_id else e for e in row.topics))}
        for row in found
    ]
    if changes:
        having = update(entry).where(entry.c.id == bindparam("id_"))
        connection.execute(having.values(topics=bindparam("topics_", type_=entry.c.topics.type)), changes)
    writer.touch_entries(_released(writer, (row.uuid for row in found)), number)
    connection.execute(update(topic).where(topic.c.uuid == old.uuid).values(merged_into=new.uuid))
    writer.forget_directory()
    return [row.uuid for row in found]


def _released(reader: Reader, uuids: Iterable[str]) -> list[str]:
    live = entry.c.status == Status.PUBLISHED.value
    return [
        uuid
        for part in parts(uuids)
        for uuid in reader.connection.scalars(select(entry.c.uuid).where(live, entry.c.uuid.in_(part)))
    ]
