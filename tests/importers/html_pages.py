"""What the tests of web pages share: a reader with defaults."""

from collections.abc import Sequence

from feedsvc.core.imported import Reading
from feedsvc.importers.html import read_html
from tests.importers.pages import Countries, capital_of


def read(
    page: str | bytes,
    *,
    office: str | None = "moscow",
    language: str | None = None,
    site_languages: Sequence[str] = ("en", "ru"),
    url: str | None = "https://example.org/news/",
) -> Reading:
    """Reads a web page, given as text or bytes."""
    return read_html(
        page.encode() if isinstance(page, str) else page,
        office=office,
        language=language,
        country_codes=Countries(),
        capital_of=capital_of,
        site_languages=site_languages,
        url=url,
    )
