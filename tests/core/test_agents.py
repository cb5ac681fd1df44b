"""User agents as readers really send them, and as nobody should."""

import pytest

from feedsvc.core.agent_families import Kind, family, family_of
from feedsvc.core.agents import MOST_AT_A_PLACE, MOST_DECLARED, identity, network_of, read_agent

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/124.0.0.0 Safari/537.36"
)
REAL = [
    (
        "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 15 subscribers; like FeedFetcher-Google)",
        "Feedly",
        15,
        "",
    ),
    ("FeedlyBot/1.0 (http://feedly.com)", "Feedly", None, ""),
    ("Feedbin feed-id:1344882 - 122 subscribers", "Feedbin", 122, "1344882"),
    ("Feedbin feed-id:12 - 1 subscriber", "Feedbin", 1, "12"),
    (
        f"NewsBlur Feed Fetcher - 3 subscribers - http://www.newsblur.com/site/77/x ({FIREFOX})",
        "NewsBlur",
        3,
        "77",
    ),
    (
        "Mozilla/5.0 (compatible; theoldreader.com; 1 subscribers; feed-id=5e3a_b-2)",
        "The Old Reader",
        1,
        "5e3a_b-2",
    ),
    ("Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 195 subscribers; )", "Inoreader", 195, ""),
    ("Mozilla/5.0 (compatible; inoreader.com; 0 subscribers)", "Inoreader", 0, ""),
    ("Bloglovin/1.0 (http://www.bloglovin.com; 5 subscribers)", "Bloglovin", 5, ""),
    ("BazQux/2.4 (+https://bazqux.com/fetcher; 10 subscribers)", "BazQux", 10, ""),
    ("Netvibes (http://www.netvibes.com; 12 subscribers; feedID: 4711)", "Netvibes", 12, "4711"),
    (
        "Feedfetcher-Google; (+http://www.google.com/feedfetcher.html; 3 subscribers; feed-id=9)",
        "Google",
        3,
        "9",
    ),
    ("NewsGatorOnline/2.0_(http://www.newsgator.com;_20_subscribers)", "NewsGator", 20, ""),
    (
        "LiveJournal.com (webmaster@livejournal.com; for https://example.org/; 4 readers)",
        "LiveJournal",
        4,
        "",
    ),
    (
        "YahooFeedSeeker/1.0 (compatible; Mozilla 4.0; http://my.yahoo.com; users 2; views 169)",
        "Yahoo",
        2,
        "",
    ),
    ("PlainFeeder v0.0.1 (+http://plainfeeder.com/about ; Subscriber Count: 31)", "", 31, ""),
    ("Mozilla/5.0 (compatible; Miniflux/2.0.51; +https://miniflux.app)", "Miniflux", None, ""),
    ("FreshRSS/1.24.3 (Linux; https://freshrss.org)", "FreshRSS", None, ""),
    ("Tiny Tiny RSS/23.10 (https://tt-rss.org/)", "Tiny Tiny RSS", None, ""),
    ("newsboat/2.30.1 (Linux x86_64)", "Newsboat", None, ""),
    ("NetNewsWire (RSS Reader; https://netnewswire.com/)", "NetNewsWire", None, ""),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.9.0", "Thunderbird", None, ""),
    (
        "Liferea/1.14.1 (Linux; https://lzone.de/liferea/) AppleWebKit (KHTML, like Gecko)",
        "Liferea",
        None,
        "",
    ),
    ("Reeder/5.3 CFNetwork/1494 Darwin/23.4.0", "Reeder", None, ""),
    ("NextCloud-News/1.0", "Nextcloud News", None, ""),
    ("python-reader/3.20 (+https://github.com/lemon24/reader)", "Reader (Python)", None, ""),
    ("rss2email/3.14 (https://github.com/rss2email/rss2email)", "rss2email", None, ""),
    ("feed2exec/0.23.0 (https://gitlab.com/anarcat/feed2exec)", "feed2exec", None, ""),
    ("MailChimp.com", "Mailchimp", None, ""),
    ("Sendinblue RSS", "Brevo", None, ""),
    ("ActiveCampaign", "ActiveCampaign", None, ""),
    ("MailerLite RSS reader", "MailerLite", None, ""),
    ("Campaign Monitor RSS", "Campaign Monitor", None, ""),
    ("FeedBlitz/1.0", "FeedBlitz", None, ""),
    ("FeedBurner/1.0 compatible: FeedBlitz", "FeedBlitz", None, ""),
    ("FeedBurner/1.0 (http://www.FeedBurner.com)", "FeedBurner", None, ""),
    ("follow.it/1.0", "Follow.it", None, ""),
    ("Blogtrottr/2.1 (+https://blogtrottr.com/robot)", "Blogtrottr", None, ""),
    ("IFTTT-Protocol/v1", "IFTTT", None, ""),
    ("Zapier", "Zapier", None, ""),
    ("Make/production", "Make", None, ""),
    ("Slackbot 1.0 (+https://api.slack.com/robots)", "Slack", None, ""),
    ("feedparser/6.0.11 +https://github.com/kurtmckee/feedparser/", "feedparser", None, ""),
    ("python-requests/2.32.3", "Python", None, ""),
    ("WordPress/6.5; https://partner.example", "WordPress", None, ""),
]


