"""The text of a `metadata.json`: one line of JSON for each sound.

A damaged file is read as far as possible. Every entry that is whole is found, whatever surrounds
it, and however deeply the others are nested.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Never

_VERSION = 1
_MAX_PROBLEMS = 20
"""Sentences about one file. The rest is counted."""
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]', re.DOTALL)
_DEPTH_OF_ENTRIES = 2
# What json raises for an invalid text, for numbers with thousands of digits, and for deep nesting.
_INVALID = (ValueError, RecursionError)


def format_lines(lines: Mapping[str, str]) -> bytes:
    """Return the content: one line per sound, sorted by file name, for readers and diffs."""
    sounds = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}: {lines[name]}" for name in sorted(lines)
    )
    return f'{{"version": {_VERSION}, "sounds": {{\n{sounds}\n}}}}\n'.encode()


def format_line(entry: object) -> str:
    """Return an entry as one line."""
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def read_lines(content: bytes) -> tuple[dict[str, str], list[str]]:
    """Return each entry as a line by its key, and a sentence for each thing that is damaged."""
    problems: list[str] = []
    lines = {}
    for name, entry in _entries(content, problems):
        try:
            line = format_line(entry)
            f"{name}{line}".encode()
            lines[name] = line
        except _INVALID:
            problems.append(_damaged(name))
    return lines, shortened(problems)


def shortened(problems: list[str]) -> list[str]:
    """Return the first sentences and the number of the others."""
    rest = len(problems) - _MAX_PROBLEMS
    return problems if rest <= 1 else [*problems[:_MAX_PROBLEMS], f"and {rest} more"]


def _entries(content: bytes, problems: list[str]) -> Iterator[tuple[str, object]]:
    try:
        sounds = _parsed(content)["sounds"]  # type: ignore[index]
        yield from list(sounds.items())
    except (*_INVALID, LookupError, TypeError, AttributeError):
        problems.append("it is damaged, and is read as far as possible")
        yield from _whole_entries(content.decode(errors="surrogateescape"), problems)


def _whole_entries(text: str, problems: list[str]) -> Iterator[tuple[str, object]]:
    for key, value in _split(text):
        try:
            name = _parsed(key)
            assert isinstance(name, str)
        except _INVALID:
            problems.append(_damaged(key))
            continue
        try:
            yield name, _parsed(value)
        except _INVALID:
            problems.append(_damaged(name))


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of key and value of each entry of `sounds`, without recursion."""
    depth, key, begin, last = 0, "", -1, ""
    is_inside = False
    for found in _TOKEN.finditer(text):
        token = found[0]
        if is_inside and depth == _DEPTH_OF_ENTRIES and token in ",}" and begin >= 0:
            yield key, text[begin : found.start()]
            begin = -1
        if token == ":" and is_inside and depth == _DEPTH_OF_ENTRIES:
            key, begin = last, found.end()
        elif token == "{" and depth == 1:
            is_inside = key == '"sounds"'
        elif token == ":" and depth == 1:
            key = last
        if token in "[{":
            depth += 1
        elif token in "]}":
            depth -= 1
        last = token


def _parsed(text: str | bytes) -> object:
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is no number")


def _damaged(name: str) -> str:
    return f"the entry {name[:80]!a} is damaged"
