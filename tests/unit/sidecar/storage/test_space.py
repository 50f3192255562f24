"""Claims on the room of a real small disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.disks import fill, free_bytes, small_disk

from envsound_server.errors import StorageFull
from envsound_server.storage.space import DiskSpace

RESERVE_BYTES = 1 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "8m") as folder:
        yield folder


def test_two_sounds_do_not_count_on_the_same_room(disk: Path) -> None:
    space = DiskSpace(disk)
    first = space.claim(5 << 20)
    with pytest.raises(StorageFull, match=r"5\.2 MB are needed and 2\.1 MB are free for sounds"):
        space.claim(5 << 20)
    space.release(first)
    space.claim(5 << 20)


def test_what_a_sound_has_written_is_counted_once(disk: Path) -> None:
    space = DiskSpace(disk)
    claim = space.claim(5 << 20)
    (disk / "sound").write_bytes(bytes(3 << 20))
    claim.written_bytes = 3 << 20
    assert space.unclaimed_bytes == 2 << 20
    space.claim(2 << 20)


def test_the_reserve_is_for_others(disk: Path) -> None:
    space = DiskSpace(disk)
    assert space.reserve_bytes == RESERVE_BYTES
    assert space.available_bytes == free_bytes(disk) - RESERVE_BYTES
    claim = space.claim(1 << 20)
    space.check(claim)
    fill(disk, left_bytes=RESERVE_BYTES)
    with pytest.raises(StorageFull):
        space.check(claim)
