"""What backends on one PostgreSQL tell each other at once, with all polling as good as off."""

from typing import Any

import psycopg
import pytest
from support.fake_sidecar import FakeSidecar, until
from support.running_backend import BASE

LISTENERS = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
)
RARELY: dict[str, Any] = {"job_poll_seconds": 60, "job_lease_seconds": 600}


def listens(database_url: str) -> bool:
    with psycopg.connect(database_url) as connection:
        row = connection.execute(LISTENERS).fetchone()
    assert row is not None
    return bool(row[0] >= 2)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_work_and_cancels_reach_the_other_backend_at_once(
    serving: Any, sidecar: FakeSidecar, database_url: str
) -> None:
    async with serving(**RARELY) as maker, serving(**RARELY, job_worker_count=0) as other:
        # The listener connects beside the start.
        await until(lambda: listens(database_url))
        sound_id = await other.generate()
        await maker.over(sound_id)
        sidecar.script.hold.clear()
        await other.http.post(f"{BASE}/{sound_id}/regenerate")
        await other.until(sound_id, "processing")
        await until(lambda: len(sidecar.calls) == 2)
        await other.http.post(f"{BASE}/{sound_id}/cancel")
        sound = await other.until(sound_id, "completed")
        assert sound["file_path"] is not None
        await until(lambda: len(sidecar.cancelled) == 1)
        second = await other.generate()
        await other.until(second, "processing")
        await other.http.delete(f"{BASE}/{second}")
        await until(lambda: len(sidecar.cancelled) == 2)
        sidecar.script.hold.set()
