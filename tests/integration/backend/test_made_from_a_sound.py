"""Sounds that are made from one that is there: varied, extended, repaired."""

import asyncio
import io
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import soundfile
from sqlalchemy import update
from support.fake_sidecar import FakeSidecar
from support.making_from_sounds import ask, derived, kept, made
from support.running_backend import BASE, Backend

from backend.db.models import EnvironmentSound
from envsound.v1 import envsound_service_pb2 as pb


async def test_a_variation_is_a_new_sound_like_the_old_one(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    parent = await made(
        backend,
        name="Forest rain",
        prompt="rain on leaves",
        duration=2,
        seed=7,
        category_id=2,
        tag_ids=[1, 3],
        format="flac",
        loop=True,
        target_lufs=-20,
        true_peak_ceiling_dbtp=-3,
    )
    sound = await derived(backend, parent["id"], "vary")
    assert sound["id"] != parent["id"]
    assert sound["parent_id"] == parent["id"]
    assert (sound["name"], sound["prompt"]) == ("Forest rain (variation)", "rain on leaves")
    assert (sound["category_id"], sound["tag_ids"]) == (2, [1, 3])
    assert (sound["format"], sound["duration"], sound["loop"]) == ("flac", 2, True)
    assert (sound["engine"], sound["license"]["commercial_use"]) == (
        "stable_audio",
        "up_to_revenue",
    )
    call = sidecar.calls[-1]
    assert call.source.sound_file == parent["file_path"]
    assert (call.source.strength, kept(call)) == (pytest.approx(0.7), [])
    assert (call.duration_seconds, call.target_lufs, call.HasField("seed")) == (2, -20, False)
    assert call.true_peak_ceiling_dbtp == -3
    unchanged = await backend.sound(parent["id"])
    assert (unchanged["file_path"], unchanged["parent_id"]) == (parent["file_path"], None)


async def test_a_variation_may_differ_in_what_is_said(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    parent = await made(backend, duration=2, category_id=2)
    sound = await derived(
        backend,
        parent["id"],
        "vary",
        prompt="hail",
        name="Hail",
        strength=0.25,
        seed=3,
        steps=20,
        duration=1.5,
        format="wav_16",
        priority="batch",
    )
    assert (sound["name"], sound["prompt"], sound["seed"]) == ("Hail", "hail", 3)
    assert (sound["duration"], sound["format"], sound["category_id"]) == (1.5, "wav_16", 2)
    call = sidecar.calls[-1]
    assert (call.source.strength, call.steps, call.seed) == (0.25, 20, 3)
    assert call.priority == pb.PRIORITY_BATCH


async def test_an_extension_keeps_all_there_is(backend: Backend, sidecar: FakeSidecar) -> None:
    parent = await made(backend, name="Waves", duration=2)
    sound = await derived(backend, parent["id"], "extend", duration=5)
    assert (sound["name"], sound["duration"]) == ("Waves (longer)", 5)
    call = sidecar.calls[-1]
    assert (call.source.sound_file, kept(call)) == (parent["file_path"], [(0, 2)])
    assert not call.source.HasField("strength")
    for duration in (2, 1):
        reply = await ask(backend, parent["id"], "extend", duration=duration)
        assert (reply.status_code, reply.json()["errors"]) == (
            422,
            [{"field": "duration", "message": "has to be more than 2, the sound's length in s"}],
        )


@pytest.mark.parametrize(
    ("start", "end", "ranges"),
    [
        (0.5, 1.25, [(0, 0.5), (1.25, 2)]),
        (0, 1, [(1, 2)]),
        (1, 2, [(0, 1)]),
        # As a person reads the end who sees two decimals.
        (1, 2.005, [(0, 1)]),
    ],
)
async def test_a_repair_keeps_what_is_around_it(
    backend: Backend,
    sidecar: FakeSidecar,
    start: float,
    end: float,
    ranges: list[tuple[float, float]],
) -> None:
    parent = await made(backend, name="Waves", duration=2)
    sound = await derived(backend, parent["id"], "repair", start=start, end=end)
    assert (sound["name"], sound["duration"]) == ("Waves (repaired)", 2)
    assert kept(sidecar.calls[-1]) == ranges


async def test_a_person_s_own_sound_can_be_varied(backend: Backend, sidecar: FakeSidecar) -> None:
    stream = io.BytesIO()
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (44_100, 2))
    soundfile.write(stream, noise, 44_100, format="WAV")
    uploaded = await backend.http.post(
        f"{BASE}/upload", files={"file": ("own.wav", stream.getvalue())}, data={"name": "n" * 200}
    )
    own = uploaded.json()["data"]
    reply = await ask(backend, own["id"], "vary")
    assert reply.status_code == 422
    assert [error["field"] for error in reply.json()["errors"]] == ["prompt"]
    sound = await derived(backend, own["id"], "vary", prompt="rain")
    assert sidecar.calls[-1].source.sound_file == own["file_path"]
    assert sound["name"] == "n" * 188 + " (variation)"


async def test_the_same_key_asks_for_the_same_sound(backend: Backend, sidecar: FakeSidecar) -> None:
    parent = await made(backend, duration=2)
    other = await made(backend, duration=2)
    replies = await asyncio.gather(
        *(ask(backend, parent["id"], "vary", key="k", seed=1) for _ in range(6))
    )
    assert {reply.status_code for reply in replies} == {202}
    [sound_id] = {reply.json()["sound_id"] for reply in replies}
    await backend.over(sound_id)
    # Whatever has become of the first sound meanwhile.
    await backend.http.put(f"{BASE}/{parent['id']}", json={"name": "renamed"})
    sidecar.script.hold.clear()
    await backend.http.post(f"{BASE}/{parent['id']}/regenerate")
    again = await ask(backend, parent["id"], "vary", key="k", seed=1)
    assert (again.status_code, again.json()["sound_id"]) == (202, sound_id)
    sidecar.script.hold.set()
    for reply in (
        await ask(backend, parent["id"], "vary", key="k", seed=2),
        await ask(backend, other["id"], "vary", key="k", seed=1),
        await ask(backend, parent["id"], "extend", key="k", seed=1, duration=3),
        await backend.http.post(
            f"{BASE}/generate", json={"prompt": "rain"}, headers={"Idempotency-Key": "k"}
        ),
    ):
        assert (reply.status_code, reply.json()["reason"]) == (409, "REQUEST_ID_REUSED")


async def test_the_takes_of_a_sound_are_listed_and_made_again_from_it(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    parent = await made(backend, duration=2)
    await made(backend)
    takes = [await derived(backend, parent["id"], "extend", duration=s, seed=1) for s in (3, 4)]
    grandchild = await derived(backend, takes[0]["id"], "vary")

    async def listed(parent_id: object) -> list[int]:
        reply = await backend.http.get(
            f"{BASE}/", params={"parent_id": str(parent_id), "sort_order": "asc"}
        )
        assert reply.status_code == 200, reply.text
        return [sound["id"] for sound in reply.json()["data"]["sounds"]]

    assert await listed(parent["id"]) == [take["id"] for take in takes]
    assert await listed(takes[0]["id"]) == [grandchild["id"]]
    assert len(await listed("")) == 5

    await backend.http.post(f"{BASE}/{takes[1]['id']}/regenerate")
    again = await backend.over(takes[1]["id"])
    assert (again["parent_id"], again["duration"]) == (parent["id"], 4)
    assert sidecar.calls[-1].source == sidecar.calls[-3].source
    assert kept(sidecar.calls[-1]) == [(0, 2)]


async def test_what_was_made_from_a_deleted_sound_stays(backend: Backend) -> None:
    parent, other = await made(backend), await made(backend)
    takes = [await derived(backend, sound["id"], "vary") for sound in (parent, other, parent)]
    await backend.http.delete(f"{BASE}/{parent['id']}")
    reply = await backend.http.post(
        f"{BASE}/batch-delete", json={"sound_ids": [other["id"], takes[2]["id"]]}
    )
    assert reply.status_code == 200
    for take in takes[:2]:
        kept_take = await backend.sound(take["id"])
        assert kept_take["parent_id"] is None
        assert {**kept_take, "parent_id": 0} == {**take, "parent_id": 0}
        assert (await backend.http.get(f"{BASE}/{take['id']}/download")).status_code == 200


async def test_a_sound_that_is_gone_for_good_takes_nothing_with_it(backend: Backend) -> None:
    parent = await made(backend)
    take = await derived(backend, parent["id"], "vary")
    services = backend.app.state.services
    long_ago = datetime.now(UTC) - timedelta(days=400)
    rows = update(EnvironmentSound).where(EnvironmentSound.id == parent["id"])
    # By hand, so that only the database itself can forget the parent.
    await services.database.write(lambda session: session.execute(rows.values(deleted_at=long_ago)))
    assert (await backend.sound(take["id"]))["parent_id"] == parent["id"]
    await services.database.write(
        lambda session: session.delete(session.get_one(EnvironmentSound, parent["id"]))
    )
    assert (await backend.sound(take["id"]))["parent_id"] is None
