from pathlib import Path

from backend.files.walking import walk


def test_the_products_own_files_are_no_news(tmp_path: Path) -> None:
    (tmp_path / "2026/11").mkdir(parents=True)
    own = (
        ".metadata.lock",
        ".requests.sqlite3",
        ".requests.sqlite3-shm",
        ".requests.sqlite3-wal",
        "2026/11/metadata.json",
        "2026/11/.env_a.wav.partial",
    )
    for path in (*own, "2026/11/.hidden.wav", "2026/11/env_a.wav"):
        (tmp_path / path).touch()
    listing = walk(tmp_path)
    assert list(listing.files) == ["2026/11/env_a.wav"]
    assert [ignored.relative_path for ignored in listing.ignored] == ["2026/11/.hidden.wav"]
