"""The feed of an office that closes, opened in a browser."""

import pytest

from tests.web.html import check_page
from tests.web.test_moving import VISIT, client_of, shut
from tests.web.world import World


@pytest.mark.parametrize("feed", ["offices/tashkent.atom", "offices/tashkent/countries/uz.ru.rss"])
def test_the_page_of_a_feed_that_ends_says_so_and_offers_it_to_nobody(world: World, feed: str) -> None:
    shut(world, "tashkent", "quiet", over=False)
    with client_of(world) as client:
        page = check_page(client.get(f"/feeds/{feed}", headers=VISIT).text)
        head = page.xpath("//header[@class='head']")[0]
        assert "This office closes: from 1 January 2027 on its feeds" in head.text_content()
        assert head.xpath(".//a/@href") == ["/offices/quiet"]
        assert not page.xpath("//*[@id='readers' or @id='email' or @id='website']")
        assert not page.xpath("//textarea")
        others = check_page(client.get("/feeds/countries/uz.atom", headers=VISIT).text)
        assert len(others.xpath("//*[@id='readers' or @id='email' or @id='website']")) == 3
        assert "closes" not in others.xpath("string(//header[@class='head'])")
