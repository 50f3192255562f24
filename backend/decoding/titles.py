"""Texts of unknown encoding, read by the likeliest of a few encodings.

A title is too short for statistics of letters. The rows of their tables tell the encodings apart:
Chinese text in GBK stays in the rows of common characters, while the same bytes as Shift-JIS are
half-width kana, and as Latin-1 runs of accents.
"""

import codecs
import itertools
import re
import unicodedata
from collections.abc import Callable

MAX_CHARACTERS = 200

_MAX_GUESSED_BYTES = 1_024
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CUT_BITS = 20.0
_IMPOSSIBLE_BITS = 30.0
_ASCII_BITS = 5.0
_ACCENTS = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒŠŽ")
_USUAL_ALPHABETS = (
    ("\xa0", "\u024f"),
    ("\u0370", "\u045f"),
    ("\u05d0", "\u05ea"),
    ("\u0600", "\u06ff"),
)
"""Latin, Greek and Cyrillic, Hebrew, Arabic."""
_LONE_BITS = 16.0
_LONE = re.compile(r"(?:^|[\x00-\x7f])[^\x00-\x7f](?=[a-z])|[A-Za-z][^\x00-\x7f](?=[\x00-\x7f]|$)")
_QUOTES = frozenset("’‘“”«»–—…°¿¡ºª·©®€£")


def guess(content: bytes) -> str:
    """Return a text whose encoding is not stated, up to its first NUL."""
    if len(content) > _MAX_GUESSED_BYTES:
        # It is no title.
        return _until_nul(content.decode(errors="replace"))
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _until_nul(content[len(mark) :].decode(encoding, errors="ignore"))
    if (wide_encoding := _wide_ascii(content)) is not None:
        return _until_nul(content.decode(wide_encoding, errors="ignore"))
    wide = content if len(content) % 2 == 0 else content + b"\0"
    narrow = content.split(b"\0", 1)[0]
    known = _utf_8(narrow)
    if known is not None and not _is_wide(wide, known):
        return known
    bits, text = min(_candidates(narrow, wide), default=(0.0, ""))
    return text if bits < _IMPOSSIBLE_BITS * max(1, len(narrow)) else narrow.decode("latin-1")


def read_as(content: bytes, encoding: str) -> str | None:
    """Return a text of a declared encoding up to its first NUL, or None if it is of another."""
    try:
        return _until_nul(content.decode(encoding))
    except (UnicodeDecodeError, LookupError):
        return None


def clean(text: str, max_characters: int = MAX_CHARACTERS) -> str:
    """Return a text as one line of characters that can be shown, cut at a length."""
    kept = "".join(c if c.isprintable() else " " for c in text[: 4 * max_characters])
    return " ".join(kept.split())[:max_characters].strip()


def _until_nul(text: str) -> str:
    return text.split("\0", 1)[0]


def _wide_ascii(content: bytes) -> str | None:
    """Return UTF-16's order of bytes for a text in which every second byte is mostly NUL."""
    pairs = len(content.rstrip(b"\0")) // 2
    if pairs < 2:
        return None
    shown = content[: 2 * pairs]
    high, low = shown[1::2].count(0), shown[::2].count(0)
    if 2 * high > pairs and not low:
        return "utf-16-le"
    if 2 * low > pairs and not high:
        return "utf-16-be"
    return None


def _utf_8(content: bytes) -> str | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(content)
    except UnicodeDecodeError:
        return None
    # A field of fixed size may cut the last character, but one character alone is another encoding.
    has_rest = bool(decoder.getstate()[0])
    if has_rest and text.isascii():
        return None
    # A single character of GBK is also one of a rare alphabet in UTF-8.
    return text if all(c.isascii() or _is_usual(c) for c in text) else None


def _is_usual(character: str) -> bool:
    return character >= "\u0800" or any(
        first <= character <= last for first, last in _USUAL_ALPHABETS
    )


def _is_wide(content: bytes, text: str) -> bool:
    """Return True for Chinese or Japanese in UTF-16 that happens to be ASCII bytes."""
    if not text.isascii() or text.isprintable():
        return False
    return _han_share(content, "utf-16-le") > 0.5 or _han_share(content, "utf-16-be") > 0.5


