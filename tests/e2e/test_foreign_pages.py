"""What a page of another origin can do to the server from a real browser: nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from support.browser import running_browser, visit
from support.prefix_proxy import serving_below
from support.processes import API, Stack, running_stack

EVIL = "evil.example"
ATTACKS = """
async ([api, id]) => {
  const ask = async (path, init = {}) => {
    try {
      const reply = await fetch(api + path, init);
      return reply.type === "opaque" ? "opaque" : `${reply.status} ${await reply.text()}`;
    } catch (error) {
      return "blocked";
    }
  };
  const opaque = { mode: "no-cors", method: "POST" };
  const form = new FormData();
  form.append("file", new File(["RIFF"], "evil.wav"));
  const events = await new Promise((done) => {
    const source = new EventSource(`${api}/${id}/events`);
    source.onopen = () => done("open");
    source.onerror = () => done("refused");
  });
  return {
    read: await ask(`/${id}`),
    list: await ask("/"),
    remove: await ask(`/${id}`, { method: "DELETE" }),
    again: await ask(`/${id}/regenerate`, opaque),
    make: await ask("/generate", { ...opaque, body: '{"prompt": "evil"}' }),
    makeJson: await ask("/generate", {
      method: "POST", body: '{"prompt": "evil"}', headers: { "Content-Type": "application/json" },
    }),
    upload: await ask("/upload", { ...opaque, body: form }),
    events,
  };
}
"""
SUBMIT_FORM = """
(api) => {
  const form = document.createElement("form");
  form.action = `${api}/upload`;
  form.method = "POST";
  form.enctype = "multipart/form-data";
  const input = document.createElement("input");
  input.type = "file";
  input.name = "file";
  const files = new DataTransfer();
  files.items.add(new File(["RIFF"], "evil.wav"));
  input.files = files.files;
  form.append(input);
  document.body.append(form);
  form.submit();
}
"""
MAKE = """
async (path) => {
  const reply = await fetch(path, {
    method: "POST", body: '{"prompt": "rain"}', headers: { "Content-Type": "application/json" },
  });
  return reply.status;
}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    arguments = (
        f"--host-resolver-rules=MAP {EVIL} 127.0.0.1",
        # Not every browser protects servers of the local network itself, as this one does.
        "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
    )
    with running_browser(*arguments) as running:
        yield running


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("foreign")) as running:
        yield running


def make(stack: Stack) -> dict[str, Any]:
    accepted = httpx.post(f"{stack.url}{API}/generate", json={"prompt": "rain"}).json()
    while True:
        sound: dict[str, Any] = httpx.get(f"{stack.url}{API}/{accepted['sound_id']}").json()
        if sound["generation_status"] == "completed":
            return sound


def total(stack: Stack) -> int:
    count: int = httpx.get(f"{stack.url}{API}/").json()["data"]["total"]
    return count


@contextmanager
def page_at(browser: Browser, url: str) -> Iterator[Page]:
    """Yield an empty page of an origin, whatever the server there says."""
    context = browser.new_context()
    try:
        page = context.new_page()
        page.route(
            url, lambda route: route.fulfill(body="<p>A page.</p>", content_type="text/html")
        )
        page.goto(url)
        yield page
    finally:
        context.close()


@pytest.mark.parametrize("host", [EVIL, "127.0.0.1", "localhost"])
def test_a_page_of_another_origin_changes_and_reads_nothing(
    browser: Browser, stack: Stack, host: str
) -> None:
    """Of another site, and of another port of this machine."""
    sound, count = make(stack), total(stack)
    with page_at(browser, f"http://{host}:9/attack") as page:
        seen = page.evaluate(ATTACKS, [stack.url + API, sound["id"]])
        assert seen.pop("events") == "refused"
        assert set(seen.values()) <= {"blocked", "opaque"}
        page.evaluate(SUBMIT_FORM, stack.url + API)
        expect(page.locator("body")).to_contain_text("ORIGIN_REFUSED")
    assert httpx.get(f"{stack.url}{API}/{sound['id']}").json() == sound
    assert total(stack) == count


def test_a_rebound_name_changes_and_reads_nothing(browser: Browser, stack: Stack) -> None:
    """The browser takes the page and the server for one origin, so only the name tells."""
    sound, count = make(stack), total(stack)
    url = f"http://{EVIL}:{httpx.URL(stack.url).port}"
    with page_at(browser, f"{url}/attack") as page:
        seen = page.evaluate(ATTACKS, [url + API, sound["id"]])
        assert seen.pop("events") == "refused"
        for name, reply in seen.items():
            assert reply.startswith("403 "), name
            assert "HOST_REFUSED" in reply, name
    assert httpx.get(f"{stack.url}{API}/{sound['id']}").json() == sound
    assert total(stack) == count


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_own_page_works_by_every_own_name(browser: Browser, stack: Stack, host: str) -> None:
    port = httpx.URL(stack.url).port
    with visit(browser, f"http://{host}:{port}/") as visited:
        page = visited.page
        expect(page.get_by_label("Engine", exact=True)).to_have_value("instant")
        assert page.evaluate(MAKE, f"{API}/generate") == 202
        expect(page.locator("#library-list > li").first).to_be_visible()
        assert visited.refused == []


def test_a_page_behind_a_proxy_of_its_own_origin_works(browser: Browser, stack: Stack) -> None:
    with serving_below("/envsound", stack.url) as url, page_at(browser, f"{url}/page") as page:
        assert page.evaluate(MAKE, f"/envsound{API}/generate") == 202


@pytest.mark.parametrize(
    ("path", "ready"), [("/docs", "#swagger-ui .opblock"), ("/redoc", "[data-section-id]")]
)
def test_the_reference_works_without_a_network(
    browser: Browser, stack: Stack, path: str, ready: str
) -> None:
    with (
        serving_below("/envsound", stack.url) as url,
        visit(browser, url + path) as visited,
    ):
        expect(visited.page.locator(ready).first).to_be_visible()
        assert all(asked.startswith((url, "data:", "blob:")) for asked in visited.urls)
        assert visited.refused == []
        visited.page.wait_for_load_state("networkidle")
        # The only thing that is asked of another server is a logo, and the policy stops it.
        visited.troubles = [text for text in visited.troubles if "logo-mini.svg" not in text]


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc"])
def test_no_page_can_be_framed(browser: Browser, stack: Stack, path: str) -> None:
    with page_at(browser, f"http://{EVIL}:9/attack") as page:
        page.set_content(f'<iframe src="{stack.url}{path}"></iframe>')
        frame = page.frames[1]
        frame.wait_for_load_state()
        assert frame.url == "chrome-error://chromewebdata/"
