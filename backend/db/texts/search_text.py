"""The text that a sound is found by, and what of a search has to be in it."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from backend.db.texts.compounds import parts_of
from backend.db.texts.folding import words

MAX_TERMS = 32
"""Terms that a search has at most. What comes later is ignored."""
_MAX_TERM_LENGTH = 200
_CHARACTER = re.compile(
    "([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])"
)
"""Kana, Hangul and Chinese characters (Unicode, chapter 18)."""
_CHINESE = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)")
_BETWEEN_CHINESE = re.compile("(?<=.)[的和与及](?=.)")
"""Particles that join words. Nobody looks for them."""
_WORDS_OF_ONE_CHARACTER = frozenset("雨雷风雪雹浪鸟虫蛙蝉猫狗鸡鸭羊")
"""Chinese characters that name a sound, and beside another one the two sounds."""
_LONGEST_SPLIT = 16
"""The longest Chinese text that is taken for several words, characters."""
_QUOTED = re.compile(
    '["“”„‟«»〝〞「」『』《》＂]([^"“”„‟«»〝〞「」『』《》＂]*)(["“”„‟«»〝〞「」『』《》＂]?)'
)

Term: TypeAlias = tuple[str, ...]
"""Texts, one of which a search text has to hold."""


def search_text(*texts: str) -> str:
    """Return the words of texts in their order, each text on a line, spaces around each word.

    Chinese characters, kana and Hangul stand apart, between dots. PostgreSQL's pg_trgm looks up
    words by three letters, the ends of a word among them, and most Chinese words have two. A text
    that another one holds is left out: what is shorter is read faster.
    """
    lines = dict.fromkeys(f" {separated} " for text in texts if (separated := _separated(text)))
    return "\n".join(
        line for line in lines if not any(line in other and line != other for other in lines)
    )


def search_terms(wanted: str) -> list[Term]:
    """Return what a search asks for, `MAX_TERMS` at most. A sound has to hold all of them.

    Words stand anywhere and may begin or end within others. Quotation marks keep words together and
    whole. The last word of an open quotation is still being typed, so it may go on.
    """
    terms = dict.fromkeys([*_phrases(wanted), *_words(_QUOTED.sub(" ", wanted))])
    return _needed(terms)[:MAX_TERMS]


def _separated(text: str) -> str:
    apart = _CHARACTER.sub(r" .\1. ", " ".join(words(text)))
    return " ".join(apart.split()).replace(". .", ".")


def _phrases(wanted: str) -> Iterator[Term]:
    for text, end in _QUOTED.findall(wanted):
        if phrase := _separated(text):
            start = "" if phrase.startswith(".") else " "
            stop = " " if end and not phrase.endswith(".") else ""
            yield (f"{start}{phrase}{stop}"[:_MAX_TERM_LENGTH],)


def _words(wanted: str) -> Iterator[Term]:
    found = words(wanted)
    # A symbol is looked for only where there is nothing else.
    for word in [word for word in found if any(map(str.isalnum, word))] or found:
        for part in filter(None, _CHINESE.split(word)):
            if _CHINESE.fullmatch(part):
                yield from _chinese_words(part)
            else:
                yield (_term(part), *parts_of(part))


def _chinese_words(text: str) -> Iterator[Term]:
    """Ask for each character together with one beside it.

    Chinese has no spaces between words, and most words have two characters. So `大雨打雷` is found
    where `大雨` and `打雷` are.
    """
    for part in _BETWEEN_CHINESE.split(text):
        if len(part) > _LONGEST_SPLIT or len(part) == 1:
            yield (_term(part),)
            continue
        pairs = [_term(part[start : start + 2]) for start in range(len(part) - 1)]
        for place, character in enumerate(part):
            is_word = character in _WORDS_OF_ONE_CHARACTER
            beside = pairs[max(place - 1, 0) : place + 1]
            yield (_term(character),) if is_word else tuple(beside)


def _term(text: str) -> str:
    return _separated(text)[:_MAX_TERM_LENGTH]


def _needed(terms: Iterable[Term]) -> list[Term]:
    """Return the terms without those that another one implies."""
    needed: list[Term] = []
    for term in sorted(terms, key=lambda term: (len(term), -len(term[0]))):
        if not any(_implies(other, term) for other in needed):
            needed.append(term)
    return needed


def _implies(term: Term, other: Term) -> bool:
    return all(any(part in text for part in other) for text in term)