def _han_share(content: bytes, encoding: str) -> float:
    shown = content.decode(encoding, errors="replace").rstrip("\0")
    return sum(_is_common_han(c) or _is_kana(c) for c in shown) / max(1, len(shown))


def _candidates(narrow: bytes, wide: bytes) -> list[tuple[float, str]]:
    found = []
    for encoding, prior_bits, cost in _ENCODINGS:
        content = wide if encoding.startswith("utf-16") else narrow
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            text = decoder.decode(content)
        except UnicodeDecodeError:
            continue
        bits = prior_bits + (_CUT_BITS if decoder.getstate()[0] else 0.0)
        shown = _until_nul(text)
        bits += sum(_ASCII_BITS if c.isascii() and c.isprintable() else cost(c) for c in shown)
        bits += _runs_of_accents(shown) if encoding == "cp1252" else _lone_characters(shown)
        found.append((bits, shown))
    return found


def _runs_of_accents(text: str) -> float:
    pairs = itertools.pairwise(text)
    return sum(10.0 for first, second in pairs if not first.isascii() and not second.isascii())


def _lone_characters(text: str) -> float:
    """Return the bits of wide characters alone between letters: those are accents, misread."""
    return _LONE_BITS * len(_LONE.findall(text))


def _row(character: str, encoding: str) -> int:
    content = character.encode(encoding, errors="replace")
    return int.from_bytes(content, "big") if len(content) == 2 else 0


def _is_kana(character: str) -> bool:
    return "ぁ" <= character <= "ヿ"


def _is_common_han(character: str) -> bool:
    return 0xB0A1 <= _row(character, "gb2312") <= 0xD7F9


def _is_punctuation(character: str) -> bool:
    return "　" <= character <= "〗" or "！" <= character <= "～"


def _gbk_bits(character: str) -> float:
    row = _row(character, "gb2312")
    if 0xB0A1 <= row <= 0xD7F9:
        return 10.5
    if _is_punctuation(character) or character in _QUOTES:
        return 11.0
    if 0xD8A1 <= row <= 0xF7FE:
        return 16.0
    if _is_kana(character):
        return 15.0
    return 25.0 if unicodedata.category(character)[0] in "LNP" else _IMPOSSIBLE_BITS


def _shift_jis_bits(character: str) -> float:
    row = _row(character, "cp932")
    if _is_kana(character):
        return 7.5
    if 0x889F <= row <= 0x9872:
        return 11.5
    if _is_punctuation(character):
        return 11.0
    if 0x989F <= row <= 0xEAA4:
        return 18.0
    # Half-width kana are one byte each.
    return 16.0 if "｡" <= character <= "ﾟ" else _IMPOSSIBLE_BITS


def _big5_bits(character: str) -> float:
    row = _row(character, "big5")
    if 0xA440 <= row <= 0xC67E:
        return 10.5
    if _is_punctuation(character):
        return 11.0
    return 18.0 if 0xC940 <= row <= 0xF9D5 else _IMPOSSIBLE_BITS


def _western_bits(character: str) -> float:
    if character in _ACCENTS:
        return 9.0
    return 12.0 if character in _QUOTES else 18.0


def _wide_bits(character: str) -> float:
    if _is_common_han(character) or _is_kana(character) or _is_punctuation(character):
        return 10.5
    if character in _ACCENTS:
        return 11.0
    return 20.0 if unicodedata.category(character)[0] == "L" else _IMPOSSIBLE_BITS


_ENCODINGS: tuple[tuple[str, float, Callable[[str], float]], ...] = (
    ("gbk", 0.0, _gbk_bits),
    ("cp932", 3.0, _shift_jis_bits),
    ("cp1252", 3.0, _western_bits),
    ("big5", 6.0, _big5_bits),
    ("utf-16-le", 5.0, _wide_bits),
    ("utf-16-be", 8.0, _wide_bits),
)
"""Encodings, the bits of their rarity, and the bits of a character that is not ASCII."""
