"""Whether a caller is let in."""

import hmac
from collections.abc import Iterable


def has_token(metadata: Iterable[tuple[str, str | bytes]], token: str) -> bool:
    """Whether a call's metadata has `authorization: Bearer <token>`; takes equally long for all."""
    given = dict(metadata).get("authorization", "")
    given_bytes = given.encode() if isinstance(given, str) else given
    return hmac.compare_digest(given_bytes, f"Bearer {token}".encode())
