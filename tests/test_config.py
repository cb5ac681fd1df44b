"""The settings: what is taken, what is refused and in which words, and what is documented."""

from dataclasses import fields
from pathlib import Path

import pytest

from feedsvc.config import SETTINGS, Settings, describe
from feedsvc.core.errors import InvalidSettings

ROOT = Path(__file__).parents[1]
SECRET = "correct-horse-battery"


def settings(**given: str) -> Settings:
    return Settings.from_env({f"FEEDSVC_{name.upper()}": text for name, text in given.items()})


def problem_of(**given: str) -> str:
    with pytest.raises(InvalidSettings) as caught:
        settings(**given)
    (problem,) = caught.value.problems
    assert problem.where in {f"FEEDSVC_{name.upper()}" for name in given}
    return problem.message


def test_without_any_variable_the_defaults_hold():
    assert settings() == Settings(
        database_url=f"sqlite:///{Path.cwd()}/instance/feedsvc.db",
        data_dir=Path.cwd() / "instance",
        base_url="http://127.0.0.1:8000",
        page_size=30,
        secret_key=None,
        site_name="News",
        contact_email=None,
        languages=("en", "ru"),
        time_zone="UTC",
        trusted_proxies=0,
        old_base_urls=(),
        cache_control="public, max-age=60, stale-if-error=86400",
        cache_mb=64,
        rate_limit=0,
        allowed_networks=(),
        picture_mb=10,
        smtp_url=None,
        mail_from=None,
        tombstone_days=90,
        closing_notes=False,
        deltas=True,
    )


def test_every_setting_can_be_given():
    given = settings(
        database_url="postgresql://feedsvc:pw@db/feedsvc",
        data_dir="/var/lib/feedsvc",
        base_url="https://News.Example.org/un/",
        page_size="500",
        secret_key=SECRET,
        site_name="  International   Rivers\u00adBureau ",
        contact_email="press@example.org",
        languages="ru, en ,fil",
        time_zone="Europe/Moscow",
        trusted_proxies="10",
        old_base_urls="http://old.example.org/, https://older.example.org/news/",
        cache_control="no-cache",
        cache_mb="1",
        rate_limit="60",
        allowed_networks="10.1.0.0/16, fd12::/48",
        picture_mb="25",
        smtp_url="smtps://news:pa%2Fss@mail.example.org",
        mail_from="news@example.org",
        tombstone_days="30",
        closing_notes="On",
        deltas="off",
    )
    assert given == Settings(
        database_url="postgresql://feedsvc:pw@db/feedsvc",
        data_dir=Path("/var/lib/feedsvc"),
        base_url="https://news.example.org/un",
        page_size=500,
        secret_key=SECRET,
        site_name="International RiversBureau",
        contact_email="press@example.org",
        languages=("ru", "en", "fil"),
        time_zone="Europe/Moscow",
        trusted_proxies=10,
        old_base_urls=("http://old.example.org", "https://older.example.org/news"),
        cache_control="no-cache",
        cache_mb=1,
        rate_limit=60,
        allowed_networks=("10.1.0.0/16", "fd12::/48"),
        picture_mb=25,
        smtp_url="smtps://news:pa%2Fss@mail.example.org",
        mail_from="news@example.org",
        tombstone_days=30,
        closing_notes=True,
        deltas=False,
    )


def test_the_database_lies_in_the_data_folder_unless_it_is_named():
    assert settings(data_dir="/srv/news").database_url == "sqlite:////srv/news/feedsvc.db"
    named = settings(data_dir="/srv/news", database_url="sqlite:////tmp/other.db")
    assert named.database_url == "sqlite:////tmp/other.db"


def test_a_home_folder_may_be_written_with_a_tilde(monkeypatch):
    monkeypatch.setenv("HOME", "/home/editor")
    assert settings(data_dir="~/news").data_dir == Path("/home/editor/news")


def test_an_empty_variable_counts_as_not_set():
    assert settings(page_size="", secret_key=" ", database_url="", unheard_of="") == settings()


def test_variables_of_others_and_of_the_tests_are_passed_over():
    assert Settings.from_env({"HOME": "/root", "FEEDSVC_TEST_REQUIRE": "chromium"}) == settings()


