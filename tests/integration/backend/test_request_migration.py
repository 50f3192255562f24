"""The migration to one request a sound, from both databases with rows of every kind."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, create_engine, inspect, select, text
from sqlalchemy.orm import Session
from support.servers import PostgresServer

from backend.db.migrate import migrate
from backend.db.models import EnvironmentSound
from backend.settings import Settings
from backend.sidecar.types import Priority, SoundRequest

PREFIX = "environment_sound"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """A database without any table."""
    if request.param == "sqlite":
        yield URL.create("sqlite", database=str(tmp_path / "sounds.db"))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database(is_empty=True) as database_url:
        yield Settings(database_url=database_url).database


@contextmanager
def connected(url: URL) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


OLD_ROW = {
    "prompt": "rain",
    "created_at": "2026-11-01",
    "updated_at": "2026-11-01",
    "queued_at": "2026-11-01",
    "notes": "[]",
    "priority": 1,
    "generation_status": "completed",
}
OLD_SOURCE = {
    "sound_file": "2026/11/a.wav",
    "strength": None,
    "keep_ranges": [{"start_seconds": 0.0, "end_seconds": 1.5}],
}
OLD_ROWS: dict[str, dict[str, object]] = {
    "plain": {"generation_status": "pending"},
    "full": {
        "generation_status": "processing",
        "negative_prompt": "birds",
        "duration_seconds": 2.5,
        "steps": 30,
        "cfg_scale": 3.5,
        "seed": 0,
        "engine_requested": "tangoflux",
        "category_id": 1,
        "loop": True,
        "audio_format": "ogg_vorbis",
        "target_lufs": -30.0,
        "priority": 0,
    },
    "completed": {"file_path": "2026/11/a.wav", "seed": 7, "next_settings": '{"steps": 4}'},
    "again": {
        "generation_status": "pending",
        "file_path": "2026/11/b.wav",
        "previous_file_path": "2026/11/c.wav",
        "seed": 7,
        "next_settings": '{"prompt": "wind", "seed": 8}',
    },
    "drawn again": {
        "generation_status": "pending",
        "file_path": "2026/11/d.wav",
        "seed": 7,
        "next_settings": '{"seed": null}',
    },
    "failed": {"generation_status": "failed", "engine_requested": "procedural"},
    "cancelled": {"generation_status": "cancelled"},
    "derived": {"generation_status": "pending", "parent_id": 3, "source": json.dumps(OLD_SOURCE)},
    "uploaded": {"origin": "uploaded", "file_path": "2026/11/e.wav"},
    "found": {"origin": "found", "file_path": "2026/11/f.wav"},
}
REQUESTS: dict[str, dict[str, object] | None] = {
    "plain": {},
    "full": {
        "negative_prompt": "birds",
        "duration_seconds": 2.5,
        "steps": 30,
        "cfg_scale": 3.5,
        "seed": 0,
        "engine": "tangoflux",
        "category": "自然音效",
        "loop": True,
        "audio_format": "OGG_VORBIS",
        "target_lufs": -30.0,
        "priority": "BATCH",
    },
    "completed": {"seed": 7},
    "again": {"prompt": "wind", "seed": 8},
    "drawn again": {},
    "failed": {"engine": "procedural"},
    "cancelled": {},
    "derived": {
        "source": {
            "sound_file": "2026/11/a.wav",
            "keep_ranges": [{"start_seconds": 0.0, "end_seconds": 1.5}],
        }
    },
    "uploaded": None,
    "found": None,
}


def insert_old_rows(url: URL) -> None:
    with connected(url) as connection:
        for number, (name, fields) in enumerate(OLD_ROWS.items(), start=1):
            row = {**OLD_ROW, "id": number, "name": name, "request_id": f"of {name}", **fields}
            columns, places = ", ".join(row), ", ".join(f":{column}" for column in row)
            connection.execute(
                text(f"INSERT INTO {PREFIX}s ({columns}) VALUES ({places})"),
                row,
            )
        connection.execute(
            text(f"INSERT INTO {PREFIX}_favorites VALUES (3, 'alice', '2026-11-01')")
        )


def indexes(url: URL) -> set[str | None]:
    with connected(url) as connection:
        names = {index["name"] for index in inspect(connection).get_indexes(f"{PREFIX}s")}
    return {name for name in names if name is not None and name.startswith("ix_")}


def test_older_sounds_of_every_kind_get_the_request_that_they_were_queued_with(url: URL) -> None:
    migrate(url, "0008")
    insert_old_rows(url)
    old_indexes = indexes(url)
    migrate(url)
    with connected(url) as connection, Session(connection) as session:
        rows = {row.name: row for row in session.scalars(select(EnvironmentSound))}
        favorites = connection.execute(text(f"SELECT sound_id FROM {PREFIX}_favorites"))
        assert list(favorites.scalars()) == [3]
    assert rows["derived"].parent_id == 3
    # Names have an index of their own for the natural order.
    assert old_indexes - indexes(url) == {f"ix_{PREFIX}s_by_name"}
    required = {"prompt": "rain"}
    for name, asked in REQUESTS.items():
        own = {"name": name, "request_id": f"of {name}"}
        assert rows[name].request == (None if asked is None else required | own | asked)
    for name, row in rows.items():
        fields = OLD_ROWS[name]
        assert row.relative_path == fields.get("file_path")
        assert row.previous_relative_path == fields.get("previous_file_path")
        assert Priority(row.priority) is (
            Priority.BATCH if fields.get("priority") == 0 else Priority.INTERACTIVE
        )
        if row.request is not None:
            assert SoundRequest.from_json(row.request).to_json() == row.request
    assert rows["again"].next_settings == {"prompt": "wind"}
    assert rows["drawn again"].next_settings is None
    assert rows["completed"].next_settings == {"steps": 4}

    migrate(url, "0008")
    with connected(url) as connection:
        kept = connection.execute(text(f"SELECT name, file_path, priority FROM {PREFIX}s"))
        assert {tuple(row) for row in kept} == {
            (name, fields.get("file_path"), fields.get("priority", 1))
            for name, fields in OLD_ROWS.items()
        }
