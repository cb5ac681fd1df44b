"""No address leads feedsvc into the network that it stands in: as written, by name or by redirect."""

import pytest

from feedsvc.core.errors import FetchFailed
from feedsvc.fetching import Fetched, fetch
from tests.fetching.sites import LOCAL, Names, Site, redirecting, saying

pytestmark = pytest.mark.sockets
ONE_PRIVATE = "10.9.9.9"


def get(url: str, **others: object) -> Fetched:
    return fetch(url, user_agent="feedsvc/0", deadline_seconds=20, **others)  # type: ignore[arg-type]  # many types


def refusal(url: str, **others: object) -> str:
    with pytest.raises(FetchFailed) as caught:
        get(url, **others)
    assert caught.value.lasting, caught.value
    return str(caught.value)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254",  # metadata of clouds
        "100.64.0.1",  # carrier-grade NAT
        "224.0.0.1", "255.255.255.255", "192.0.0.192",
        "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]",
        "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]",
        "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]",
        "2130706433", "017700000001", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "127.0.0.1.",
        "①②⑦.0.0.1", "127。0。0。1",
    ],
)  # fmt: skip
def test_no_address_of_this_network_is_asked_however_it_is_written(host: str):
    assert refusal(f"http://{host}/", resolver=Names()).startswith("The address is refused: ")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        ONE_PRIVATE,
        "169.254.169.254",
        "100.64.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "fd00:ec2::254",
        "64:ff9b::7f00:1",
    ],
)
def test_no_name_leads_to_an_address_of_this_network(address: str):
    names = Names(feeds_example=[[address]])
    assert refusal("http://feeds.example/", resolver=names).startswith("The address is refused: ")
    assert names.asked == ["feeds.example"]


def test_a_name_with_a_public_and_a_private_address_is_refused():
    names = Names(feeds_example=[["93.184.215.14", ONE_PRIVATE]])
    assert "refused" in refusal("http://feeds.example/", resolver=names)


def test_the_address_that_was_checked_is_the_one_that_is_asked(site: Site):
    """DNS rebinding: the name points elsewhere when it is asked a second time; it is not."""
    site.on("/", saying(b"checked"))
    names = Names(feeds_example=[["127.0.0.1"], [ONE_PRIVATE]])
    got = get(site.url(host="feeds.example"), resolver=names, allowed_networks=LOCAL)
    assert got.body == b"checked"
    assert names.asked == ["feeds.example"]
    assert "refused" in refusal(site.url(host="feeds.example"), resolver=names, allowed_networks=LOCAL)
    assert len(site.visits) == 1


@pytest.mark.parametrize(
    "location",
    [
        f"http://{ONE_PRIVATE}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.9.9.9]/",
        "//10.9.9.9/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://ada:hunter2@127.0.0.1/",
        "http://intranet.example/",
    ],
)
def test_a_redirect_leads_nowhere_that_a_url_may_not(site: Site, location: str):
    url = site.on("/feed", redirecting(302, location))
    names = Names(intranet_example=[[ONE_PRIVATE]])
    said = refusal(url, allowed_networks=LOCAL, resolver=names)
    assert said.startswith("The address is refused: ")
    assert "hunter2" not in said
    assert site.paths() == ["/feed"]


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "file:///etc/passwd", "example.org", "", "http://", "http:///x"]
)
def test_only_pages_of_the_web_are_asked(url: str):
    assert refusal(url)


def test_a_user_name_in_the_address_is_refused_and_not_repeated():
    said = refusal("http://ada:hunter2@example.org/")
    assert "credentials" in said
    assert "hunter2" not in said


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 9000])
def test_ports_that_serve_no_pages_are_not_asked(port: int):
    names = Names(feeds_example=[["93.184.215.14"]])
    assert refusal(f"http://feeds.example:{port}/", resolver=names) == (
        f"Port {port} is not asked: only 80, 443, 8080 and 8443 are."
    )


def test_from_https_no_redirect_leads_to_http():
    from feedsvc.fetching.asking import Answer, Errand, Limits

    class Scripted(Errand):
        """An errand on which one answer waits."""

        def _ask(self, url: str) -> Answer:
            return Answer(status=301, url=url, headers={}, location="http://feeds.example/")

    limits = Limits(max_bytes=1, cut=False, seconds=5, redirects=5, networks=())
    with Scripted(limits, {}, None) as errand, pytest.raises(FetchFailed, match="from https to http"):
        errand.run("https://feeds.example/")
