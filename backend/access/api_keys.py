"""API keys, their users and their roles.

A key is 256 random bits, so it cannot be guessed and needs no slow hash: NIST SP 800-63B, section
5.1.2.2, asks for salt and stretching only where a look-up secret has less than 112 bits of entropy.
Only its SHA-256 is configured, so the configuration does not reveal a usable key.
"""

import hashlib
import hmac
import secrets
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from backend.settings import SettingUnusable

ANONYMOUS = "anonymous"

_PREFIX = "envsound_"
"""The prefix by which scanners recognise a key in a log or a repository."""

_KEY_BYTES = 32
_MAX_KEY_CHARACTERS = 256


class Role(StrEnum):
    """The rights of a user. Each role includes the one before it."""

    VIEWER = "viewer"
    """Read, play, download, mark as a favourite and rate."""

    EDITOR = "editor"
    """Generate and upload sounds. Change, regenerate, cancel and delete their own."""

    ADMIN = "admin"
    """Everything: all sounds, categories, tags, presets, the rescan."""

    def includes(self, wanted: "Role") -> bool:
        """Return True if this role has the rights of `wanted`."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(wanted)


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller of a request.

    Attributes:
        name: The user's name, as `created_by`, favourites, ratings and usage logs hold it.
        role: The role of the user.
        address: The address of the client, as text.
    """

    name: str
    role: Role
    address: str

    @property
    def is_anonymous(self) -> bool:
        """Return True where no keys are configured."""
        return self.name == ANONYMOUS

    @property
    def account(self) -> str:
        """Return what shares are counted under: the name, or the address where no keys are."""
        return self.address if self.is_anonymous else self.name

    def may_change(self, created_by: str | None) -> bool:
        """Return True for an admin, and for an editor whose own sound it is."""
        if self.role is Role.ADMIN:
            return True
        return self.role is Role.EDITOR and created_by == self.name


class ApiKeysUnusable(SettingUnusable):
    """Unusable configured keys. The message is a sentence without any of them."""


class _KeyLine(BaseModel):
    """One user in the configuration."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Role
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


_Name = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\w .@-]+$")]
_LINES = TypeAdapter(dict[_Name, _KeyLine])


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    role: Role
    digest: bytes


class ApiKeys:
    """The configured keys. Without any, every caller is `anonymous`."""

    def __init__(self, keys: Iterable[_Key] = ()) -> None:
        self._keys = tuple(keys)

    @property
    def has_keys(self) -> bool:
        """True if a key is required."""
        return bool(self._keys)

    @classmethod
    def read(cls, file: Path | None, text: str) -> "ApiKeys":
        """Return the keys of the configuration.

        Args:
            file: TOML, one line per user: `"alice" = { role = "editor", sha256 = "..." }`.
            text: The same as JSON: `{"alice": {"role": "editor", "sha256": "..."}}`, or empty. A
                name may be in both with one role, while its key is being replaced.

        Raises:
            ApiKeysUnusable: A source cannot be read or has no key, or the sources contradict.
        """
        keys: list[_Key] = []
        if file is not None:
            keys += _keys("API_KEYS_FILE", _toml(file))
        if text:
            keys += _keys("API_KEYS", text)
        roles: dict[str, Role] = {}
        for key in keys:
            if roles.setdefault(key.name, key.role) is not key.role:
                raise ApiKeysUnusable(f"API_KEYS: {key.name!r} has another role in API_KEYS_FILE")
        if len({key.digest for key in keys}) < len(keys):
            raise ApiKeysUnusable("API_KEYS: the same key stands there twice; give each its own")
        return cls(keys)

    def caller(self, key: str | None, address: str) -> Caller | None:
        """Return the caller with this key, or None if it is missing or not registered.

        Every configured key is compared, each in constant time.
        """
        if not self._keys:
            return Caller(ANONYMOUS, Role.ADMIN, address)
        if key is None or len(key) > _MAX_KEY_CHARACTERS:
            return None
        given = hashlib.sha256(key.encode()).digest()
        found = [known for known in self._keys if hmac.compare_digest(known.digest, given)]
        return Caller(found[0].name, found[0].role, address) if found else None


def new_key() -> str:
    """Return a new random key."""
    return _PREFIX + secrets.token_urlsafe(_KEY_BYTES)


def key_line(name: str, role: Role, key: str) -> str:
    """Return the line of `API_KEYS_FILE` for this key.

    Raises:
        ApiKeysUnusable: The name is not allowed.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()
    _keys("NAME", {name: {"role": role, "sha256": digest}})
    return f'"{name}" = {{ role = "{role}", sha256 = "{digest}" }}'


_NAME_RULE = "a name has 1 to 64 letters, digits, spaces and any of _ . @ -"


def _toml(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ApiKeysUnusable(f"API_KEYS_FILE: it cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ApiKeysUnusable(
            "API_KEYS_FILE: it is no TOML with one line a person; "
            "`envsound keys new NAME --role editor` prints such a line"
        ) from error


def _keys(variable: str, lines: Mapping[str, object] | str) -> list[_Key]:
    try:
        api_keys = (
            _LINES.validate_json(lines) if isinstance(lines, str) else _LINES.validate_python(lines)
        )
    except ValidationError as error:
        raise ApiKeysUnusable(f"{variable}: {_sentence(error)}") from error
    if not api_keys:
        raise ApiKeysUnusable(f"{variable}: it holds no key; add one or leave it unset")
    if ANONYMOUS in api_keys:
        raise ApiKeysUnusable(f"{variable}: {ANONYMOUS!r} is who has no key; choose another name")
    return [_Key(name, line.role, bytes.fromhex(line.sha256)) for name, line in api_keys.items()]


def _sentence(error: ValidationError) -> str:
    """Return the error of the first wrong entry, without its value."""
    detail = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = [str(part)[:64] for part in detail["loc"]]
    if detail["type"] == "json_invalid":
        return 'it is no JSON; write {"alice": {"role": "editor", "sha256": "..."}}'
    if where[-1:] == ["[key]"]:
        return _NAME_RULE
    rules = {
        "role": "the role has to be viewer, editor or admin",
        "sha256": "sha256 has to be 64 hexadecimal digits in lower case",
    }
    rule = rules.get(where[-1] if where else "", "each person has a role and a sha256, no more")
    return f"{' '.join(where[:1])!r}: {rule}"
