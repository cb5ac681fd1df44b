"""Another site for the tests of fetching."""

from collections.abc import Iterator

import pytest

from tests.fetching.sites import Site, other_site


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on 127.0.0.1."""
    with other_site() as site:
        yield site
