"""How it was done before: the sound as base64 in a JSON reply, from one server to the other.

Two servers, as the platform had them: the model's API answers with the WAV file in base64, and
the backend asks it (httpx, no streaming), decodes the reply, writes the file and keeps a row. The
API has the same sound precomputed. The backend syncs neither file nor row, tells no progress and
answers only when it is done: all of that is left out on the side that is to be beaten.

Run as `python -m bench.old_way api PORT` and `... backend PORT API_PORT FOLDER`.
"""

import base64
import io
import sqlite3
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import soundfile
import uvicorn
from envsound_bench_engine import precomputed_noise
from fastapi import FastAPI
from pydantic import BaseModel

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ

_TIMEOUT_SECONDS = 30.0


class Wanted(BaseModel):
    """A request for a sound, s."""

    prompt: str
    duration: float


def create_api() -> FastAPI:
    """The model's server."""
    app = FastAPI()
    noise = precomputed_noise()

    @app.get("/health")
    async def health() -> None:
        """Answers as soon as the server does."""

    @app.post("/generate")
    async def generate(wanted: Wanted) -> dict[str, str | int]:
        """The sound as a 16-bit WAV file in base64."""
        samples = noise[:, : round(wanted.duration * SAMPLE_RATE_HERTZ)]
        file = io.BytesIO()
        soundfile.write(file, samples.T, SAMPLE_RATE_HERTZ, format="WAV", subtype="PCM_16")
        audio = base64.b64encode(file.getvalue()).decode()
        return {"audio": audio, "sample_rate": SAMPLE_RATE_HERTZ}

    return app


def create_backend(api_port: int, folder: Path) -> FastAPI:
    """The server that keeps the library."""
    database = sqlite3.connect(folder / "old_way.db", check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = OFF")
    database.execute("CREATE TABLE sounds (id INTEGER PRIMARY KEY, prompt, duration, path, status)")
    client = httpx.AsyncClient(timeout=_TIMEOUT_SECONDS)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with client:
            yield
        database.close()

    app = FastAPI(lifespan=lifespan)

    @app.get("/health")
    async def health() -> None:
        """Answers as soon as the server does."""

    @app.post("/generate")
    async def generate(wanted: Wanted) -> dict[str, str | int | None]:
        """Makes the sound, its file and its row."""
        reply = await client.post(f"http://127.0.0.1:{api_port}/generate", json=wanted.model_dump())
        path = folder / f"{uuid.uuid4().hex}.wav"
        path.write_bytes(base64.b64decode(reply.raise_for_status().json()["audio"]))
        row = (wanted.prompt, wanted.duration, str(path), "completed")
        with database:
            inserted = database.execute(
                "INSERT INTO sounds (prompt, duration, path, status) VALUES (?, ?, ?, ?)", row
            )
        return {"id": inserted.lastrowid, "path": str(path), "status": "completed"}

    return app


def main(role: str, port: str, *rest: str) -> None:
    """Runs one of the two servers."""
    app = create_api() if role == "api" else create_backend(int(rest[0]), Path(rest[1]))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    main(*sys.argv[1:])
