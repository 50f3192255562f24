"""The paths, modules and links in the documentation: each one exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *ROOT.glob("docs/*.md"),
]
TOP = r"(?:backend|envsound_server|tests|bench|docker|docs|protos)"
PATH = re.compile(rf"`({TOP}(?:/[\w.-]+)*/?)`")
MODULE = re.compile(r"`((?:backend|envsound_server|bench)(?:\.(?!log\b)\w+)+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)")


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub derives them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(page: Path) -> Iterator[str]:
    text = page.read_text()
    yield from (path for path in PATH.findall(text) if not (ROOT / path).exists())
    for module in MODULE.findall(text):
        path = ROOT.joinpath(*module.split("."))
        if not (path.is_dir() or path.with_suffix(".py").exists()):
            yield module
    for target, anchor in LINK.findall(text):
        path = page.parent / target if target else page
        is_missing = not path.exists()
        if is_missing or (anchor and path.suffix == ".md" and anchor not in anchors(path)):
            yield f"{target}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_exists(page: Path) -> None:
    assert list(broken(page)) == []
