"""People at the newsroom with real browsers, and a server that can go away."""

import socket
from threading import Thread

from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import BaseWSGIServer, make_server

from tests.services.staff import PASSWORD
from tests.web.conftest import close
from tests.web.test_browser import QuietHandler
from tests.web.world import World


class Server:
    """The world served on this machine, which can stop and start again under the same address."""

    def __init__(self, world: World) -> None:
        self.world = world
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        self.app = self.world.app(base_url=self.address)
        self.holder: BaseWSGIServer = make_server(
            "127.0.0.1", self.port, self.app, threaded=True, request_handler=QuietHandler
        )
        self.thread = Thread(target=self.holder.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.holder.shutdown()
        self.thread.join()
        self.holder.server_close()
        close(self.app)


class Seat:
    """Somebody signed in, and what their browser had to complain about."""

    def __init__(
        self,
        chromium: Browser,
        server: Server,
        name: str = "anna",
        *,
        width: int = 1200,
        language: str = "en",
    ) -> None:
        self.server = server
        self.context: BrowserContext = chromium.new_context(
            viewport={"width": width, "height": 900}, locale=language
        )
        self.said: list[str] = []
        self.page = self.open()
        self.sign_in(self.page, name)

    def open(self) -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        return page

    def sign_in(self, page: Page, name: str = "anna") -> None:
        page.goto(f"{self.server.address}/sign-in?next=/editor/new")
        page.fill("input[name=email]", f"{name}@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/editor/new")

    def go(self, path: str) -> Page:
        self.page.goto(self.server.address + path)
        return self.page
