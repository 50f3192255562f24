import hashlib
import tomllib
from pathlib import Path

import pytest

from backend.access.api_keys import ApiKeys, ApiKeysUnusable, Caller, Role, key_line, new_key

HASH = hashlib.sha256(b"k").hexdigest()


def people_of(tmp_path: Path, *lines: str, text: str = "") -> ApiKeys:
    file = tmp_path / "keys.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return ApiKeys.read(file, text)


def test_a_printed_line_lets_its_key_in_and_no_other(tmp_path: Path) -> None:
    alice, bob = new_key(), new_key()
    api_keys = people_of(
        tmp_path, key_line("阿明 A.", Role.EDITOR, alice), key_line("bob", Role.VIEWER, bob)
    )
    assert api_keys.caller(alice, "10.0.0.1") == Caller("阿明 A.", Role.EDITOR, "10.0.0.1")
    assert api_keys.caller(bob, "10.0.0.1") == Caller("bob", Role.VIEWER, "10.0.0.1")
    for wrong in (
        None,
        "",
        new_key(),
        alice[:-1],
        alice + "x",
        alice.upper(),
        "é" * 9,
        "k" * 10**6,
    ):
        assert api_keys.caller(wrong, "10.0.0.1") is None


def test_the_line_does_not_hold_the_key() -> None:
    key = new_key()
    line = key_line("alice", Role.ADMIN, key)
    assert key not in line
    assert key.removeprefix("envsound_") not in line
    assert tomllib.loads(line)["alice"]["role"] == "admin"


def test_keys_do_not_repeat_and_cannot_be_guessed() -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(len(key.removeprefix("envsound_")) == 43 for key in keys)  # 256 bits in base 64


def test_without_keys_everyone_is_an_anonymous_admin() -> None:
    api_keys = ApiKeys.read(None, "")
    assert not api_keys.has_keys
    assert api_keys.caller("whatever", "::1") == Caller("anonymous", Role.ADMIN, "::1")


def test_an_old_and_a_new_key_work_side_by_side(tmp_path: Path) -> None:
    text = f'{{"alice": {{"role": "editor", "sha256": "{HASH}"}}}}'
    old = new_key()
    api_keys = people_of(tmp_path, key_line("alice", Role.EDITOR, old), text=text)
    assert api_keys.caller(old, "") == api_keys.caller("k", "") == Caller("alice", Role.EDITOR, "")


def test_editors_change_their_own_and_admins_all() -> None:
    for role, own, others, nobodys in (
        (Role.VIEWER, False, False, False),
        (Role.EDITOR, True, False, False),
        (Role.ADMIN, True, True, True),
    ):
        caller = Caller("alice", role, "")
        changes = [caller.may_change(name) for name in ("alice", "bob", None)]
        assert changes == [own, others, nobodys], role


def test_a_role_includes_those_before_it() -> None:
    assert [role for role in Role if Role.EDITOR.includes(role)] == [Role.VIEWER, Role.EDITOR]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("", "holds no key"),
        ('"a" = 1', "'a': each person"),
        ('"a" = { role = "owner", sha256 = "HASH" }', "viewer, editor or admin"),
        ('"a" = { role = "editor", sha256 = "secret" }', "64 hexadecimal"),
        ('"a" = { role = "editor", key = "secret" }', "64 hexadecimal"),
        ('"a" = { role = "editor", sha256 = "HASH", key = "secret" }', "no more"),
        ('"a\\u0000" = { role = "editor", sha256 = "HASH" }', "letters, digits"),
        ('"anonymous" = { role = "editor", sha256 = "HASH" }', "choose another name"),
        ("secret", "no TOML"),
    ],
)
def test_a_wrong_file_is_one_sentence_without_what_it_holds(
    tmp_path: Path, lines: str, says: str
) -> None:
    with pytest.raises(ApiKeysUnusable, match="API_KEYS_FILE") as caught:
        people_of(tmp_path, lines.replace("HASH", HASH))
    assert says in str(caught.value)
    assert "secret" not in str(caught.value)
    assert HASH not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("secret", "no JSON"),
        ("{}", "holds no key"),
        ("[]", "each person"),
        (
            '{"alice": {"role": "admin", "sha256": "HASH"}}'.replace("HASH", "0" * 64),
            "another role",
        ),
        ('{"bob": {"role": "admin", "sha256": "HASH"}}', "twice"),
    ],
)
def test_wrong_words_in_the_environment_are_one_sentence(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(ApiKeysUnusable, match="API_KEYS:") as caught:
        people_of(
            tmp_path,
            f'"alice" = {{ role = "editor", sha256 = "{HASH}" }}',
            text=text.replace("HASH", HASH),
        )
    assert says in str(caught.value)


def test_a_file_that_is_not_there_or_no_text_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ApiKeysUnusable, match="cannot be read"):
        ApiKeys.read(tmp_path / "none.toml", "")
    (tmp_path / "keys.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ApiKeysUnusable, match="no TOML"):
        ApiKeys.read(tmp_path / "keys.toml", "")


@pytest.mark.parametrize("name", ["", " " * 0, 'a"b', "a\nb", "x" * 65, "a,b"])
def test_a_name_that_would_break_the_line_is_refused(name: str) -> None:
    with pytest.raises(ApiKeysUnusable, match="1 to 64"):
        key_line(name, Role.EDITOR, new_key())
