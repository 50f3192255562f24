import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envsound_server.storage.naming import SLUG_MAX_BYTES, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Heavy rain, on leaves!", "heavy-rain-on-leaves"),
        ("雨声 放松", "雨声-放松"),
        ("../../etc/passwd", "etc-passwd"),
        ("a_b-c", "a_b-c"),
        ("...", "sound"),
        ("", "sound"),
        ("हिन्दी बारिश", "हिन्दी-बारिश"),
        ("x" * 300, "x" * 80),
        ("雨" * 100, "雨" * 26),
    ],
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text())
def test_a_slug_is_always_a_safe_file_name(name: str) -> None:
    made = slug(name)
    assert 0 < len(made.encode()) <= SLUG_MAX_BYTES
    assert not made.startswith((".", "-"))
    assert all(c in "-_" or unicodedata.category(c)[0] in "LMN" for c in made)
