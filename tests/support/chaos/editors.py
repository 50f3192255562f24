"""Editors who generate, rename, cancel, delete and regenerate sounds, whatever happens."""

import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from support.processes import API

_TIMEOUT_SECONDS = 15.0
_PAUSE_SECONDS = 0.15
_RETRY_SECONDS = 0.3
_WANTED = (
    {"prompt": "rain", "engine": "instant", "duration": 2},
    {"prompt": "rain", "engine": "slow", "steps": 20},
    {"prompt": "heavy rain with distant thunder", "engine": "procedural", "duration": 5},
)
_REFUSED_FOR_NOW = (429, 503, 507)
_FINAL = ("completed", "failed", "cancelled")


@dataclass
class Ledger:
    """The replies that the editors received.

    Attributes:
        accepted: The ids of accepted sounds.
        deleted: The ids of sounds whose deletion was confirmed.
        perhaps_deleted: The ids of sounds whose deletion got no reply.
        wrong: Replies that no editor should see.
    """

    accepted: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    perhaps_deleted: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


class Editor(threading.Thread):
    """One editor at work.

    Args:
        url: The backend.
        ledger: Receives the replies of all editors.
        is_over: Ends the work.
        seed: The seed of the choices.
    """

    def __init__(self, url: str, ledger: Ledger, is_over: threading.Event, seed: int) -> None:
        super().__init__(daemon=True)
        self._http = httpx.Client(base_url=url, timeout=_TIMEOUT_SECONDS, trust_env=False)
        self._ledger = ledger
        self._is_over = is_over
        self._random = random.Random(seed)

    def run(self) -> None:
        """Work until the end."""
        works = (
            [self._generate] * 8
            + [self._rename, self._categorise] * 2
            + [self._cancel, self._remove, self._regenerate, self._remove]
        )
        with self._http:
            while not self._is_over.is_set():
                work = self._random.choice(works) if self._ledger.accepted else self._generate
                work()
                time.sleep(self._random.uniform(0, 2 * _PAUSE_SECONDS))

    def _generate(self) -> None:
        body = self._random.choice(_WANTED) | {"name": f"sound {self._random.random():.6f}"}
        headers = {"Idempotency-Key": str(uuid4())}
        # Asked again under the same key until it is answered: it must not become two sounds.
        while not self._is_over.is_set():
            reply = self._call("POST", "/generate", json=body, headers=headers)
            if reply is not None and reply.status_code not in _REFUSED_FOR_NOW:
                if reply.status_code == 202:
                    self._ledger.accepted.add(reply.json()["sound_id"])
                else:
                    self._ledger.wrong.append(f"generate: {reply.status_code} {reply.text}")
                return
            time.sleep(_RETRY_SECONDS)

    def _rename(self) -> None:
        self._call("PUT", self._some(), json={"name": f"renamed {self._random.random():.6f}"})

    def _categorise(self) -> None:
        self._call("PUT", self._some(), json={"category_id": self._random.randint(1, 8)})

    def _cancel(self) -> None:
        self._call("POST", f"{self._some()}/cancel")

    def _regenerate(self) -> None:
        self._call("POST", f"{self._some()}/regenerate")

    def _remove(self) -> None:
        path = self._some()
        sound_id = int(path.removeprefix("/"))
        reply = self._call("DELETE", path)
        if reply is None or reply.status_code >= 500:
            self._ledger.perhaps_deleted.add(sound_id)
        elif reply.status_code in (200, 404):
            self._ledger.deleted.add(sound_id)

    def _some(self) -> str:
        known = sorted(self._ledger.accepted.copy())
        # Mostly a recent one, which is waiting or in the making.
        recent = known[-10:] if self._random.random() < 0.7 else known
        return f"/{self._random.choice(recent)}"

    def _call(self, method: str, path: str, **request: Any) -> httpx.Response | None:
        try:
            reply = self._http.request(method, f"{API}{path}", **request)
        except httpx.TransportError:
            return None
        if reply.status_code >= 500 and reply.status_code not in _REFUSED_FOR_NOW:
            self._ledger.wrong.append(f"{method} {path}: {reply.status_code} {reply.text}")
        return reply


def wait_until_over(url: str, sound_ids: set[int], limit_seconds: float) -> None:
    """Wait until every sound that was not deleted has come to an end."""
    deadline = time.monotonic() + limit_seconds
    waiting = set(sound_ids)
    with httpx.Client(base_url=url, timeout=_TIMEOUT_SECONDS, trust_env=False) as http:
        while waiting:
            waiting = {each for each in waiting if not _is_over(http, each)}
            assert time.monotonic() < deadline, [
                http.get(f"{API}/{each}").text for each in sorted(waiting)[:3]
            ]
            time.sleep(_RETRY_SECONDS)


def _is_over(http: httpx.Client, sound_id: int) -> bool:
    try:
        reply = http.get(f"{API}/{sound_id}")
    except httpx.TransportError:
        return False
    if reply.status_code == 404:
        return True
    return reply.is_success and reply.json()["generation_status"] in _FINAL
