"""The statements behind a poll, built once: to build one takes longer than to have it answered."""

from sqlalchemy import BigInteger, Integer, bindparam, false, select, true

from feedsvc.store.prepared import Prepared
from feedsvc.store.schema import archive_page, channel, channel_entry, entry, office, site, topic

SITE = Prepared(select(site))
OFFICES = Prepared(select(office).order_by(office.c.slug))
TOPICS = Prepared(select(topic).order_by(topic.c.slug))
CHANNEL = Prepared(select(channel).where(channel.c.key == bindparam("key")))

# The channels that changed after `number`.
CHANGED = Prepared(select(channel.c.key).where(channel.c.changed > bindparam("number", type_=Integer)))

_OF_CHANNEL = (
    select(entry)
    .join(channel_entry, channel_entry.c.entry_id == entry.c.id)
    .join(channel, channel.c.id == channel_entry.c.channel_id)
    .where(channel.c.key == bindparam("key"))
)
IN_CHANNEL = _OF_CHANNEL.where(channel_entry.c.live == true())
_AFTER = IN_CHANNEL.with_only_columns(entry.c.uuid, entry.c.changed).where(
    channel_entry.c.position > bindparam("after", type_=BigInteger)
)
# The first `limit` of a channel after a position, newest first.
PLACES = Prepared(_AFTER.order_by(channel_entry.c.position.desc()).limit(bindparam("limit", type_=Integer)))
# All of a channel between two positions, newest first.
PLACES_OF_PAGE = Prepared(
    _AFTER.where(channel_entry.c.position <= bindparam("until", type_=BigInteger)).order_by(
        channel_entry.c.position.desc()
    )
)
PAGE = Prepared(
    select(archive_page)
    .join(channel, channel.c.id == archive_page.c.channel_id)
    .where(channel.c.key == bindparam("key"), archive_page.c.number == bindparam("number", type_=Integer))
)
TOMBSTONES = Prepared(
    _OF_CHANNEL.where(channel_entry.c.live == false(), entry.c.withdrawn_at.is_not(None))
    .with_only_columns(
        entry.c.feed_id,
        entry.c.withdrawn_at,
        entry.c.withdrawn_reason,
        entry.c.changed,
        entry.c.uuid,
        entry.c.language,
    )
    .order_by(entry.c.withdrawn_at.desc(), entry.c.uuid)
)
ENTRY = Prepared(select(entry).where(entry.c.uuid == bindparam("uuid")))
ENTRIES = select(entry).where(entry.c.uuid.in_(bindparam("uuids", expanding=True)))
