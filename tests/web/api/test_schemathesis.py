"""schemathesis asks every operation for what its description allows and forbids, and finds nothing.

The examples are the same in every run. Many more, by hand: FEEDSVC_TEST_EXAMPLES=500.
"""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.config._checks import NEGATIVE_DATA_REJECTION_EXPECTED_STATUSES

from feedsvc.web.api.operations import OPERATIONS
from tests.web.api.client import Desk

EXAMPLES = int(os.environ.get("FEEDSVC_TEST_EXAMPLES", "6"))
# What a description cannot tell (is there such an office? is the entry a draft?) is 404, 409 or 422; what
# another test has renamed is 301.
ACCEPTED = ["2xx", "301", "404", "409", "410", "422"]


class Probe:
    """A site with something of everything, and its description as schemathesis reads it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        admin = desk.client("admin")
        for number in range(3):
            admin.publish(f"Entry {number}", countries=["UZ"], topics=["work"])
        admin.create("Draft")
        source = {"url": "https://example.org/feed", "office": "moscow"}
        self.sources = [admin.post("/sources", json=source).ok(201).json["uuid"]]
        self.entries = [item["uuid"] for item in admin.get("/entries").json["items"]]
        self.headers = {"Authorization": f"Bearer {desk.secrets['admin']}"}
        self.schema = schemathesis.openapi.from_wsgi("/api/openapi.json", desk.app)
        self.schema.config.checks.positive_data_acceptance.expected_statuses = ACCEPTED
        # A text longer than is allowed can make a body larger than is taken.
        self.schema.config.checks.negative_data_rejection.expected_statuses = [
            *NEGATIVE_DATA_REJECTION_EXPECTED_STATUSES,
            "413",
        ]
        self.schema.config.checks.missing_required_header.expected_statuses = ["428"]

    def make_real(self, case: Case, chance: random.Random) -> None:
        """Put what there is into a request: made-up uuids and slugs lead no further than a 404."""
        for place in (case.path_parameters, case.query, case.body):
            if isinstance(place, dict):
                self._make_real(place, case.path, chance)
        if "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = "*"

    def _make_real(self, place: dict[str, Any], path: str, chance: random.Random) -> None:
        words: dict[str, Any] = {
            "uuid": self._uuid(path, chance),
            "slug": "work" if path.startswith("/topics") else "moscow",
            "office": "moscow",
            "topic": "work",
            "country": "UZ",
            "language": chance.choice(["en", "ru"]),
            "topics": ["work"],
            "countries": ["UZ"],
            "offices": ["moscow"],
            "roles": {"moscow": "author"},
            "email": f"u{chance.randrange(10**9)}@example.org",
            "owner": self.desk.users["reader"],
            "number": 1,
        }
        known = place.keys() & words.keys() - ({"slug"} if "names" in place else set())
        # The others stay as they were made up: null, empty and wrong ones are to be tried too.
        place |= {name: words[name] for name in known if place[name] and chance.random() < 0.9}
        place.pop("cursor", None)
        for step in place.get("operations") or ():
            step |= {"uuid": self._uuid("/entries", chance), "version": chance.randint(1, 3)}

    def _uuid(self, path: str, chance: random.Random) -> str:
        if path.startswith("/users"):
            return self.desk.users["reader"]
        return chance.choice(self.sources if path.startswith("/sources") else self.entries)


@pytest.fixture(scope="module")
def probe(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Probe]:
    folder = tmp_path_factory.mktemp("probe")
    file = folder / "feedsvc.db"
    file.write_bytes(sqlite_template.read_bytes())
    desk = Desk(f"sqlite:///{file}", folder)
    yield Probe(desk)
    desk.close()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize(
    "operation", OPERATIONS, ids=lambda operation: f"{operation.method} {operation.path}"
)
def test_it_finds_nothing(probe: Probe, operation: Any, mode: GenerationMode):
    described = probe.schema[operation.path][operation.method]
    chance = random.Random(1)

    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        if mode is GenerationMode.POSITIVE:
            probe.make_real(case, chance)
        response = case.call(headers=probe.headers)
        case.validate_response(response, headers=probe.headers)

    ask()
