"""The log of a request that fails by a mistake in the program."""

import json
import subprocess
import sys
from pathlib import Path

from support.processes import clean_environment

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PROGRAM = """
import threading, time, httpx, uvicorn
from backend.app import create_app
from backend.settings import Settings
from backend.telemetry.logging import start_logging

start_logging("json", is_debug=False)
app = create_app(Settings())

@app.get("/mistake")
async def mistake() -> None:
    raise RuntimeError("a mistake")

config = uvicorn.Config(app, port=0, log_config=None, lifespan="off")
server = uvicorn.Server(config)
thread = threading.Thread(target=server.run)
thread.start()
while not server.started:
    time.sleep(0.01)
port = server.servers[0].sockets[0].getsockname()[1]
headers = {"traceparent": "00-%s-00f067aa0ba902b7-01"}
print(httpx.get(f"http://127.0.0.1:{port}/mistake", headers=headers).json()["trace_id"])
server.should_exit = True
thread.join()
"""


def test_the_traceback_has_the_trace_id_of_the_reply(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM % TRACE],
        env={**clean_environment(), "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == TRACE
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    assert {line["trace_id"] for line in lines if line["exception"]} == {TRACE}
