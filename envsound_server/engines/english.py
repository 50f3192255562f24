"""Whether a prompt can be English."""

import unicodedata


def foreign_letters(text: str) -> str:
    """The letters of a text that no English word has, each once, in order; empty: none.

    Letters with accents are not foreign (café), nor are wide or raised forms of Latin ones.
    """
    letters = [letter for letter in unicodedata.normalize("NFKC", text) if letter.isalpha()]
    return "".join(dict.fromkeys(letter for letter in letters if not _is_latin(letter)))


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
