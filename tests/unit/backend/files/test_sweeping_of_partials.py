"""Unfinished files that a crash has left, and what is beside them."""

import os
from pathlib import Path

from backend.files.sweeping import sweep_partials, sweep_temp


def put(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    os.utime(path, (1, 1))
    return path


def test_unfinished_files_go_from_every_folder(tmp_path: Path) -> None:
    old = [
        put(tmp_path / folder / ".0a1b.partial")
        for folder in ("", "2026/11", "2026/11/deep/er", "cache/waveforms", "fetched", "雨")
    ]
    kept = [put(tmp_path / "2026/11/x.partial"), put(tmp_path / "2026/11/.hidden.wav")]
    young = tmp_path / "2026/11/.young.partial"
    young.write_text("x")
    assert sweep_partials(tmp_path, 1000.0) == len(old)
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in (*kept, young))


def test_no_link_is_followed(tmp_path: Path) -> None:
    elsewhere = put(tmp_path / "elsewhere" / ".0a1b.partial")
    sounds = tmp_path / "sounds"
    (sounds / "2026").mkdir(parents=True)
    (sounds / "temp").mkdir()
    (sounds / "2026" / "11").symlink_to(elsewhere.parent)
    (sounds / ".linked.partial").symlink_to(elsewhere)
    (sounds / "temp" / "linked").symlink_to(elsewhere)
    os.mkfifo(sounds / "temp" / "pipe")
    assert sweep_partials(sounds, 1e12) == 0
    assert sweep_temp(sounds, 1e12) == 0
    assert elsewhere.exists()
