"""The page in a real browser, against both real processes."""

import hashlib
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from support.browser import Visit, running_browser, visit
from support.processes import API, Stack, running_stack
from support.tangoflux_checkpoint import tiny_checkpoint as tiny_checkpoint

KEY = "envsound_of-a-test"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    with running_browser() as running:
        yield running


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("page")) as running:
        yield running


@pytest.fixture
def visited(browser: Browser, stack: Stack) -> Iterator[Visit]:
    with visit(browser, stack.url) as visited:
        expect(visited.page.get_by_label("Engine", exact=True)).to_have_value("instant")
        yield visited


@pytest.fixture
def page(visited: Visit) -> Page:
    return visited.page


def ask_for(page: Page, prompt: str, **fields: str) -> None:
    """Fill in the form and submit it by the keyboard."""
    engine = fields.pop("engine", "instant")
    page.get_by_label("Engine", exact=True).select_option(engine)
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " "), exact=False).first.fill(value)
    box = page.get_by_label("Prompt", exact=True)
    box.fill(prompt)
    # While one request is on its way, the form sends no other.
    expect(page.get_by_role("button", name="Generate", exact=True)).to_be_enabled()
    box.press("Control+Enter")


def in_progress(page: Page, name: str) -> Locator:
    return page.locator("#making-list > li").filter(has_text=name)


def in_library(page: Page, name: str) -> Locator:
    return page.locator("#library-list > li").filter(has_text=name)


def named(stack: Stack, name: str) -> dict[str, Any]:
    reply = httpx.get(f"{stack.url}{API}/", params={"search": name})
    [sound] = reply.json()["data"]["sounds"]
    return dict(sound)


def is_any_in_progress(stack: Stack) -> bool:
    stats = httpx.get(f"{stack.url}{API}/stats").json()
    return bool(stats["pending_sounds"] + stats["processing_sounds"])


def play(page: Page, card: Locator) -> None:
    """Start the player by its key, and wait until it has played for a moment."""
    player = card.locator("audio")
    player.focus()
    page.keyboard.press("Space")
    handle = player.element_handle()
    page.wait_for_function("audio => audio.readyState >= 2 && audio.currentTime > 0.1", arg=handle)


def test_a_sound_is_generated_followed_and_played(visited: Visit, stack: Stack) -> None:
    page = visited.page
    ask_for(
        page, "waves on a beach", engine="slow", Duration="3", Seed="7", Steps="250", Name="Beach"
    )
    row = in_progress(page, "Beach")
    expect(row).to_contain_text("generating")
    page.wait_for_function("0 < document.querySelector('#making-list progress').value")
    assert 0 < row.locator("progress").evaluate("bar => bar.value") < 100
    expect(row).to_contain_text(re.compile(r"step \d+ of 250 · \d+ %"))
    expect(row).to_contain_text("left")

    card = in_library(page, "Beach")
    expect(card).to_be_visible()
    expect(row).to_have_count(0)
    for text in (
        "waves on a beach",
        "3 s",
        "Engine slow (1)",
        "seed 7",
        "250 steps",
        "Licence: Test License · commercial use below US$ 1,000,000 a year · Powered by tests",
        "made for a test",
    ):
        expect(card).to_contain_text(text)
    picture = card.get_by_role("img", name="Waveform of Beach")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 320
    play(page, card)
    assert card.locator("audio").evaluate("audio => audio.duration") == pytest.approx(3)
    with page.expect_download() as started:
        card.get_by_role("link", name="Download").click()
    sound = named(stack, "Beach")
    content = Path(started.value.path()).read_bytes()
    assert hashlib.sha256(content).hexdigest() == sound["sha256"]
    assert (sound["play_count"], sound["download_count"]) == (1, 1)
    assert visited.refused == []