def test_every_wrong_setting_is_named_at_once():
    with pytest.raises(InvalidSettings) as caught:
        settings(page_size="0", time_zone="Mars", languages="EN", page_sizes="3")
    assert [problem.where for problem in caught.value.problems] == [
        "FEEDSVC_PAGE_SIZES",
        "FEEDSVC_PAGE_SIZE",
        "FEEDSVC_LANGUAGES",
        "FEEDSVC_TIME_ZONE",
    ]
    assert "FEEDSVC_PAGE_SIZE: must be a whole number from 1 to 500" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("FEEDSVC_PAGESIZE", "did you mean FEEDSVC_PAGE_SIZE?"),
        ("feedsvc_base_url", "did you mean FEEDSVC_BASE_URL?"),
        ("FEEDSVC_COLOUR", "docs/settings.md lists those that there are"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_one_that_was_meant(name, hint):
    with pytest.raises(InvalidSettings) as caught:
        Settings.from_env({name: "30"})
    assert str(caught.value) == f"{name}: there is no such setting; {hint}"


@pytest.mark.parametrize("text", ["0", "501", "-1", "3.5", "thirty", "1_0", "٣", "9" * 5000])
def test_a_page_size_is_a_whole_number_from_1_to_500(text):
    assert problem_of(page_size=text) == "must be a whole number from 1 to 500"


@pytest.mark.parametrize("text", ["-1", "11", "all"])
def test_at_most_ten_proxies_are_trusted(text):
    assert problem_of(trusted_proxies=text) == "must be a whole number from 0 to 10"


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////var/lib/feedsvc.db",
        "sqlite:///feedsvc.db",
        "postgresql://host/feedsvc",
        "postgresql://user:p%40ss@[::1]:5432/feedsvc?sslmode=require",
        "postgresql://postgres@/feedsvc?host=/run/postgresql",
        "postgresql://?host=/run/postgresql&dbname=feedsvc",
    ],
)
def test_a_database_is_a_sqlite_file_or_on_postgresql(url):
    assert settings(database_url=url).database_url == url


def test_the_short_name_of_postgresql_is_taken_too():
    assert settings(database_url="postgres://db/news").database_url == "postgresql://db/news"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://root:hunter2@db/news", "must begin with sqlite:/// and a file, or with postgresql://"),
        ("hunter2", "must begin with sqlite:/// and a file, or with postgresql://"),
        ("sqlite://", "must begin with sqlite:/// and a file, or with postgresql://"),
        ("sqlite:///", "must name a file, such as"),
        ("sqlite:///:memory:", "must name a file, such as"),
        ("postgresql://", "must name a database, such as"),
        ("postgresql://u:hunter2@db", "must name a database, such as"),
        ("postgresql://u:hunter2@db/", "must name a database, such as"),
        ("postgresql://u:hunter2/x@db/news", "encode special characters of the password with %"),
        ("postgresql://u:hunter2#x@db/news", "encode special characters of the password with %"),
        ("postgresql://u:hunter2?x@db/news", "encode special characters of the password with %"),
        ("postgresql://u:hunter2@x@db/news", "encode special characters of the password with %"),
        ("postgresql://u@db:hunter2/news", "must name a database, such as"),
        ("postgresql://u:hunter2@[::1/news", "must name a database, such as"),
    ],
)
def test_another_database_is_refused_without_quoting_its_password(url, message):
    said = problem_of(database_url=url)
    assert message in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("10.0.0.1/8", "must be networks such as"),
        ("intranet", "must be networks such as"),
        ("64:ff9b::/96", "must not name IPv6 networks that carry IPv4 addresses"),
        ("10.0.0.0/8,10.0.0.0/8", "names 10.0.0.0/8 twice"),
    ],
)
def test_networks_that_may_be_fetched_from_are_written_as_networks(text, said):
    assert said in problem_of(allowed_networks=text)


def test_no_secret_shows_in_the_repr():
    shown = repr(settings(database_url="postgresql://u:hunter2@db/news", secret_key=SECRET))
    assert "hunter2" not in shown
    assert SECRET not in shown
    assert "page_size=30" in shown


