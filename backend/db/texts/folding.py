"""Text as it is compared. What differs only in how it is typed is the same.

One normalisation for search texts, searches, names in their order, and the names of categories,
tags and presets.
"""

import re
import unicodedata
from pathlib import Path

_MAX_KEY_LENGTH = 500
"""Characters of a key. PostgreSQL's indexes hold at most 2,704 bytes per row."""
_APOSTROPHES = "'’‘‛ʼʻʹ′`´"
_DASHES = "‐‑‒–—―−﹘﹣"
_QUOTES = "“”„‟«»〝〞"
_TYPED_ALIKE = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_QUOTES, '"'),
    }
)
"""Marks that keyboards and word processors replace by each other."""
_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    "ŧ": "t", "ŋ": "n",
}  # fmt: skip
"""Latin letters that Unicode does not take apart. Case folding writes `ß` as `ss`."""
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff]")
"""Accents, and the vowel points of Hebrew and Arabic. Those of kana make other letters."""
_DIGITS = re.compile(r"\d+")
_SYMBOLS = "%#@"
"""Punctuation by Unicode that people name things with, as they do with symbols."""


def _simplified_characters() -> dict[str, str]:
    text = Path(__file__).with_name("simplified_characters.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return dict(line.split("\t") for line in lines)


_SAME_LETTERS = str.maketrans(_LETTERS | _simplified_characters())


class _Separated(dict[int, str]):
    """Each character as a part of words: itself, nothing, a space, or a word by itself."""

    def __missing__(self, code_point: int) -> str:
        self[code_point] = self._of(chr(code_point))
        return self[code_point]

    @staticmethod
    def _of(character: str) -> str:
        category = unicodedata.category(character)
        is_variation = "\ufe00" <= character <= "\ufe0f"
        if character == "'" or category in ("Cf", "Cs") or is_variation:
            return ""
        if category[0] in "LNM":
            return character
        is_symbol = category in ("Sm", "Sc", "So") or character in _SYMBOLS
        return f" {character} " if is_symbol else " "


_SEPARATED = _Separated()


def folded(text: str) -> str:
    """Return a text without what people may type otherwise.

    That is case, width, ligatures, accents, typographic marks, and traditional characters (Unicode,
    section 3.13, definition D146, without the accents).
    """
    text = text.translate(_TYPED_ALIKE)
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = unicodedata.normalize("NFKC", _ACCENTS.sub("", apart))
    return plain.translate(_SAME_LETTERS).translate(_TYPED_ALIKE)


def words(text: str) -> list[str]:
    """Return the words of a text, folded, in their order, without punctuation.

    An apostrophe is no end of a word. Symbols are words by themselves.
    """
    return folded(text).translate(_SEPARATED).split()


def name_key(name: str) -> str:
    """Return what names have in common that count as one name."""
    key = " ".join(words(name)) or folded(name).strip() or name
    return key[:_MAX_KEY_LENGTH]


def sort_key(name: str) -> str:
    """Return a text whose order by code points is the natural order of names.

    Numbers count as numbers: each begins with its number of digits.
    """
    return _DIGITS.sub(_counted, name_key(name))[:_MAX_KEY_LENGTH]


def _counted(digits: re.Match[str]) -> str:
    number = "".join(str(unicodedata.decimal(digit)) for digit in digits[0]).lstrip("0") or "0"
    return f"{len(number):03}{number}"
