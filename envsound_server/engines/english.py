"""The check that a prompt is written in English letters."""

import unicodedata


def foreign_letters(text: str) -> str:
    """Return the letters of a text that no English word has, each once, in order of appearance.

    Accented letters (café) and the full-width and superscript forms of Latin letters are not
    foreign. An empty result means that there is none.
    """
    letters = [letter for letter in unicodedata.normalize("NFKC", text) if letter.isalpha()]
    return "".join(dict.fromkeys(letter for letter in letters if not _is_latin(letter)))


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
