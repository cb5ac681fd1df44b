"""The script of the element at a site with many offices in many time zones."""

from contextlib import closing
from itertools import cycle
from zoneinfo import available_timezones

from flask.testing import FlaskClient

from feedsvc.core.countries import country_codes, country_name
from feedsvc.core.model import OfficeDraft
from feedsvc.core.text import without_marks
from feedsvc.services.offices import add_office
from feedsvc.store import Store
from tests.newsroom import ADA
from tests.web.test_embeds import LARGEST_SCRIPT
from tests.web.world import START, World, numbered_uuids

OFFICES, ZONES = 200, 40


def _slugs() -> list[str]:
    names = (without_marks(country_name(code, "en")).lower() for code in country_codes())
    slugs = ("".join(each if "a" <= each <= "z" else "-" for each in name) for name in names)
    return ["-".join(filter(None, slug.split("-"))) for slug in slugs][:OFFICES]


def test_the_script_is_at_most_6_kb_where_200_offices_are_in_40_time_zones(
    world: World, client: FlaskClient, record_property
) -> None:
    found = sorted(zone for zone in available_timezones() if zone.startswith(("Asia/", "Africa/", "Europe/")))
    zones = found[:: len(found) // ZONES][:ZONES]
    new_uuid = numbered_uuids(9)
    with closing(Store(world.settings.database_url)) as store, store.writing() as writer:
        for slug, zone in zip(_slugs(), cycle(zones), strict=False):
            office = OfficeDraft(slug=slug, names={"en": slug}, time_zone=zone)
            add_office(writer, office, now=START, actor=ADA, uuid=new_uuid())
    answer = client.get("/embed.js", headers={"Accept-Encoding": "gzip"})
    record_property("measured: embed.js of 200 offices in 40 zones, gzipped bytes", len(answer.data))
    assert len(answer.data) <= LARGEST_SCRIPT
    script = client.get("/embed.js").text
    assert [slug for slug in _slugs() if slug not in script] == []
    assert [zone for zone in zones if f'"{zone}":' not in script] == []