def test_several_sounds_are_shown_while_they_wait(page: Page, stack: Stack) -> None:
    endless = {"prompt": "busy", "engine": "slow", "steps": 10_000}
    # As many as the engine takes at a time.
    blocking = [httpx.post(f"{stack.url}{API}/generate", json=endless).json() for _ in range(2)]
    names = [f"Queue {number}" for number in range(4)]
    for name in names:
        ask_for(page, "wind", engine="slow", Steps="10", Name=name)
        expect(page.get_by_role("status")).to_contain_text(name)
    expect(page.locator("#making-list > li")).to_have_count(6)
    for name in names:
        expect(in_progress(page, name)).to_contain_text("waiting · ")
    for accepted in blocking:
        httpx.post(f"{stack.url}{API}/{accepted['sound_id']}/cancel").raise_for_status()
    for name in names:
        expect(in_library(page, name)).to_be_visible()
    expect(page.locator("#making")).to_be_hidden()


def test_a_sound_that_ends_at_once_is_shown_at_once(page: Page, stack: Stack) -> None:
    def answer_when_nothing_is_in_progress(route: Route) -> None:
        while is_any_in_progress(stack):
            time.sleep(0.05)
        route.continue_()

    page.route(lambda url: "status=p" in url, answer_when_nothing_is_in_progress)
    # With its clock stopped the page sends no requests by itself.
    page.clock.install(time="2026-01-01T00:00:00")
    page.clock.pause_at("2026-01-01T01:00:00")
    page.reload()
    expect(page.get_by_label("Engine", exact=True)).to_have_value("instant")
    ask_for(page, "wind", Duration="1", Seed="4", Name="Quick")
    card = in_library(page, "Quick")
    expect(card).to_be_visible()
    card.get_by_role("button", name="Regenerate").click()
    page.get_by_role("button", name="Replace it").click()
    expect(card).to_be_visible()
    expect(card).not_to_contain_text(re.compile(r"seed 4\b"))


def test_a_sound_can_be_cancelled(page: Page, stack: Stack) -> None:
    ask_for(page, "endless rain", engine="slow", Steps="10000", Name="Endless")
    row = in_progress(page, "Endless")
    expect(row).to_contain_text("generating")
    row.get_by_role("button", name="Cancel").press("Enter")
    expect(row).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("is cancelled")
    assert named(stack, "Endless")["generation_status"] == "cancelled"
    expect(in_library(page, "Endless")).to_have_count(0)
    page.get_by_label("Filter").select_option("cancelled")
    expect(in_library(page, "Endless")).to_be_visible()


def test_the_terms_of_an_engine_and_its_unavailable_reason_are_shown(page: Page) -> None:
    facts = page.locator("#engine-facts")
    limit = "commercial use below US$ 1,000,000 a year"
    expect(facts).to_contain_text(f"Licence: Test License · {limit}")
    expect(page.get_by_label("Steps")).to_be_hidden()
    engine = page.get_by_label("Engine", exact=True)
    engine.select_option("tangoflux")
    expect(engine.locator("option:checked")).to_contain_text("no commercial use")
    expect(facts).to_contain_text("non-commercial, research only")
    expect(facts).to_contain_text("Powered by Stability AI")
    expect(facts).to_contain_text("TANGOFLUX_WEIGHTS")
    expect(page.get_by_label("Steps")).to_have_attribute("placeholder", "50")
    expect(page.get_by_label("CFG scale")).to_have_attribute("placeholder", "3.5")
    expect(page.locator("#duration-hint")).to_have_text("0.5 to 600 seconds")
    engine.select_option("weightless")
    expect(facts).to_contain_text("run `install-weights`")
    expect(facts).not_to_contain_text("Powered by Stability AI")


