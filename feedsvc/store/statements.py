"""The statements behind a poll, built once: to build one takes longer than to have it answered."""

from sqlalchemy import Integer, bindparam, false, select, true

from feedsvc.store.schema import channel, channel_entry, entry, office, site, topic

SITE = select(site)
OFFICES = select(office).order_by(office.c.slug)
TOPICS = select(topic).order_by(topic.c.slug)
CHANNEL = select(channel).where(channel.c.key == bindparam("key"))

# The counter with each channel that changed after `number`; one row where none did.
CHANGES = select(site.c.counter, site.c.all_changed, channel.c.key).select_from(
    site.outerjoin(channel, channel.c.changed > bindparam("number"))
)

_OF_CHANNEL = (
    select(entry)
    .join(channel_entry, channel_entry.c.entry_id == entry.c.id)
    .join(channel, channel.c.id == channel_entry.c.channel_id)
    .where(channel.c.key == bindparam("key"))
)
IN_CHANNEL = _OF_CHANNEL.where(channel_entry.c.live == true())
# The first `limit` of a channel by position, newest first.
PLACES = (
    IN_CHANNEL.with_only_columns(entry.c.uuid, entry.c.changed, entry.c.updated)
    .order_by(channel_entry.c.position.desc())
    .limit(bindparam("limit", type_=Integer))
)
TOMBSTONES = (
    _OF_CHANNEL.where(channel_entry.c.live == false(), entry.c.withdrawn_at.is_not(None))
    .with_only_columns(entry.c.feed_id, entry.c.withdrawn_at, entry.c.withdrawn_reason, entry.c.changed)
    .order_by(entry.c.withdrawn_at.desc(), entry.c.uuid)
)
ENTRIES = select(entry).where(entry.c.uuid.in_(bindparam("uuids", expanding=True)))
