import asyncio
import re
import time
from unittest.mock import patch

import pytest

from backend.access.rate_limits import RateLimits
from backend.errors import RateLimited
from backend.settings.values import rate_limit


def limits_of(text: str) -> RateLimits:
    return RateLimits({"generate": rate_limit(text)}, None)


async def test_each_caller_has_as_many_as_are_allowed_and_no_more() -> None:
    limits = limits_of("3/hour")
    for _ in range(3):
        await limits.count("generate", "alice")
    with pytest.raises(RateLimited):
        await limits.count("generate", "alice")
    await limits.count("generate", "bob")


async def test_fifty_at_once_do_not_slip_through() -> None:
    limits = limits_of("20/hour")
    counts = [limits.count("generate", "alice") for _ in range(50)]
    results = await asyncio.gather(*counts, return_exceptions=True)
    assert sum(isinstance(result, RateLimited) for result in results) == 30


async def test_a_caller_is_told_what_is_left_and_until_when() -> None:
    limits = limits_of("2/minute")
    told = [await limits.count("generate", "alice") for _ in range(2)]
    assert [headers["RateLimit-Policy"] for headers in told] == ['"generate";q=2;w=60'] * 2
    left = [re.fullmatch(r'"generate";r=(\d);t=(\d+)', each["RateLimit"]) for each in told]
    assert [match and match[1] for match in left] == ["1", "0"]
    with pytest.raises(
        RateLimited, match=r"more than 2 requests in 60 s; try again in \d+ s"
    ) as no:
        await limits.count("generate", "alice")
    assert 1 <= no.value.retry_after_seconds <= 60
    assert no.value.headers["RateLimit"].startswith('"generate";r=0;t=')


async def test_who_waits_as_long_as_told_is_let_in_again() -> None:
    limits = limits_of("1/minute")
    await limits.count("generate", "alice")
    with pytest.raises(RateLimited) as no:
        await limits.count("generate", "alice")
    later = time.time() + no.value.retry_after_seconds
    with patch("time.time", lambda: later):
        await limits.count("generate", "alice")


async def test_off_is_no_limit() -> None:
    limits = limits_of("off")
    assert [await limits.count("generate", "alice") for _ in range(1000)] == [{}] * 1000
