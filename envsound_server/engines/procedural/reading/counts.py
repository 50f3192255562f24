"""Reads how many events a prompt asks for: "three knocks", "strikes twelve", "twice", 敲十二下."""

from collections.abc import Mapping, Sequence

_NUMBERS = "one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve"
_ENGLISH: Mapping[str, int] = {word: n for n, word in enumerate(_NUMBERS.split(", "), 1)}
_ADVERBS: Mapping[str, int] = {"once": 1, "twice": 2, "thrice": 3}
_COUNTED_NOUNS = (
    "knock, tap, stroke, toll, chime, shot, gunshot, bark, howl, hoot, clap, explosion, boom, "
    "thud, cry, step, footstep, beat, drumbeat, ring, blast, hit, strike, crack, crow, croak, "
    "caw, drip, drop, tick, meow, moo, snore, heartbeat, bang, slam"
)
_COUNTED = frozenset(f"{noun}{s}" for noun in _COUNTED_NOUNS.split(", ") for s in ("", "s")) | {
    "cries",
    "breath",
    "breaths",
}
"""Nouns that are events themselves: three knocks are counted, three dogs are not."""

_STRIKING = frozenset(
    ("strike", "strikes", "striking", "struck", "toll", "tolls", "tolling", "chimes", "rings")
)
_CHINESE: Mapping[str, int] = {"两": 2} | {
    numeral: number for number, numeral in enumerate("一二三四五六七八九", 1)
}
_MEASURES = frozenset("下声响次遍枪炮")
_MOST = 99


def count_at(atoms: Sequence[str], place: int) -> tuple[int, int] | None:
    """Return the count that begins at an atom and how many atoms say it; None where none does."""
    return _chinese_count(atoms, place) or _english_count(atoms, place)


def is_adverb(atoms: Sequence[str], place: int) -> bool:
    """Return whether the count that begins at an atom follows what it counts: twice, five times."""
    return atoms[place] in _ADVERBS or atoms[place + 1 : place + 2] == ["times"]


def _english_count(atoms: Sequence[str], place: int) -> tuple[int, int] | None:
    atom = atoms[place]
    if atom in _ADVERBS:
        return _ADVERBS[atom], 1
    following = atoms[place + 1] if place + 1 < len(atoms) else ""
    if atom == "single" and following in _COUNTED:
        return 1, 1
    number = int(atom) if atom.isascii() and atom.isdecimal() else _ENGLISH.get(atom, 0)
    if not 1 <= number <= _MOST:
        return None
    if following == "times":
        return number, 2
    is_struck = place > 0 and atoms[place - 1] in _STRIKING
    return (number, 1) if following in _COUNTED or is_struck else None


def _chinese_count(atoms: Sequence[str], place: int) -> tuple[int, int] | None:
    """Return the count of a numeral up to 99 with its measure word: 三声, 十二下, 12下."""
    end = place
    while end < len(atoms) and (atoms[end] in _CHINESE or atoms[end] == "十"):
        end += 1
    digits = "".join(atoms[place:end])
    if end == place and atoms[place].isdecimal() and atoms[place].isascii():
        digits, end = atoms[place], place + 1
    is_measured = end < len(atoms) and atoms[end] in _MEASURES
    is_repeated = atoms[end : end + 2] == [atoms[end]] * 2 if is_measured else False
    if not digits or not is_measured or is_repeated:
        return None
    number = _chinese_number(digits)
    return (number, end + 1 - place) if 1 <= number <= _MOST else None


def _chinese_number(digits: str) -> int:
    """Return the value of a numeral such as 十二 or 三十; 0 for what is none."""
    if digits.isascii():
        return int(digits)
    tens, ten, ones = digits.partition("十")
    if not ten:
        return _CHINESE[digits] if len(digits) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * _CHINESE.get(tens, 1) + _CHINESE.get(ones, 0)
