"""Numbers: counts (三声, twice), rates (every five seconds) and times (after ten seconds)."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from envsound_server.engines.procedural.reading.lexicon.function_words import COUNTED_NOUNS
from envsound_server.engines.procedural.reading.meaning import Description, Meaning, Role

_NUMBERS = "one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve"
_ENGLISH: Mapping[str, int] = {word: n for n, word in enumerate(_NUMBERS.split(", "), 1)} | {
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "dozen": 12,
    "single": 1,
}  # fmt: skip
_ADVERBS: Mapping[str, int] = {"once": 1, "twice": 2, "thrice": 3}
_VAGUE: Mapping[str, float] = {"few": 4.0, "couple": 2.0, "several": 5.0, "half": 0.5, "other": 2.0}
_UNITS: Mapping[str, float] = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "min": 60, "minute": 60, "minutes": 60,
    "hour": 3600, "hours": 3600, "day": 86_400, "days": 86_400, "week": 604_800, "weeks": 604_800,
    "month": 2_600_000, "months": 2_600_000, "year": 31_600_000, "years": 31_600_000,
}  # fmt: skip
_CHINESE: Mapping[str, int] = {"两": 2, "俩": 2} | {
    numeral: number for number, numeral in enumerate("一二三四五六七八九", 1)
}
_COUNTED = frozenset(COUNTED_NOUNS.split(", "))
_MEASURES = frozenset("下声响次遍枪炮记支")
_THINGS = frozenset("个只位名头匹条辆艘座棵把张群人间家")
_CHINESE_SECONDS = re.compile(r"(?P<number>[一二两三四五六七八九十百\d]+|几|数)(?P<unit>秒|分)钟?")
_LONGEST_SECONDS = 3600.0
"""Upper limit of times within a sound, unlike "twenty years later"."""

_TENS: Mapping[str, int] = {"十": 10, "百": 100}
_MOST = 999
_ENGLISH_LEADS = frozenset(
    {*_ENGLISH, *_ADVERBS, "every", "after", "at", "for", "a", "few", "several"}
)
_CHINESE_LEADS = frozenset({*_CHINESE, *"十百几数每隔过再持在第"})
"""First atoms of phrases with a number."""


class Measure(NamedTuple):
    """A phrase with a number in it.

    Attributes:
        meaning: Its meaning.
        atom_count: Number of its atoms.
    """

    meaning: Meaning
    atom_count: int


def measure_at(atoms: Sequence[str], place: int) -> Measure | None:
    """Return the phrase with a number that begins at an atom, or None."""
    atom = atoms[place]
    if not (atom in _ENGLISH_LEADS or atom in _CHINESE_LEADS or atom.isdecimal()):
        return None
    if atom.isascii():
        return _rate(atoms, place) or _time(atoms, place) or _english(atoms, place)
    return _chinese_time(atoms, place) or _chinese(atoms, place)


def _english_number(atom: str) -> int:
    return int(atom) if atom.isascii() and atom.isdecimal() else _ENGLISH.get(atom, 0)


def _seconds(atoms: Sequence[str], place: int) -> tuple[float, int]:
    """Return a length of time, s, and its atoms: "five seconds", "a few minutes", "second"."""
    words = [*atoms[place : place + 4], "", "", "", ""]
    start = 1 if words[0] in ("a", "about", "the", "every", "around") else 0
    number: float = _english_number(words[start]) or _VAGUE.get(words[start], 0)
    after = start + 1 if number else start
    after += words[after] == "of"
    unit = _UNITS.get(words[after], 0)
    return ((number or 1) * unit, after + 1) if unit else (0.0, 0)


def _rate(atoms: Sequence[str], place: int) -> Measure | None:
    """Return "every five seconds", "once a minute", "once every few seconds"."""
    atom, start = atoms[place], place
    if atom == "once" and atoms[place + 1 : place + 2] in (["every"], ["a"], ["per"]):
        start = place + 2
    elif atom == "every":
        start = place + 1
    else:
        return None
    seconds, taken = _seconds(atoms, start)
    if not seconds:
        return None
    description = Description(every_seconds=seconds)
    meaning = Meaning(Role.DESCRIPTION, description=description, follows=True)
    return Measure(meaning, start - place + taken)


def _time(atoms: Sequence[str], place: int) -> Measure | None:
    """Return "after five seconds", "five seconds later", "for ten seconds"."""
    leads = {"after": Role.AFTER, "at": Role.AFTER, "for": Role.LASTING}
    role = leads.get(atoms[place])
    start = place + 1 if role else place
    seconds, taken = _seconds(atoms, start)
    if not seconds:
        return None
    follower = atoms[start + taken : start + taken + 1]
    if role is None and follower and follower[0] in ("later", "in", "after"):
        if seconds > _LONGEST_SECONDS:
            return Measure(Meaning(Role.FILLER), taken + 1)
        return Measure(Meaning(Role.AFTER, seconds=seconds), taken + 1)
    if role is None:
        return None
    return Measure(Meaning(role, seconds=seconds), 1 + taken)


def _english(atoms: Sequence[str], place: int) -> Measure | None:
    atom = atoms[place]
    if atom in _ADVERBS:
        description = Description(count=_ADVERBS[atom])
        return Measure(Meaning(Role.DESCRIPTION, description=description, follows=True), 1)
    number = _english_number(atom)
    if not 1 <= number <= _MOST:
        return None
    if atoms[place + 2 : place + 3] == ["of"] and atoms[place + 1].removesuffix("s") in _COUNTED:
        return Measure(Meaning(Role.DESCRIPTION, description=Description(count=number)), 3)
    if atoms[place + 1 : place + 2] == ["times"]:
        description = Description(count=number)
        return Measure(Meaning(Role.DESCRIPTION, description=description, follows=True), 2)
    return Measure(Meaning(Role.NUMBER, number=number), 1)


def _chinese_time(atoms: Sequence[str], place: int) -> Measure | None:
    """Return 五秒后, 过了十秒, 每隔几秒, 每五秒一次, 持续十秒."""
    text = "".join(atoms[place : place + 14])
    lead = re.match(r"每隔?|隔|再?过了?|持续|在?第?", text)
    start = lead.end() if lead else 0
    match = _CHINESE_SECONDS.match(text, start)
    if not match:
        return None
    number = 4 if match["number"] in "几数" else chinese_number(match["number"])
    seconds = number * (60 if match["unit"] == "分" else 1)
    if lead and lead[0] in ("每", "每隔", "隔"):
        end = re.compile(r"就?(一次|一下|一声|一回)?").match(text, match.end())
        description = Description(every_seconds=float(seconds))
        meaning = Meaning(Role.DESCRIPTION, description=description, follows=True)
        return Measure(meaning, end.end() if end else match.end())
    if lead and lead[0] == "持续":
        return Measure(Meaning(Role.LASTING, seconds=seconds), match.end())
    later = re.compile(r"之?以?后|的时候|时|过后").match(text, match.end())
    if later or (lead and "过" in lead[0]):
        end_place = later.end() if later else match.end()
        return Measure(Meaning(Role.AFTER, seconds=seconds), end_place)
    return None


def _chinese(atoms: Sequence[str], place: int) -> Measure | None:
    """Return a numeral up to 99 with its measure word: 三声, 十二下, 12下, 两只."""
    end = place
    while end < len(atoms) and (
        atoms[end] in _CHINESE or atoms[end] in _TENS or (atoms[end] == "零" and end > place)
    ):
        end += 1
    digits = "".join(atoms[place:end])
    measure = atoms[end] if end < len(atoms) else ""
    if not digits or not (number := chinese_number(digits)):
        return None
    if measure in _THINGS:
        return Measure(Meaning(Role.NUMBER, number=0), end + 1 - place)
    is_repeated = list(atoms[end : end + 2]) == [measure] * 2
    if measure not in _MEASURES or is_repeated or number > _MOST:
        return None
    return Measure(Meaning(Role.NUMBER, number=number), end + 1 - place)


def chinese_number(digits: str) -> int:
    """Return the value of a numeral such as 十二, 一百零八 or 30, or 0 for any other text."""
    if digits.isascii():
        return int(digits) if digits.isdecimal() and len(digits) < 6 else 0
    total, waiting = 0, 0
    for digit in digits.replace("零", ""):
        if digit in _TENS:
            total, waiting = total + (waiting or 1) * _TENS[digit], 0
        elif waiting or digit not in _CHINESE:
            return 0
        else:
            waiting = _CHINESE[digit]
    return total + waiting
