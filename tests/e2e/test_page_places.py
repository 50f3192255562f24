"""The page below a proxy's prefix, and its player for sounds that are not public."""

import hashlib
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.browser import running_browser, visit
from support.processes import API, Stack, free_port, running_stack
from support.servers import leave_out

KEY = "envsound_of-a-test"
_PREFIX_PROXY = """
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
frontend studio
    bind 127.0.0.1:{port}
    http-request deny if !{{ path_beg /studio/sounds/ }}
    http-request replace-path /studio/sounds/(.*) /\\1
    default_backend envsound
backend envsound
    server envsound 127.0.0.1:{backend_port}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    with running_browser() as running:
        yield running


@contextmanager
def prefix_proxy(folder: Path, stack: Stack) -> Iterator[str]:
    """Yield the URL of the page behind a proxy that takes a prefix away."""
    if shutil.which("haproxy") is None:
        leave_out("HAProxy")
    port = free_port()
    path = folder / "haproxy.cfg"
    path.write_text(_PREFIX_PROXY.format(port=port, backend_port=stack.backend_port))
    with (folder / "haproxy.log").open("wb") as log:
        process = subprocess.Popen(["haproxy", "-db", "-f", path], stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}/studio/sounds/"
    try:
        deadline = time.monotonic() + 20
        while not _answers(f"{url}health"):
            assert time.monotonic() < deadline, (folder / "haproxy.log").read_text()
            time.sleep(0.05)
        yield url
    finally:
        process.kill()
        process.wait(20)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).is_success
    except httpx.TransportError:
        return False


def generate(page: Page, name: str) -> Locator:
    """Generate a sound by the form, and return its card."""
    page.get_by_label("Prompt", exact=True).fill("wind")
    page.get_by_label("Name").first.fill(name)
    page.get_by_label("Duration", exact=False).first.fill("2")
    button = page.get_by_role("button", name="Generate", exact=True)
    expect(button).to_be_enabled()
    button.click()
    return page.locator("#library-list > li").filter(has_text=name)


def wait_until_it_plays(page: Page, card: Locator) -> None:
    handle = card.locator("audio").element_handle()
    page.wait_for_function("audio => audio.readyState >= 2 && audio.currentTime > 0.1", arg=handle)


def test_it_works_below_a_prefix(browser: Browser, tmp_path: Path) -> None:
    with (
        running_stack(tmp_path) as stack,
        prefix_proxy(tmp_path, stack) as url,
        visit(browser, url) as visited,
    ):
        page = visited.page
        card = generate(page, "Below")
        expect(card.get_by_role("img")).to_be_visible()
        card.locator("audio").focus()
        page.keyboard.press("Space")
        wait_until_it_plays(page, card)
        with page.expect_download() as started:
            card.get_by_role("link", name="Download").click()
        assert started.value.suggested_filename == "Below.wav"
        assert visited.refused == []
        page.get_by_role("link", name="API documentation").click()
        expect(page.get_by_role("heading", name="Environment sounds").first).to_be_visible()
        assert visited.refused == []


def test_a_sound_that_is_not_public_is_played_with_the_key(
    browser: Browser, tmp_path: Path
) -> None:
    digest = hashlib.sha256(KEY.encode()).hexdigest()
    keys = json.dumps({"alice": {"role": "editor", "sha256": digest}})
    with running_stack(tmp_path, API_KEYS=keys) as stack, visit(browser, stack.url) as visited:
        page = visited.page
        page.get_by_label("API key").fill(KEY)
        page.get_by_label("API key").press("Enter")
        expect(page.get_by_label("Engine", exact=True)).to_have_value("instant")
        card = generate(page, "Private")
        expect(card).to_be_visible()
        with httpx.Client(base_url=stack.url, headers={"X-API-Key": KEY}, trust_env=False) as http:
            [sound] = http.get(f"{API}/").json()["data"]["sounds"]
            assert http.put(f"{API}/{sound['id']}", json={"is_public": False}).is_success
        page.reload()
        card.get_by_role("button", name="Play").click()
        wait_until_it_plays(page, card)
        with page.expect_download() as started:
            card.get_by_role("button", name="Download").click()
        assert started.value.suggested_filename == "Private.wav"
