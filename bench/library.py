"""Response times of listing, filtering and searching 100,000 sounds on PostgreSQL.

Over HTTP, against the real backend, one request at a time. The database server is started as in the
tests, with PostgreSQL's default settings. Run as `PYTHONPATH=tests python -m bench.library`.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import psycopg
from support.processes import clean_environment, free_port
from support.servers import running_postgres

from backend.db.models import search_text, sort_key
from bench.report import conditions, publish, table

_SOUND_COUNT = 100_000
_REQUEST_COUNT = 60
_WARM_UP_COUNT = 5
_TARGET_MS = 50.0
_START_SECONDS = 60.0
_LIST = "/api/v1/environment-sounds/"

_PLACES = ("forest", "city street", "small room", "harbour", "mountain valley", "cafe", "garden")
_SOURCES = (
    ("heavy rain", "大雨"),
    ("ocean waves", "海浪"),
    ("birdsong", "鸟鸣"),
    ("wind", "风声"),
    ("distant thunder", "远处雷声"),
    ("crickets", "蟋蟀"),
    ("traffic", "车流"),
    ("a crackling fire", "篝火"),
    ("a ticking clock", "钟表"),
    ("a stream", "溪流"),
)
_MOODS = ("calm", "dark", "bright", "slow", "restless", "warm", "cold", "soft")

CASES = {
    "first page": "",
    "100 on a page": "page_size=100",
    "page 2,500": "page=2500",
    "last page": "page=5000",
    "by name": "sort_by=name&sort_order=asc",
    "by duration": "sort_by=duration",
    "by file size, page 1,000": "sort_by=file_size&page=1000",
    "by plays": "sort_by=play_count",
    "by favourites": "sort_by=favorite_count",
    "status completed": "status=completed",
    "status failed": "status=failed",
    "category": "category_id=3",
    "category, by plays": "category_id=3&sort_by=play_count",
    "one tag": "tag_ids=5",
    "any of 3 tags": "tag_ids=1,2,3",
    "all of 3 tags": "tag_ids=1,2,3&tag_match=all",
    "featured": "featured_only=true",
    "favourites of the caller": "favorites_only=true",
    "engine": "engine=tangoflux",
    "a week of time": "created_from=2026-03-01&created_before=2026-03-08",
    "search: a rare word": "search=moonlight",
    "search: 1 in 10 sounds": "search=thunder",
    "search: 1 in 3 sounds": "search=harbour%20rain%20",
    "search: half of all sounds": "search=the",
    "search: 2 letters": "search=ai",
    "search: 2 Chinese characters": "search=雷声",
    "search: 1 Chinese character": "search=海",
    "search: nothing found": "search=xylophone",
    "category, tag, status and search": "category_id=3&tag_ids=5&status=completed&search=rain",
    "search, by duration": "search=wind&sort_by=duration",
}


def main() -> None:
    """Fill a database, measure, and write the results."""
    measured_on = conditions()
    with running_postgres(is_durable=True) as server, server.database() as url:
        started_at = time.monotonic()
        _fill(url)
        fill_seconds = time.monotonic() - started_at
        with _backend(url) as base_url, httpx.Client(base_url=base_url, timeout=60) as http:
            results = {name: _measure(http, query) for name, query in CASES.items()}
    rows = [
        (name, f"{r['total']:,}", *(f"{r[key]:.1f}" for key in ("p50_ms", "p95_ms", "max_ms")))
        for name, r in results.items()
    ]
    worst_ms = max(result["p95_ms"] for result in results.values())
    text = (
        f"{_SOUND_COUNT:,} sounds on PostgreSQL; {_REQUEST_COUNT} requests each over HTTP, one at "
        f"a time, ms. Highest p95: {worst_ms:.1f} ms (target: {_TARGET_MS:.0f} ms).\n\n"
        + table(("what", "found", "p50", "p95", "max"), rows)
    )
    publish(
        "library",
        "The library with 100,000 sounds",
        text,
        {
            "conditions": measured_on,
            "sound_count": _SOUND_COUNT,
            "fill_seconds": round(fill_seconds, 1),
            "worst_p95_ms": worst_ms,
            "cases": results,
        },
    )


def _fill(url: str) -> None:
    dice = random.Random(7930)
    texts: list[str] = []
    with psycopg.connect(url) as connection:
        with connection.cursor() as cursor:
            columns = tuple(_row(1, random.Random(0)))
            with cursor.copy(f"COPY environment_sounds ({', '.join(columns)}) FROM STDIN") as copy:
                for row in (_row(sound_id, dice) for sound_id in range(1, _SOUND_COUNT + 1)):
                    copy.write_row(tuple(row.values()))
                    texts.append(search_text(row["name"], row["prompt"], row["description"]))
            with cursor.copy(
                "COPY environment_sound_texts (sound_id, search_text) FROM STDIN"
            ) as copy:
                for sound_id, text in enumerate(texts, 1):
                    copy.write_row((sound_id, text))
            with cursor.copy(
                "COPY environment_sound_tag_relations (sound_id, tag_id) FROM STDIN"
            ) as copy:
                for sound_id in range(1, _SOUND_COUNT + 1):
                    for tag_id in dice.sample(range(1, 22), dice.randrange(0, 6)):
                        copy.write_row((sound_id, tag_id))
            with cursor.copy(
                "COPY environment_sound_favorites (sound_id, user_name, created_at) FROM STDIN"
            ) as copy:
                for sound_id in dice.sample(range(1, _SOUND_COUNT + 1), 5000):
                    copy.write_row((sound_id, "anonymous", datetime.now(UTC)))
        connection.execute(
            "SELECT setval(pg_get_serial_sequence('environment_sounds', 'id'), %s)",
            (_SOUND_COUNT,),
        )
    with psycopg.connect(url, autocommit=True) as connection:
        # Autovacuum would do the same a minute later.
        connection.execute("VACUUM ANALYZE")


def _row(sound_id: int, dice: random.Random) -> dict[str, Any]:
    (source, chinese), (other, _) = dice.sample(_SOURCES, 2)
    mood, place = dice.choice(_MOODS), dice.choice(_PLACES)
    name = f"{chinese} {sound_id}" if dice.random() < 0.6 else f"{mood} {place} {sound_id}"
    prompt = (
        f"{mood} {source} with {other} in the {place}"
        if dice.random() < 0.5
        else (f"{source} and {other}, {mood}, {place}")
    )
    if dice.random() < 0.002:
        prompt += " by moonlight"
    description = f"{chinese}，适合放松，{place}" if dice.random() < 0.5 else ""
    status = dice.choices(("completed", "failed", "cancelled"), (96, 3, 1))[0]
    is_completed = status == "completed"
    created_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=200 * sound_id)
    duration_seconds = round(dice.uniform(5, 60), 1)
    return {
        "id": sound_id,
        "name": name,
        "name_sort_key": sort_key(name),
        "prompt": prompt,
        "description": description,
        "category_id": dice.choice((None, 1, 2, 3, 4, 5, 6, 7, 8)),
        "duration_seconds": duration_seconds,
        "seed": dice.getrandbits(60),
        "created_by": "anonymous",
        "created_at": created_at,
        "updated_at": created_at + timedelta(seconds=dice.randrange(100_000)),
        "queued_at": created_at,
        "generation_status": status,
        "generation_progress": 100.0 if is_completed else 0.0,
        "request_id": f"{sound_id:036d}",
        "attempt": 1,
        "relative_path": f"2026/{1 + sound_id % 12:02d}/env_{sound_id}.wav"
        if is_completed
        else None,
        "file_size_bytes": round(duration_seconds * 176_400) if is_completed else None,
        "sha256": f"{sound_id:064x}" if is_completed else None,
        "sample_rate_hertz": 44_100 if is_completed else None,
        "channels": 2 if is_completed else None,
        "frame_count": round(duration_seconds * 44_100) if is_completed else None,
        "generation_seconds": round(dice.uniform(0.2, 40), 3) if is_completed else None,
        "generation_model": dice.choice(("procedural", "tangoflux")) if is_completed else None,
        "model_revision": "1",
        "notes": "[]",
        "play_count": int(1000 * dice.random() ** 6),
        "download_count": int(200 * dice.random() ** 6),
        "favorite_count": int(50 * dice.random() ** 6),
        "is_featured": dice.random() < 0.01,
    }


@contextmanager
def _backend(database_url: str) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **clean_environment(),
            "DATA_DIR": folder,
            "DATABASE_URL": database_url,
            "BACKEND_PORT": str(port),
            "JOB_WORKER_COUNT": "0",
            "RATE_LIMIT_REQUESTS": "off",
        }
        log_path = Path(folder) / "bench.log"
        with log_path.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "backend"], env=environment, stdout=log, stderr=log
            )
        try:
            deadline = time.monotonic() + _START_SECONDS
            while not _responds(url):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"the backend did not start:\n{log_path.read_text()}")
                time.sleep(0.1)
            yield url
        finally:
            process.terminate()
            process.wait()


def _responds(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=2).is_success
    except httpx.TransportError:
        return False


def _measure(http: httpx.Client, query: str) -> dict[str, float]:
    taken_ms = []
    for number in range(_WARM_UP_COUNT + _REQUEST_COUNT):
        started_at = time.perf_counter()
        reply = http.get(f"{_LIST}?{query}")
        if number >= _WARM_UP_COUNT:
            taken_ms.append(1000 * (time.perf_counter() - started_at))
        reply.raise_for_status()
    return {
        "total": reply.json()["data"]["total"],
        "p50_ms": round(float(np.percentile(taken_ms, 50)), 2),
        "p95_ms": round(float(np.percentile(taken_ms, 95)), 2),
        "max_ms": round(max(taken_ms), 2),
    }


if __name__ == "__main__":
    main()
