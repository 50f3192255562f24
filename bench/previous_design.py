"""The previous design: the sound as base64 in a JSON reply, from one server to the other.

Two servers, as the platform had them: the model's API returns the WAV file in base64, and the
backend calls it (httpx, no streaming), decodes the reply, writes the file and inserts a row. The
API has the same sound precomputed. The backend syncs neither file nor row, reports no progress and
replies only when it is done. All of these favour the previous design.

Run as `python -m bench.previous_design api PORT` and `... backend PORT API_PORT FOLDER`.
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


class SoundRequest(BaseModel):
    """A request for a sound, with its duration in seconds."""

    prompt: str
    duration: float


def create_api() -> FastAPI:
    """Return the application of the model's server."""
    app = FastAPI()
    noise = precomputed_noise()

    @app.get("/health")
    async def health() -> None:
        """Respond as soon as the server runs."""

    @app.post("/generate")
    async def generate(request: SoundRequest) -> dict[str, str | int]:
        """Return the sound as a 16-bit WAV file in base64."""
        samples = noise[:, : round(request.duration * SAMPLE_RATE_HERTZ)]
        file = io.BytesIO()
        soundfile.write(file, samples.T, SAMPLE_RATE_HERTZ, format="WAV", subtype="PCM_16")
        audio = base64.b64encode(file.getvalue()).decode()
        return {"audio": audio, "sample_rate": SAMPLE_RATE_HERTZ}

    return app


def create_backend(api_port: int, folder: Path) -> FastAPI:
    """Return the application of the server with the library."""
    database = sqlite3.connect(folder / "previous_design.db", check_same_thread=False)
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
        """Respond as soon as the server runs."""

    @app.post("/generate")
    async def generate(request: SoundRequest) -> dict[str, str | int | None]:
        """Request the sound, and write its file and its row."""
        reply = await client.post(
            f"http://127.0.0.1:{api_port}/generate", json=request.model_dump()
        )
        path = folder / f"{uuid.uuid4().hex}.wav"
        path.write_bytes(base64.b64decode(reply.raise_for_status().json()["audio"]))
        row = (request.prompt, request.duration, str(path), "completed")
        with database:
            inserted = database.execute(
                "INSERT INTO sounds (prompt, duration, path, status) VALUES (?, ?, ?, ?)", row
            )
        return {"id": inserted.lastrowid, "path": str(path), "status": "completed"}

    return app


def main(role: str, port: str, *rest: str) -> None:
    """Run one of the two servers."""
    app = create_api() if role == "api" else create_backend(int(rest[0]), Path(rest[1]))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    main(*sys.argv[1:])