def test_a_sound_of_a_model_shows_its_attribution(
    browser: Browser, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    pytest.importorskip("torch", reason="TangoFlux is not installed: make install-tangoflux")
    settings = {
        "ENVSOUND_ENGINE": "auto",
        "TANGOFLUX_WEIGHTS": str(request.getfixturevalue("tiny_checkpoint")),
        "TANGOFLUX_COMPILE": "off",
        "OMP_NUM_THREADS": "1",
    }
    with running_stack(tmp_path, **settings) as stack, visit(browser, stack.url) as visited:
        page = visited.page
        expect(page.get_by_label("Engine", exact=True)).to_have_value("tangoflux")
        expect(page.locator("#engine-facts")).to_contain_text("Powered by Stability AI")
        ask_for(page, "rain", engine="tangoflux", Duration="1", Steps="4", Negative_prompt="voices")
        card = in_library(page, "rain")
        expect(card).to_contain_text("Powered by Stability AI")
        for text in ("Engine tangoflux", "4 steps", "CFG 3.5", "without “voices”"):
            expect(card).to_contain_text(text)


def test_the_format_of_the_file_can_be_chosen(page: Page, stack: Stack) -> None:
    page.get_by_label("File format").select_option("FLAC")
    ask_for(page, "wind", Name="Packed")
    expect(in_library(page, "Packed")).to_contain_text("FLAC")
    assert str(named(stack, "Packed")["file_path"]).endswith(".flac")


def test_problems_are_shown_at_their_fields(visited: Visit) -> None:
    page = visited.page
    ask_for(page, " ", Duration="long", Seed="-1")
    expect(page.locator("#prompt-problem")).to_contain_text("at least 1 character")
    expect(page.locator("#duration-problem")).to_contain_text("valid number")
    expect(page.locator("#seed-problem")).to_contain_text("greater than or equal to 0")
    expect(page.get_by_label("Prompt", exact=True)).to_be_focused()
    expect(page.get_by_label("Prompt", exact=True)).to_have_attribute("aria-invalid", "true")

    ask_for(page, "wind", Duration="61", Seed="1")
    expect(page.locator("#duration-problem")).to_contain_text("from 0.5 to 60")
    expect(page.locator("#prompt-problem")).to_be_empty()
    assert {status for status, _ in visited.refused} == {422}


def test_a_prompt_that_is_not_understood_is_reported_at_the_prompt(page: Page) -> None:
    ask_for(page, "a violin", engine="procedural")
    expect(page.locator("#prompt-problem")).to_contain_text("did you mean: ")
    expect(page.get_by_label("Prompt", exact=True)).to_be_focused()
    expect(in_progress(page, "a violin")).to_have_count(0)


def test_the_sounds_in_a_prompt_are_shown_while_it_is_typed(visited: Visit) -> None:
    page = visited.page
    reading = page.get_by_role("group", name="Sounds in the prompt")
    expect(reading).to_be_hidden()
    engine = page.get_by_label("Engine", exact=True)
    engine.select_option("procedural")
    expect(reading).to_contain_text("shown here while you type")
    top = engine.evaluate("select => select.offsetTop")

    prompt = page.get_by_label("Prompt", exact=True)
    prompt.press_sequentially("light rain, after five seconds distant thunder, no wind", delay=20)
    sounds = reading.get_by_role("list", name="Sounds")
    expect(sounds.get_by_role("listitem")).to_have_text(
        [re.compile("rain 雨: light"), re.compile("thunder 雷: distant, from 5 s")]
    )
    expect(reading.get_by_role("list", name="Left out")).to_have_text("wind")
    expect(reading.get_by_role("list", name="Not understood")).to_have_count(0)
    assert sum(url.endswith("/read-prompt") for url in visited.urls) < 10
    page.get_by_label("Duration").fill("8")
    expect(sounds).to_contain_text("from 5 s")
    page.get_by_label("Negative prompt").fill("rain")
    expect(sounds.get_by_role("listitem")).to_have_count(1)
    assert engine.evaluate("select => select.offsetTop") == top

    engine.select_option("instant")
    expect(reading).to_be_hidden()
    assert visited.refused == []


def test_a_suggestion_becomes_the_prompt_or_joins_it(page: Page) -> None:
    page.get_by_label("Engine", exact=True).select_option("procedural")
    prompt = page.get_by_label("Prompt", exact=True)
    reading = page.get_by_role("group", name="Sounds in the prompt")
    suggestions = reading.get_by_role("list", name="Did you mean").get_by_role("button")
    sounds = reading.get_by_role("list", name="Sounds").get_by_role("listitem")
    prompt.fill("a violin")
    expect(reading.get_by_role("list", name="Not understood")).to_contain_text("violin")
    example = str(suggestions.first.get_attribute("title")).partition(" · ")[0]
    suggestions.first.press("Enter")
    expect(prompt).to_have_value(example)
    expect(prompt).to_be_focused()
    expect(sounds).to_have_count(1)
    expect(suggestions).to_have_count(0)

    prompt.fill("下雨，小提琴")
    example = str(suggestions.first.get_attribute("title")).partition(" · ")[2]
    suggestions.first.click()
    expect(prompt).to_have_value(f"下雨，小提琴，{example}")
    expect(sounds).to_have_count(2)


def test_a_late_reading_does_not_take_the_place_of_a_newer_one(page: Page) -> None:
    def answer_one(route: Route) -> None:
        if "thunder" not in str(route.request.post_data):
            route.continue_()

    page.route("**/read-prompt", answer_one)
    page.get_by_label("Engine", exact=True).select_option("procedural")
    prompt = page.get_by_label("Prompt", exact=True)
    with page.expect_request("**/read-prompt"):
        prompt.fill("thunder")
    # The page aborts the request whose reading is no longer wanted.
    with page.expect_event("requestfailed", lambda request: "thunder" in str(request.post_data)):
        prompt.fill("rain")
    expect(page.get_by_role("list", name="Sounds")).to_have_text("rain 雨")


def test_the_sound_kinds_of_an_engine_can_be_searched(page: Page) -> None:
    page.get_by_label("Engine", exact=True).select_option("procedural")
    facts = page.locator("#engine-facts")
    facts.get_by_text("sound kinds").click()
    search = facts.get_by_role("searchbox")
    expect(facts.get_by_role("listitem").nth(99)).to_be_attached()
    for words in ("铜锣", "a Gong"):
        search.fill(words)
        expect(facts.get_by_role("listitem")).to_have_text(["gong 锣"])
    search.press("Enter")
    expect(page.locator("#prompt-problem")).to_be_empty()


def test_markup_in_a_prompt_stays_text(page: Page) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    prompt = "<script>alert(1)</script><img src=x onerror=alert(2)> 雨声"
    ask_for(page, prompt, Duration="1")
    card = in_library(page, "雨声")
    expect(card.get_by_role("heading")).to_have_text(prompt)
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("script").count() == 1


def test_a_seed_keeps_all_its_digits(page: Page, stack: Stack) -> None:
    seed = "9223372036854775807"
    ask_for(page, "wind", Seed=seed, Name="Long seed")
    expect(in_library(page, "Long seed")).to_contain_text(f"seed {seed}")
    assert named(stack, "Long seed")["seed"] == int(seed)


def test_favourites_search_regeneration_and_deleting(page: Page, stack: Stack) -> None:
    ask_for(page, "creaking door", Duration="1", Seed="5", Name="Door one")
    ask_for(page, "creaking door", Duration="1", Seed="5", Name="Door two")
    expect(in_library(page, "Door two")).to_be_visible()
    page.get_by_label("Search").fill("door two")
    expect(page.locator("#page-number")).to_have_text("Page 1 of 1 · 1 sound")
    card = in_library(page, "Door two")
    card.get_by_role("button", name="Favourite").click()
    expect(card.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")

    before = named(stack, "Door two")
    card.get_by_role("button", name="Regenerate").click()
    page.get_by_role("button", name="Replace it").click()
    expect(card).to_be_visible()
    expect(card).not_to_contain_text(re.compile(r"seed 5\b"))
    after = named(stack, "Door two")
    assert after["is_favorited"]
    assert after["sha256"] != before["sha256"]

    card.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Keep it").click()
    expect(card).to_be_visible()
    card.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()
    expect(card).to_have_count(0)
    expect(page.locator("#page-number")).to_have_text("No sounds.")
    page.get_by_label("Search").fill("")
    expect(in_library(page, "Door one")).to_be_visible()


def test_the_library_has_pages(page: Page, stack: Stack) -> None:
    replies = [
        httpx.post(f"{stack.url}{API}/generate", json={"prompt": "paging", "name": f"Leaf {n:02}"})
        for n in range(12)
    ]
    stack.wait_until_done([reply.json()["sound_id"] for reply in replies])
    page.get_by_label("Search").fill("leaf")
    expect(page.locator("#page-number")).to_have_text("Page 1 of 2 · 12 sounds")
    expect(page.locator("#library-list > li")).to_have_count(10)
    expect(in_library(page, "Leaf 11")).to_be_visible()
    page.get_by_role("button", name="Older").press("Enter")
    expect(page.locator("#library-list > li")).to_have_count(2)
    expect(in_library(page, "Leaf 00")).to_be_visible()
    expect(page.get_by_role("button", name="Older")).to_be_disabled()


def test_it_goes_on_when_the_backend_was_away(browser: Browser, tmp_path: Path) -> None:
    with running_stack(tmp_path) as stack, visit(browser, stack.url) as visited:
        page = visited.page
        ask_for(page, "wind", engine="slow", Steps="100", Name="Survivor")
        expect(in_progress(page, "Survivor")).to_contain_text("generating")
        stack.kill_backend()
        expect(page.locator("#making")).to_contain_text("cannot be reached")
        stack.start_backend()
        expect(in_library(page, "Survivor")).to_be_visible()
        expect(page.get_by_text("cannot be reached")).to_have_count(0)


def test_a_key_is_required_and_kept_in_the_tab(browser: Browser, tmp_path: Path) -> None:
    digest = hashlib.sha256(KEY.encode()).hexdigest()
    keys = json.dumps({"alice": {"role": "editor", "sha256": digest}})
    with running_stack(tmp_path, API_KEYS=keys) as stack, visit(browser, stack.url) as visited:
        page = visited.page
        box = page.get_by_label("API key")
        expect(box).to_be_focused()
        expect(page.locator("#key-problem")).to_contain_text("X-API-Key")
        box.fill("wrong")
        box.press("Enter")
        expect(page.locator("#key-problem")).to_be_visible()
        expect(box).to_be_empty()
        expect(box).to_be_visible()
        box.fill(KEY)
        box.press("Enter")
        expect(page.get_by_label("Engine", exact=True)).to_have_value("instant")
        expect(box).to_be_hidden()
        ask_for(page, "wind", Duration="1", Name="Guarded")
        card = in_library(page, "Guarded")
        expect(card.get_by_role("img")).to_be_visible()
        play(page, card)
        with page.expect_download() as started:
            card.get_by_role("link", name="Download").click()
        assert started.value.suggested_filename == "Guarded.wav"
        page.reload()
        expect(in_library(page, "Guarded")).to_be_visible()
        assert not any(KEY in url for url in visited.urls)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_follows_the_colour_scheme(
    browser: Browser, stack: Stack, scheme: str
) -> None:
    with visit(browser, stack.url, viewport=PHONE, color_scheme=scheme) as visited:
        page = visited.page
        ask_for(page, "w" * 300, Duration="1", Name=f"{scheme} {'n' * 150}")
        expect(in_library(page, f"{scheme} nnn").get_by_role("img")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        brightness = sum(int(part) for part in ground[4:-1].split(",")) / 3
        assert (brightness > 128) == (scheme == "light")
        assert any(f"theme={scheme}" in url for url in visited.urls)
