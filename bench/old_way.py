"""How it was done before: the sound as base64 in a JSON reply; the client writes the file.

The server has the same sound precomputed. No file is synced, and there is no row: both are left
out on the side that is to be beaten. Run as `python -m bench.old_way PORT`.
"""

import base64
import io
import sys

import soundfile
import uvicorn
from envsound_bench_engine import precomputed_noise
from fastapi import FastAPI
from pydantic import BaseModel

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ


class Wanted(BaseModel):
    """A request for a sound, s."""

    prompt: str
    duration: float


def create_app() -> FastAPI:
    """The server."""
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


if __name__ == "__main__":
    uvicorn.run(create_app(), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
