"""The room that is kept beside an SQLite database, on a real small disk."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from support.disks import fill, small_disk

from backend.db.ballast import Ballast
from backend.db.database import Database


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "8m") as folder:
        yield folder


def test_it_holds_room_until_it_is_given_up(disk: Path) -> None:
    ballast = Ballast(disk / "sounds.db")
    ballast.renew()
    (file,) = disk.iterdir()
    assert file.stat().st_blocks * 512 == (8 << 20) // 32
    assert ballast.release()
    assert not ballast.release()
    assert list(disk.iterdir()) == []


def test_it_leaves_a_nearly_full_disk_alone(disk: Path) -> None:
    fill(disk, left_bytes=300_000)
    Ballast(disk / "sounds.db").renew()
    assert [path.name for path in disk.iterdir()] == ["another-program"]


async def _repeat(database: Database, work: Callable[[Session], None]) -> None:
    for _ in range(100):
        await database.write(work)


async def test_what_may_use_it_is_written_on_a_full_disk(disk: Path) -> None:
    database = Database(make_url(f"sqlite:///{disk / 'sounds.db'}"))

    def add(session: Session) -> None:
        session.execute(text("INSERT INTO notes VALUES (randomblob(20000))"))

    def shrink(session: Session) -> None:
        session.execute(text("UPDATE notes SET note = randomblob(15000)"))

    try:
        await database.write(lambda session: session.execute(text("CREATE TABLE notes (note)")))
        await database.write(add)
        await asyncio.to_thread(fill, disk)
        with pytest.raises(OperationalError, match="full"):
            await _repeat(database, add)
        await database.write(shrink, may_use_ballast=True)
        assert [path.name for path in disk.iterdir() if path.suffix == ".ballast"] == []  # noqa: ASYNC240 - a disk in memory
    finally:
        await database.close()
