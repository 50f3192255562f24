"""A real Redis for tests, on a free port and in a separate folder, and always stopped."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from support.processes import free_port
from support.servers import leave_out

_START_SECONDS = 20.0


class RedisProcess:
    """A redis-server that can be killed and restarted on the same port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/1"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it responds."""
        self._folder.mkdir(parents=True, exist_ok=True)
        options = {"port": self.port, "bind": "127.0.0.1", "save": "", "dir": self._folder}
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        self._process = subprocess.Popen(["redis-server", *words], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + _START_SECONDS
        with Redis.from_url(self.url) as client:
            while True:
                try:
                    client.ping()
                    return
                except RedisError:
                    assert time.monotonic() < deadline, "redis-server does not start"
                    time.sleep(0.02)

    def hang(self) -> None:
        """Suspend the server: it accepts connections and does not reply."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Resume the server, which also replies to earlier requests."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """Send SIGKILL."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(_START_SECONDS)


@contextmanager
def running_redis(folder: Path) -> Iterator[RedisProcess]:
    """Yield a running server, or skip the test where Redis is not installed."""
    if shutil.which("redis-server") is None:
        leave_out("Redis")
    redis = RedisProcess(folder)
    try:
        redis.start()
        yield redis
    finally:
        redis.kill()
