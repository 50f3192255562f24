"""The terms of a sound that is made from another one."""

from dataclasses import replace

import pytest

from envsound_server.audio.tags import SoundTags
from envsound_server.domain.engine import CommercialUse, License
from envsound_server.storage.terms import combined, license_in

FREE = License("free to use", CommercialUse.YES)
CREDITED = License("CC BY 4.0", CommercialUse.YES, attribution="Recorded by the library")
RESEARCH = License(
    "research only", CommercialUse.NO, attribution="Powered by S", terms_url="https://r.example"
)
COMMUNITY = License(
    "community", CommercialUse.UP_TO_REVENUE, 1_000_000, "Powered by S", "https://c.example"
)


@pytest.mark.parametrize("source", [None, FREE, COMMUNITY])
def test_what_asks_for_nothing_more_changes_nothing(source: License | None) -> None:
    assert combined(COMMUNITY, source) == COMMUNITY


def test_what_may_not_be_sold_may_not_be_sold_in_another_form() -> None:
    both = combined(COMMUNITY, RESEARCH)
    assert both.commercial_use is CommercialUse.NO
    assert both.name == "community; made from a sound under: research only"
    assert both.terms_url == "https://r.example"
    assert both.attribution == "Powered by S"
    assert both.revenue_limit_usd == 0
    assert combined(COMMUNITY, both) == both  # and so on, without growing


def test_the_lower_limit_holds() -> None:
    lower = replace(COMMUNITY, name="lower", revenue_limit_usd=50_000)
    assert combined(COMMUNITY, lower).revenue_limit_usd == 50_000
    assert combined(FREE, COMMUNITY).revenue_limit_usd == 1_000_000


def test_both_are_credited() -> None:
    assert combined(COMMUNITY, CREDITED).attribution == "Powered by S; Recorded by the library"


def test_an_older_file_has_the_terms_of_its_engine() -> None:
    tags = SoundTags("rain", "rain", "", "", "old", "1", 1, 0, 0.0, loop=False, notes=())
    assert license_in(tags, {"old": RESEARCH}) == RESEARCH
    assert license_in(tags, {}) is None
    assert license_in(None, {"old": RESEARCH}) is None
    told = replace(tags, license_name="community", commercial_use="up_to_revenue",
                   revenue_limit_usd=1_000_000, attribution="Powered by S",
                   terms_url="https://c.example")  # fmt: skip
    assert license_in(told, {"old": RESEARCH}) == COMMUNITY
    newer = license_in(replace(told, commercial_use="on sundays"), {})
    assert newer is not None
    assert newer.commercial_use is CommercialUse.NO
