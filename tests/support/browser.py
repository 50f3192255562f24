"""A real Chromium for tests, with pages that are monitored for errors."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from support.servers import leave_out

_PROGRAMS = ("chromium", "google-chrome", "chromium-browser")
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_WAIT_MS = 20_000
_REFUSED = "Failed to load resource"
"""Prefix of console messages about a reply that `Visit.refused` holds already."""


@contextmanager
def running_browser(*arguments: str) -> Iterator[Browser]:
    """Yield a browser with further arguments, or skip the test where there is none."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        leave_out("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=[*_ARGUMENTS, *arguments]
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """A page in a separate profile.

    Attributes:
        page: The page.
        troubles: Errors of scripts, and what the content security policy stopped.
        refused: Replies that were errors, as status and path.
        urls: All requested URLs.
    """

    page: Page
    troubles: list[str] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Record the page's events from now on."""
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._on_console)
        self.page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_REFUSED):
            self.troubles.append(message.text)

    def _on_response(self, response: Response) -> None:
        self.urls.append(response.url)
        if response.status >= 400:
            self.refused.append((response.status, response.url.partition("?")[0]))


@contextmanager
def visit(browser: Browser, url: str, **options: Any) -> Iterator[Visit]:
    """Yield the page at a URL, and require at the end of the block that it had no errors."""
    context = browser.new_context(**options)
    context.set_default_timeout(_WAIT_MS)
    try:
        page = context.new_page()
        visited = Visit(page)
        visited.listen()
        page.goto(url)
        yield visited
        assert visited.troubles == [], visited.troubles
    finally:
        context.close()
