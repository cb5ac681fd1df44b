"""In which channels an entry stands."""

from feedsvc.core.channels import keys_of_entry
from feedsvc.core.model import Entry
from feedsvc.store import Reader


def keys_of(reader: Reader, entry: Entry) -> frozenset[str]:
    """The keys of every channel that an entry is in as it is. Raises NotFound for an unknown office or
    topic."""
    return keys_of_entry(
        office=reader.office(entry.office).uuid,
        countries=entry.countries,
        topics=[reader.topic(slug).uuid for slug in entry.topics],
        language=entry.language,
    )
