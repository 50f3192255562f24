"""The migrations, on both databases."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError
from support.servers import PostgresServer

from backend.db.migrate import MIGRATIONS_DIR, migrate
from backend.settings import Settings
from backend.sidecar.licenses import OLDER_LICENSES

PREFIX = "environment_sound"
FIRST_CATEGORIES = [
    "自然音效", "城市环境", "室内环境", "机械音效", "动物声音", "水声音效", "天气音效", "音乐环境",
]  # fmt: skip
TABLES = {
    f"{PREFIX}s",
    *(f"{PREFIX}_{name}" for name in ("categories", "tags", "tag_relations", "favorites")),
    *(f"{PREFIX}_{name}" for name in ("ratings", "usage_logs", "presets", "texts")),
    *(f"{PREFIX}_{name}" for name in ("metadata_marks", "discarded_requests")),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """Of a database without any table."""
    if request.param == "sqlite":
        yield URL.create("sqlite", database=str(tmp_path / "sounds.db"))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database(is_empty=True) as database_url:
        yield Settings(database_url=database_url).database


@contextmanager
def connected(url: URL) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def tables(url: URL) -> set[str]:
    with connected(url) as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def names(url: URL, table: str) -> list[str]:
    with connected(url) as connection:
        found = connection.execute(text(f"SELECT name FROM {PREFIX}_{table} ORDER BY id"))
        return list(found.scalars())


def test_the_migrations_go_up_and_down(url: URL) -> None:
    migrate(url)
    assert tables(url) == TABLES
    migrate(url)
    migrate(url, "base")
    assert tables(url) == set()
    migrate(url)
    assert tables(url) == TABLES


def test_the_migrations_make_what_the_models_say(url: URL) -> None:
    migrate(url)
    with connected(url) as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS_DIR))
        config.attributes["connection"] = connection
        command.check(config)  # raises where they differ


def test_what_is_sown_comes_once_and_a_deleted_one_not_again(url: URL) -> None:
    migrate(url)
    assert names(url, "categories") == FIRST_CATEGORIES
    assert len(names(url, "tags")) == 21
    assert len(names(url, "presets")) == 6
    with connected(url) as connection:
        connection.execute(text(f"DELETE FROM {PREFIX}_tags WHERE name = '放松'"))
    migrate(url)
    assert len(names(url, "tags")) == 20


def test_the_categories_of_older_sounds_are_kept_up_and_down(url: URL) -> None:
    migrate(url, "0001")
    insert = (
        f"INSERT INTO {PREFIX}s (name, prompt, category, created_at, updated_at, request_id, notes)"
        " VALUES (:name, 'Rain', :category, '2026-11-01', '2026-11-01', :name, '[]')"
    )
    rows = [("a", "天气音效"), ("b", "weather"), ("c", "weather"), ("d", None)]
    with connected(url) as connection:
        for name, category in rows:
            connection.execute(text(insert), {"name": name, "category": category})
    migrate(url)
    assert names(url, "categories") == [*FIRST_CATEGORIES, "weather"]
    joined = (
        f"SELECT s.name, c.name, t.search_text FROM {PREFIX}s s "
        f"JOIN {PREFIX}_texts t ON t.sound_id = s.id "
        f"LEFT JOIN {PREFIX}_categories c ON c.id = s.category_id ORDER BY s.name"
    )
    with connected(url) as connection:
        found = [tuple(row) for row in connection.execute(text(joined))]
    assert [(name, category) for name, category, _ in found] == rows
    assert found[0][2] == " a \n rain "
    migrate(url, "0001")
    with connected(url) as connection:
        kept = connection.execute(text(f"SELECT name, category FROM {PREFIX}s ORDER BY name"))
        assert [tuple(row) for row in kept] == rows


def test_older_sounds_have_no_true_peak(url: URL) -> None:
    migrate(url, "0005")
    insert = (
        f"INSERT INTO {PREFIX}s"
        " (name, prompt, created_at, updated_at, queued_at, request_id, notes, peak_dbfs)"
        " VALUES ('a', 'Rain', '2026-11-01', '2026-11-01', '2026-11-01', 'a', '[]', -6)"
    )
    with connected(url) as connection:
        connection.execute(text(insert))
    migrate(url)
    with connected(url) as connection:
        found = connection.execute(text(f"SELECT peak_dbfs, true_peak_dbtp FROM {PREFIX}s"))
        assert [tuple(row) for row in found] == [(-6, None)]
    migrate(url, "0005")
    with connected(url) as connection:
        columns = {column["name"] for column in inspect(connection).get_columns(f"{PREFIX}s")}
        assert "true_peak_dbtp" not in columns


def test_older_sounds_get_the_terms_that_were_known_then(url: URL) -> None:
    migrate(url, "0006")
    insert = (
        f"INSERT INTO {PREFIX}s (name, prompt, created_at, updated_at, queued_at, request_id,"
        " notes, origin, generation_model, file_path)"
        " VALUES (:name, 'Rain', '2026-11-01', '2026-11-01', '2026-11-01', :name,"
        " '[]', :origin, :engine, :name)"
    )
    rows = [
        ("a", "generated", "procedural"),
        ("b", "generated", "tangoflux"),
        ("c", "generated", "somebody's own"),
        ("d", "generated", None),
        ("e", "uploaded", None),
    ]
    with connected(url) as connection:
        for name, origin, engine in rows:
            values = {"name": name, "origin": origin, "engine": engine}
            connection.execute(text(insert), values)
        connection.execute(
            text(f"INSERT INTO {PREFIX}_favorites VALUES (1, 'alice', '2026-11-01')")
        )
    migrate(url)
    wanted = text(
        "SELECT commercial_use, attribution, license_name, parent_id, source"
        f" FROM {PREFIX}s ORDER BY name"
    )
    with connected(url) as connection:
        found = [tuple(row) for row in connection.execute(wanted)]
        kept = connection.execute(text(f"SELECT sound_id, user_name FROM {PREFIX}_favorites"))
        assert [tuple(row) for row in kept] == [(1, "alice")]
    assert found[0] == ("yes", "", "Apache-2.0; the sounds are free to use", None, None)
    assert found[1][:2] == ("no", "Powered by Stability AI")
    assert "research only" in found[1][2]
    assert found[2:] == [(None,) * 5] * 3
    for terms, row in zip(OLDER_LICENSES.values(), found, strict=False):
        assert (terms.commercial_use, terms.attribution, terms.name) == row[:3]

    migrate(url, "0006")
    with connected(url) as connection:
        columns = {column["name"] for column in inspect(connection).get_columns(f"{PREFIX}s")}
        assert not columns & {"parent_id", "source", "commercial_use", "license_name"}
        names_left = connection.execute(text(f"SELECT name FROM {PREFIX}s ORDER BY name"))
        assert list(names_left.scalars()) == ["a", "b", "c", "d", "e"]
        indexes = {index["name"] for index in inspect(connection).get_indexes(f"{PREFIX}s")}
        assert {f"ix_{PREFIX}s_queue", f"ix_{PREFIX}s_by_category"} <= indexes


def test_processes_that_start_at_once_do_not_disturb_each_other(url: URL) -> None:
    # Alembic's context is one per process, so each has to be its own.
    code = (
        "import sys; from sqlalchemy import make_url; from backend.db.migrate import migrate;"
        "migrate(make_url(sys.argv[1]))"
    )
    command_line = [sys.executable, "-c", code, url.render_as_string(hide_password=False)]
    with ThreadPoolExecutor(3) as pool:
        runs = [pool.submit(subprocess.run, command_line, capture_output=True) for _ in range(3)]
    assert [run.result().returncode for run in runs] == [0, 0, 0]
    assert tables(url) == TABLES


_KEYED = (
    f"INSERT INTO {PREFIX}s (name, prompt, created_at, updated_at, queued_at, request_id, notes,"
    " created_by, idempotency_key)"
    " VALUES (:name, 'Rain', '2026-11-01', '2026-11-01', '2026-11-01', :name, '[]', :by, :key)"
)


def test_idempotency_keys_are_kept_and_belong_to_their_callers(url: URL) -> None:
    migrate(url, "0009")
    rows = [("a", "ada", "k"), ("b", None, "of nobody"), ("c", None, None)]
    with connected(url) as connection:
        for name, by, key in rows:
            connection.execute(text(_KEYED), {"name": name, "by": by, "key": key})
    migrate(url, "0010")
    wanted = f"SELECT name, created_by, idempotency_key FROM {PREFIX}s ORDER BY name"
    with connected(url) as connection:
        found = [tuple(row) for row in connection.execute(text(wanted))]
        assert found == [("a", "ada", "k"), ("b", "anonymous", "of nobody"), ("c", None, None)]
        connection.execute(text(_KEYED), {"name": "d", "by": "eddy", "key": "k"})
    with pytest.raises(IntegrityError), connected(url) as connection:
        connection.execute(text(_KEYED), {"name": "e", "by": "ada", "key": "k"})

    migrate(url, "0009")
    with connected(url) as connection:
        keys = connection.execute(text(f"SELECT idempotency_key FROM {PREFIX}s ORDER BY name"))
        assert list(keys.scalars()) == ["k", "of nobody", None, None]
    with pytest.raises(IntegrityError), connected(url) as connection:
        connection.execute(text(_KEYED), {"name": "f", "by": "eddy", "key": "k"})


@pytest.mark.parametrize("leaves_a_row", [True, False])
def test_no_migration_gives_the_id_of_a_deleted_sound_again(url: URL, leaves_a_row: bool) -> None:
    migrate(url)
    for revision in ("0009", "0006", "head"):
        with connected(url) as connection:
            for name in ("a", "b", "c"):
                connection.execute(text(_KEYED), {"name": name, "by": None, "key": None})
            last_id = connection.execute(text(f"SELECT max(id) FROM {PREFIX}s")).scalar_one()
            kept = "a" if leaves_a_row else ""
            connection.execute(text(f"DELETE FROM {PREFIX}s WHERE name <> :name"), {"name": kept})
        migrate(url, revision)
        with connected(url) as connection:
            values = {"name": "next", "by": None, "key": None}
            connection.execute(text(_KEYED), values)
            new_id = connection.execute(text(f"SELECT max(id) FROM {PREFIX}s")).scalar_one()
            assert new_id > last_id, revision
            connection.execute(text(f"DELETE FROM {PREFIX}s"))


_SOUND = (
    f"INSERT INTO {PREFIX}s (name, prompt, category_id, created_at, updated_at, queued_at,"
    " request_id, notes, deleted_at)"
    " VALUES (:name, :prompt, :category_id, '2026-11-01', '2026-11-01', '2026-11-01',"
    " :name, '[]', :deleted_at)"
)


def _insert_sound(connection: Connection, name: str, **values: object) -> None:
    defaults: dict[str, object] = {"prompt": "Rain", "category_id": None, "deleted_at": None}
    connection.execute(text(_SOUND), {"name": name, **defaults, **values})


def _insert_named(connection: Connection, table: str, name: str, day: int) -> int:
    """Insert a tag or category of that day, and return its id."""
    stamps = ("created_at",) if table == "tags" else ("created_at", "updated_at")
    columns = ", ".join(("name", *stamps))
    values = ", ".join((":name", *(f"'2026-10-{day:02}'" for _ in stamps)))
    statement = f"INSERT INTO {PREFIX}_{table} ({columns}) VALUES ({values}) RETURNING id"
    return int(connection.execute(text(statement), {"name": name}).scalar_one())


def _all(url: URL, statement: str) -> list[tuple[object, ...]]:
    with connected(url) as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_older_sounds_are_found_and_sorted_as_new_ones(url: URL) -> None:
    migrate(url, "0011")
    names_then = ["Étoile 10", "etoile 2", "Zoo", "apple", "遠處雷聲"]
    with connected(url) as connection:
        for name in names_then:
            _insert_sound(connection, name, prompt="foot steps")
        _insert_sound(connection, "gone", deleted_at="2026-11-02")
        for number in range(2100):
            _insert_sound(connection, f"n{number}")
    migrate(url)
    in_order = f"SELECT name FROM {PREFIX}s WHERE id <= 5 ORDER BY name_sort_key, id"
    assert [name for (name,) in _all(url, in_order)] == [
        "apple", "etoile 2", "Étoile 10", "Zoo", "遠處雷聲"
    ]  # fmt: skip
    texts = _all(url, f"SELECT search_text FROM {PREFIX}_texts ORDER BY sound_id")
    assert len(texts) == 2105
    assert texts[0] == (" etoile 10 \n foot steps ",)
    assert texts[4] == (" .远.处.雷.声. \n foot steps ",)
    assert _all(url, f"SELECT count(*) FROM {PREFIX}s WHERE name_sort_key = ''") == [(0,)]
    migrate(url, "0011")
    migrate(url)
    assert len(_all(url, f"SELECT * FROM {PREFIX}_texts")) == 2105


def test_tags_of_one_name_become_the_oldest_of_them(url: URL) -> None:
    migrate(url, "0011")
    with connected(url) as connection:
        ids = [
            _insert_named(connection, "tags", name, day)
            for day, name in ((3, "RAIN"), (1, "Rain"), (2, "ｒａｉｎ"), (4, "雨聲"), (5, "雨声"))
        ]
        for name in ("a", "b", "c"):
            _insert_sound(connection, name)
        insert = f"INSERT INTO {PREFIX}_tag_relations (sound_id, tag_id) VALUES (:sound, :tag)"
        for sound, tags in ((1, ids[:3]), (2, ids[:1]), (3, ids[3:])):
            for tag in tags:
                connection.execute(text(insert), {"sound": sound, "tag": tag})
    migrate(url)
    assert names(url, "tags")[-2:] == ["Rain", "雨聲"]
    assert len(names(url, "tags")) == 23
    relations = f"SELECT sound_id, tag_id FROM {PREFIX}_tag_relations ORDER BY 1"
    assert _all(url, relations) == [(1, ids[1]), (2, ids[1]), (3, ids[3])]
    marks = f"SELECT DISTINCT sound_id FROM {PREFIX}_metadata_marks ORDER BY 1"
    assert _all(url, marks) == [(1,), (2,), (3,)]
    take = text(f"UPDATE {PREFIX}_tags SET name_key = 'rain' WHERE id = 1")
    with pytest.raises(IntegrityError), connected(url) as connection:
        connection.execute(take)


def test_categories_and_presets_of_one_name_lose_nothing(url: URL) -> None:
    migrate(url, "0011")
    with connected(url) as connection:
        old = _insert_named(connection, "categories", "Weather", 1)
        new = _insert_named(connection, "categories", "weather.", 2)
        _insert_sound(connection, "a", category_id=new)
        _insert_sound(connection, "b", category_id=old)
        connection.execute(text(f"UPDATE {PREFIX}_presets SET category_id = {new} WHERE id = 2"))
        for preset, name in ((1, "Night"), (2, "night"), (3, "NIGHT"), (4, "night (3)")):
            values = {"name": name, "id": preset}
            statement = f"UPDATE {PREFIX}_presets SET name = :name WHERE id = :id"
            connection.execute(text(statement), values)
    migrate(url)
    assert names(url, "categories") == [*FIRST_CATEGORIES, "Weather"]
    assert _all(url, f"SELECT DISTINCT category_id FROM {PREFIX}s") == [(old,)]
    assert _all(url, f"SELECT category_id FROM {PREFIX}_presets WHERE id = 2") == [(old,)]
    assert names(url, "presets")[:4] == ["Night", "night (2)", "NIGHT (3)", "night (3) (2)"]