@pytest.mark.parametrize(("said", "name", "subscribers", "feed"), REAL, ids=lambda value: str(value)[:40])
def test_a_real_reader_is_known_by_its_user_agent(said: str, name: str, subscribers: int | None, feed: str):
    agent = read_agent(said)
    assert (agent.family.name, agent.subscribers, agent.feed) == (name, subscribers, feed)
    assert agent.follows


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (FIREFOX, Kind.BROWSER),
        (CHROME, Kind.BROWSER),
        ("Opera/9.80 (X11; Linux i686; U; en) Presto/2.8", Kind.BROWSER),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", Kind.BOT),
        (f"{CHROME} (compatible; bingbot/2.0)", Kind.BOT),
        ("W3C_Validator/1.3", Kind.BOT),
        ("FeedValidator/1.3", Kind.BOT),
        ("Mozilla/5.0 (compatible; SomethingNew/1.0)", Kind.UNKNOWN),
        ("", Kind.UNKNOWN),
        ("Remake of a thing", Kind.UNKNOWN),
        ("curly", Kind.UNKNOWN),
    ],
)
def test_what_has_no_name_has_a_kind(said: str, kind: Kind):
    assert family_of(said).kind is kind
    assert read_agent(said).follows is (kind is not Kind.BOT)


@pytest.mark.parametrize(
    "said",
    [
        "NewsBlur Feed Fetcher - 1000000 subscribers",
        f"Feedly/1.0 ({MOST_DECLARED + 1} subscribers)",
        "Feedly/1.0 (99999999999999999999 subscribers)",
        "Feedly/1.0 (-5.5 subscribers)",
        "Feedly/1.0 (1,234 subscribers)",
        "Feedly/1.0 (٣ subscribers)",
        "Feedly/1.0 (many subscribers)",
        "Feedly/1.0 (subscribers)",
    ],
)
def test_what_cannot_be_believed_or_read_is_not_declared(said: str):
    assert read_agent(said).subscribers is None


@pytest.mark.parametrize("said", ["\x00\r\n", "\ud800", "feed-id=" * 999, "1" * 5000, "(" * 5000, "é" * 300])
def test_any_text_is_read(said: str):
    assert family(read_agent(said).family.key) is read_agent(said).family
    assert len(read_agent(said).feed) <= 40


def test_a_family_that_is_not_known_any_more_is_unknown():
    assert family("forgotten").kind is Kind.UNKNOWN


def who(said: str, address: str) -> str:
    return identity(read_agent(said), said, address)


def test_a_service_is_one_client_whatever_its_addresses_and_its_number():
    assert who("Feedly/1.0 (3 subscribers)", "192.0.2.1") == who("Feedly/1.0 (4 subscribers)", "192.0.2.9")
    assert who("Mailchimp.com", "192.0.2.1") == who("Mailchimp.com", "192.0.2.9")
    assert who("Feedbin feed-id:1 - 3 subscribers", "a") != who("Feedbin feed-id:2 - 3 subscribers", "a")


def test_a_program_is_a_client_at_each_address():
    assert who("newsboat/2.30", "192.0.2.1") != who("newsboat/2.30", "192.0.2.9")
    assert who("newsboat/2.30", "192.0.2.1") != who("newsboat/2.31", "192.0.2.1")
    assert who("CommaFeed/1 (7 subscribers)", "a") == who("CommaFeed/1 (8 subscribers)", "a")
    assert who("CommaFeed/1 (7 subscribers)", "a") != who("CommaFeed/1 (7 subscribers)", "b")


def test_who_makes_up_many_readers_at_one_address_is_no_crowd():
    made_up = {who(f"Reader{number} ({number} subscribers)", "192.0.2.1") for number in range(9)}
    assert len(made_up) == 1
    assert len({who(f"newsboat/{number}", "192.0.2.1") for number in range(999)}) == MOST_AT_A_PLACE
    assert who("Reader1 (1 subscribers)", "192.0.2.2") not in made_up


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_a_household_is_one_network(address: str, network: str):
    assert network_of(address) == network


def test_a_command_reads_for_nobody_unless_it_says_so():
    assert read_agent("curl/8.5.0").family.name == "curl"
    assert not read_agent("curl/8.5.0").follows
    assert not read_agent("Wget/1.21").follows
    assert read_agent("curl/8.5.0 (3 subscribers)").follows