def test_a_short_secret_key_is_refused_without_quoting_it():
    said = problem_of(secret_key="hunter2")
    assert said == "must have 16 characters or more"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("news.example.org", "must begin with http:// or https://"),
        ("ftp://news.example.org", "must begin with http:// or https://"),
        ("https://", "name a host"),
        ("https://новости.рф", "ASCII"),
        ("https://news.example.org:port", "is no URL"),
        ("https://editor:hunter2@news.example.org", "must not hold a user name or a password"),
        ("https://news.example.org?lang=en", "must not hold ? or #"),
        ("https://news.example.org/#top", "must not hold ? or #"),
        ("https://news.example.org/a/../b", "may end in a path of letters"),
        ("https://news.example.org/a//b", "may end in a path of letters"),
        ("https://news.example.org/a%20b", "may end in a path of letters"),
    ],
)
def test_a_base_url_is_absolute_and_plain(url, said):
    assert said in problem_of(base_url=url)
    assert said in problem_of(old_base_urls=f"https://fine.example.org,{url}")


def test_each_wrong_one_of_several_urls_is_counted():
    said = problem_of(old_base_urls="ftp://a.example, https://b.example, https://c.example?x")
    assert said.startswith("URL 1 must begin with http:// or https://")
    assert said.endswith("; URL 3 must not hold ? or #")


def test_an_old_address_cannot_be_the_present_one():
    said = problem_of(base_url="https://news.example.org", old_base_urls="https://NEWS.example.org/")
    assert said == "must not name FEEDSVC_BASE_URL itself"


def test_an_old_address_is_named_once():
    said = problem_of(old_base_urls="https://a.example,https://a.example/")
    assert said == "names https://a.example twice"


@pytest.mark.parametrize("name", ["\u200b", "\u00ad \u200b"])
def test_a_site_has_a_visible_name(name):
    assert problem_of(site_name=name) == "must hold visible characters"


@pytest.mark.parametrize(
    "address", ["press", "press@example", "a b@example.org", "<a@example.org>", "a@b@example.org"]
)
def test_a_contact_is_an_e_mail_address(address):
    assert problem_of(contact_email=address) == "must be an e-mail address, such as news@example.org"


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ("EN,ru", "; “EN” is none"),
        ("en-GB", "; “en-GB” is none"),
        ("e", "; “e” is none"),
        ("english", "; “english” is none"),
        (",", "such as en,ru"),
    ],
)
def test_languages_are_short_lower_case_tags(tags, said):
    message = problem_of(languages=tags)
    assert message.startswith("must be tags of two or three lower-case letters")
    assert message.endswith(said)


def test_a_language_is_named_once():
    assert problem_of(languages="en,ru,en") == "names en twice"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Europe", "../etc/passwd", "/etc/localtime", "UTC+3"])
def test_a_time_zone_is_one_of_the_iana_database(zone):
    assert problem_of(time_zone=zone) == "must be an IANA time zone, such as UTC or Europe/Moscow"


def test_the_data_folder_is_a_folder(tmp_path):
    (tmp_path / "file").touch()
    assert problem_of(data_dir=str(tmp_path / "file")) == "must be a folder, and is a file"
    assert problem_of(data_dir="~nobody-of-this-name/x").startswith("begins with ~")
    assert "must not hold ? or #" in problem_of(data_dir="/srv/what?")


def test_the_table_and_the_class_name_the_same_settings():
    assert [setting.field for setting in SETTINGS] == [field.name for field in fields(Settings)]


def rows_of_the_page(text: str) -> dict[str, str]:
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if "|" in line]
    return {row[0].strip("`"): row[1] for row in cells if row[0].startswith("`FEEDSVC_")}


def test_every_setting_is_documented_with_its_default():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert rows_of_the_page(page) == {name: default for name, default, _ in describe()}


def test_every_setting_says_what_it_means_in_a_sentence():
    for name, default, meaning in describe():
        assert default, name
        assert meaning[0].isupper(), name
        assert meaning.endswith("."), name


@pytest.mark.parametrize(
    "text",
    [
        "mail.example.com",
        "http://mail.example.org",
        "smtp://:25",
        "smtp://a@b@c",
        "smtp://mail:port",
        "smtp://mail/x",
    ],
)
def test_a_mail_server_is_an_smtp_url_of_a_host_alone(text):
    message = problem_of(smtp_url=text)
    assert message.startswith("must be such as smtp://")
    assert text not in message


def test_the_password_of_the_mail_server_is_in_no_repr():
    assert "hidden" not in repr(settings(smtp_url="smtp://news:hidden@mail.example.org:587"))
