"""The table of settings: name, default, check and meaning of each."""

from collections.abc import Callable
from typing import NamedTuple

from feedsvc import setting_values as values

PREFIX = "FEEDSVC_"


class Setting(NamedTuple):
    """A row of the table. `parse` raises ValueError with what to do, and never quotes a secret.

    `default` is parsed like a given text; where it is empty the value is `absent`, which
    `otherwise` puts into words.
    """

    name: str
    default: str
    parse: Callable[[str], object]
    help: str
    absent: object = None
    otherwise: str = "none"

    @property
    def field(self) -> str:
        """The attribute of Settings that holds the value."""
        return self.name.removeprefix(PREFIX).lower()


SETTINGS = (
    Setting(
        "FEEDSVC_DATABASE_URL",
        "",
        values.database_url,
        "Where the entries are kept: sqlite:/// and a file, or postgresql://user:password@host/database.",
        otherwise="the SQLite file feedsvc.db in FEEDSVC_DATA_DIR",
    ),
    Setting(
        "FEEDSVC_DATA_DIR",
        "./instance",
        values.folder,
        "The folder for the database, the pictures and the secret key; it is made when it is missing.",
    ),
    Setting(
        "FEEDSVC_BASE_URL",
        "http://127.0.0.1:8000",
        values.base_url,
        "The public address of the site, from which every absolute URL is built; it may end in a path.",
    ),
    Setting(
        "FEEDSVC_PAGE_SIZE",
        "30",
        values.number(1, 500),
        "How many entries a page of news or an archive holds, from 1 to 500; a feed up to twice as many.",
    ),
    Setting(
        "FEEDSVC_SECRET_KEY",
        "",
        values.secret,
        f"Signs cookies and tokens; {values.SHORTEST_SECRET} characters or more, the same for every process.",
        otherwise="made once and kept in FEEDSVC_DATA_DIR",
    ),
    Setting(
        "FEEDSVC_SITE_NAME",
        "News",
        values.name,
        "The title of the feed of all entries, and the author of entries that name none.",
    ),
    Setting(
        "FEEDSVC_CONTACT_EMAIL",
        "",
        values.email,
        "The address that feeds give for questions about their content.",
    ),
    Setting(
        "FEEDSVC_LANGUAGES",
        "en,ru",
        values.languages,
        "The languages of the site, parted by commas; the first is the site's own.",
    ),
    Setting(
        "FEEDSVC_TIME_ZONE",
        "UTC",
        values.time_zone,
        "The IANA time zone of the dates on pages, for offices that have none of their own.",
    ),
    Setting(
        "FEEDSVC_TRUSTED_PROXIES",
        "0",
        values.number(0, 10),
        "How many proxies stand in front, whose X-Forwarded-* headers are believed, from 0 to 10.",
    ),
    Setting(
        "FEEDSVC_OLD_BASE_URLS",
        "",
        values.base_urls,
        "Former addresses of the site, parted by commas, that are redirected to FEEDSVC_BASE_URL.",
        absent=(),
    ),
    Setting(
        "FEEDSVC_CACHE_CONTROL",
        "public, max-age=60, stale-if-error=86400",
        values.header,
        "The Cache-Control header of feeds: what caches and readers on the way may do with them.",
    ),
    Setting(
        "FEEDSVC_CACHE_MB",
        "64",
        values.number(1, 65536),
        "How many megabytes of rendered feeds each process keeps in memory; the least used go first.",
    ),
    Setting(
        "FEEDSVC_RATE_LIMIT",
        "0",
        values.number(0, 1_000_000),
        "How often a minute one client may ask each process for one address; 0 is as often as it likes.",
    ),
    Setting(
        "FEEDSVC_ALLOWED_NETWORKS",
        "",
        values.networks,
        "Private networks that sources and pictures may be fetched from, such as 10.1.0.0/16, with commas.",
        absent=(),
    ),
    Setting(
        "FEEDSVC_PICTURE_MB",
        "10",
        values.number(1, 100),
        "How many megabytes a picture that is uploaded may have, from 1 to 100.",
    ),
    Setting(
        "FEEDSVC_SMTP_URL",
        "",
        values.smtp_url,
        "The server that takes mail: smtp:// or smtps://, with user:password@ where it asks for them.",
        otherwise="none: links to set a password are printed",
    ),
    Setting(
        "FEEDSVC_MAIL_FROM",
        "",
        values.email,
        "The address that mail comes from.",
        otherwise="FEEDSVC_CONTACT_EMAIL, else feedsvc at the host of FEEDSVC_BASE_URL",
    ),
    Setting(
        "FEEDSVC_TOMBSTONE_DAYS",
        "90",
        values.number(1, 3650),
        "How many days Atom feeds tell that an entry was withdrawn, from 1 to 3650.",
    ),
    Setting(
        "FEEDSVC_CLOSING_NOTES",
        "off",
        values.switch,
        "Whether RSS and JSON feeds hold a note in the place of a withdrawn entry for as long: on or off.",
    ),
    Setting(
        "FEEDSVC_DELTAS",
        "on",
        values.switch,
        "Whether readers that ask for it (RFC 3229) get what is new in a feed alone: on or off.",
    ),
)
