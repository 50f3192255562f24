"""The text that a sound is found by, and the words that are searched for in it."""

import re
import unicodedata

_WORDS_BY_THEMSELVES = re.compile(
    "([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])"
)
"""Kana, Hangul and Chinese characters (Unicode, chapter 18)."""


def search_text(*texts: str) -> str:
    """Return texts as they are compared: no upper case, full-width forms or ligatures.

    Both databases then agree on what a letter's lower case is, and a search for `rain` finds
    the full-width `ＲＡＩＮ` of a Chinese keyboard. Chinese characters stand apart: PostgreSQL's
    pg_trgm looks up words by three letters, the spaces around a word among them, and most Chinese
    words have two.

    A search finds its words one by one, each within one word of the texts. So a word that another
    one holds adds nothing and is left out: what is shorter is read faster.

    Args:
        texts: The texts that a sound may be found by.

    Returns:
        Their words, a line each, after NFKC, case folding and NFKC again (Unicode, section 3.13,
        definition D146).
    """
    words = {_spaced(word) for text in texts for word in _folded(text).split()}
    kept = ""
    for word in sorted(words, key=lambda word: (-len(word), word)):
        if word not in kept:
            kept = f"{word}\n{kept}"  # short words, the frequent ones, are come upon first
    return kept


def search_words(wanted: str) -> list[str]:
    """Return the words of a search, as `search_text` holds them."""
    return [_spaced(word) for word in _folded(wanted).split()]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _spaced(text: str) -> str:
    return re.sub(" {2,}", " ", _WORDS_BY_THEMSELVES.sub(r" \1 ", text))
