"""The image and the compose file, as an operator sees them."""

import json
import re
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from support.buckets import ROOT as BUCKET_ROOT
from support.buckets import running_bucket
from support.container_engine import ROOT, Engine
from support.container_stack import Stack

API = "/api/v1/environment-sounds"
IMAGE = "envsound:procedural"
NGINX = "docker.io/library/nginx:1.28.0-bookworm"
LARGEST_BYTES = 400_000_000


def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """What the condition says once it says anything."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.2)
    return found


def made(stack: Stack, **wanted: Any) -> dict[str, Any]:
    """A sound, asked for and watched through nginx."""
    with httpx.Client(base_url=stack.url, timeout=60) as http:
        asked = http.post(f"{API}/generate", json={"prompt": "rain", "duration": 2, **wanted})
        assert asked.status_code == 202, asked.text
        sound_id = asked.json()["sound_id"]
        with http.stream("GET", f"{API}/{sound_id}/events") as events:
            is_stream = events.headers["content-type"].startswith("text/event-stream")
            assert is_stream, events.read()
            assert "content-encoding" not in events.headers
            names = [
                line.removeprefix("event: ") for line in events.iter_lines() if "event: " in line
            ]
        assert names[-1] == "completed"
        sound: dict[str, Any] = http.get(f"{API}/{sound_id}").json()
        return sound


def sibling(stack: Stack, name: str) -> int:
    """A sibling's process id inside; 0 while it is not running."""
    found = re.search(
        rf"{name} +running +pid (\d+)", stack.run("backend", "sh", "-c", "envsound status || true")
    )
    return int(found[1]) if found else 0


def test_everything_is_healthy(engine: Engine, stack: Stack) -> None:
    for service in ("database", "redis", "backend", "nginx"):
        container = stack.container(service)
        until(lambda name=container: engine.inspect(name, ".State.Health.Status") == "healthy", 90)
    ready = httpx.get(f"{stack.url}/ready").json()
    assert ready["status"] == "ready", ready


def test_a_sound_is_made_and_fetched_through_nginx(stack: Stack) -> None:
    sound = made(stack, seed=7)
    assert sound["generation_model"] == "procedural"
    whole = httpx.get(stack.url + sound["file_url"], headers={"Origin": "http://page.example"})
    assert whole.status_code == 200
    assert len(whole.content) == sound["file_size"]
    assert whole.headers["content-type"] == "audio/wav"
    assert whole.headers["cache-control"] == "private, no-cache"
    assert whole.headers["access-control-allow-origin"] == "*"
    assert whole.headers["cross-origin-resource-policy"] == "cross-origin"
    kept = {"If-None-Match": whole.headers["etag"]}
    assert httpx.get(stack.url + sound["file_url"], headers=kept).status_code == 304
    part = httpx.get(stack.url + sound["file_url"], headers={"Range": "bytes=4-99"})
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes 4-99/{sound['file_size']}"
    assert part.content == whole.content[4:100]


@pytest.mark.parametrize("path", ["雨 声/my rain.wav", "mine/50%+1 #2;é?&.wav"])
def test_a_file_in_any_folder_and_by_any_name_is_sent_by_nginx(stack: Stack, path: str) -> None:
    copied = made(stack)
    folder = Path("/app/data/environment_sounds")
    # Bytes of another sound, and older than what may still be written.
    script = (
        "import os, sys; from pathlib import Path; source, target = map(Path, sys.argv[1:]); "
        "target.parent.mkdir(parents=True); audio = source.read_bytes(); "
        "target.write_bytes(audio[:-40000] + os.urandom(400) + audio[-39600:]); "
        "os.utime(target, (1.7e9, 1.7e9))"
    )
    paths = (str(folder / copied["file_path"]), str(folder / path))
    stack.run("backend", "python", "-c", script, *paths)
    with httpx.Client(base_url=stack.url, timeout=60) as http:
        report = http.post(f"{API}/rescan").json()["data"]
        (added,) = [sound for sound in report["added"] if sound["file_path"] == path]
        url = http.get(f"{API}/{added['sound_id']}").json()["file_url"]
        whole, head = http.get(url), http.head(url)
        kept = {"If-Modified-Since": whole.headers["last-modified"]}
        assert http.get(url, headers=kept).status_code == 304
    assert (whole.status_code, head.status_code) == (200, 200)
    # Only nginx has this one.
    assert len(whole.headers["etag"]) < 40
    assert head.headers["content-length"] == str(len(whole.content)) == str(copied["file_size"])


def test_the_file_of_a_deleted_sound_is_not_served_by_nginx(stack: Stack) -> None:
    sound = made(stack, seed=8)
    assert httpx.head(stack.url + sound["file_url"]).status_code == 200
    assert httpx.delete(f"{stack.url}{API}/{sound['id']}").status_code == 200
    for method in ("GET", "HEAD"):
        assert httpx.request(method, stack.url + sound["file_url"]).status_code == 410
    assert httpx.get(f"{stack.url}/_environment_sounds/{sound['file_path']}").status_code == 404


def test_what_nginx_does_not_have_the_backend_is_asked_for(stack: Stack) -> None:
    gone = httpx.get(f"{stack.url}/environment_sounds/2026/11/env_gone.wav")
    assert gone.status_code == 410
    assert gone.json()["reason"] == "SOUND_FILE_GONE"
    assert gone.headers["access-control-allow-origin"] == "*"


def test_a_page_of_the_library_comes_compressed(stack: Stack) -> None:
    made(stack)
    reply = httpx.get(f"{stack.url}{API}/?page_size=100", headers={"Accept-Encoding": "gzip"})
    assert reply.headers["content-encoding"] == "gzip"
    assert reply.json()["data"]["total"] >= 1


@pytest.mark.parametrize(
    "path",
    [
        "/metrics",
        "/environment_sounds/",
        "/environment_sounds/temp/secret.wav",
        "/environment_sounds/cache/waveforms/1.json",
        "/environment_sounds/.requests.sqlite3",
        "/environment_sounds/2026/11/metadata.json",
        "/environment_sounds/2026/11/.hidden.wav",
        "/environment_sounds/2026/11/..%2f..%2ftemp/secret.wav",
    ],
)
def test_nothing_but_sounds_is_given_out(stack: Stack, path: str) -> None:
    folder = "/app/data/environment_sounds"
    stack.run(
        "backend", "sh", "-c",
        f"mkdir -p {folder}/temp {folder}/2026/11 && "
        f"touch {folder}/temp/secret.wav {folder}/2026/11/.hidden.wav",
    )  # fmt: skip
    status = httpx.get(stack.url + path).status_code
    stack.run("backend", "rm", f"{folder}/temp/secret.wav", f"{folder}/2026/11/.hidden.wav")
    assert status in (400, 404, 410)


def test_a_link_in_the_folder_of_sounds_leads_nowhere(stack: Stack) -> None:
    folder = "/app/data/environment_sounds/2026/11"
    stack.run(
        "backend", "sh", "-c", f"mkdir -p {folder} && ln -sf /etc/passwd {folder}/env_link.wav"
    )
    reply = httpx.get(f"{stack.url}/environment_sounds/2026/11/env_link.wav")
    stack.run("backend", "rm", f"{folder}/env_link.wav")
    assert reply.status_code in (403, 404, 410)
    assert "root:" not in reply.text


def test_nobody_is_believed_who_a_client_is(stack: Stack) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9"}
    for url in (stack.url, stack.backend_url):
        wanted = {"prompt": "rain", "duration": 1}
        reply = httpx.post(f"{url}{API}/generate", json=wanted, headers=forged)
        assert reply.status_code == 202, reply.text
    log = stack.run("backend", "sh", "-c", "cat /app/data/logs/*.log")
    assert '"generate' in log
    assert "203.0.113.9" not in log


def test_a_client_that_never_ends_its_headers_is_hung_up_on(stack: Stack) -> None:
    address = urlsplit(stack.url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as client:
        client.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        try:
            received = client.recv(1000)
        except ConnectionResetError:
            received = b""
    # nginx hangs up without a word, or says 408 first.
    assert received.partition(b"\r\n")[0] in (b"", b"HTTP/1.1 408 Request Time-out")


def test_a_large_body_is_refused_and_an_upload_is_left_to_the_backend(stack: Stack) -> None:
    json_body = httpx.post(f"{stack.url}{API}/generate", content=b" " * 2_000_000)
    assert (json_body.status_code, json_body.json()["reason"]) == (413, "BODY_TOO_LARGE")
    noise = b"no sound" * 400_000
    upload = httpx.post(f"{stack.url}{API}/upload", files={"file": ("a.wav", noise)}, timeout=60)
    assert upload.status_code in (415, 422), upload.text


def test_the_settings_of_the_file_reach_the_processes(stack: Stack) -> None:
    assert stack.run("backend", "printenv", "RATE_LIMIT_GENERATE") == "999/hour"


@pytest.mark.parametrize("service", ["database", "redis", "backend", "nginx"])
def test_a_service_can_do_no_more_than_it_has_to(
    engine: Engine, stack: Stack, service: str
) -> None:
    status = stack.run(service, "cat", "/proc/1/status")
    assert re.search(r"^CapEff:\s+0+$", status, re.MULTILINE), status
    assert re.search(r"^CapBnd:\s+0+$", status, re.MULTILINE), status
    assert re.search(r"^NoNewPrivs:\s+1$", status, re.MULTILINE), status
    assert not re.search(r"^Uid:\s+0\s", status, re.MULTILINE), status
    script = "for f in /x /etc/x /usr/x; do touch $f 2>/dev/null && echo $f; done; true"
    assert stack.run(service, "sh", "-c", script) == ""
    host: Any = engine.inspect(stack.container(service), ".HostConfig")
    assert host["ReadonlyRootfs"] is True
    assert host["PidsLimit"] > 0
    assert host["Memory"] > 0


def test_the_configuration_of_an_outer_proxy_is_valid(engine: Engine, tmp_path: Path) -> None:
    folder = ROOT / "docker" / "nginx"
    named = (folder / "outer-proxy.conf").read_text().replace("#set_real", "set_real")
    (tmp_path / "outer-proxy.conf").write_text(named.replace("#192", "192"))
    engine.podman(
        "run", "--rm", "--add-host=backend:127.0.0.1",
        f"--volume={folder / 'nginx.conf'}:/etc/envsound/nginx.conf:ro",
        f"--volume={tmp_path / 'outer-proxy.conf'}:/etc/envsound/outer-proxy.conf:ro",
        NGINX, "nginx", "-t", "-c", "/etc/envsound/nginx.conf",
    )  # fmt: skip


def test_it_runs_as_nobody_special_on_a_root_that_cannot_be_written(stack: Stack) -> None:
    assert stack.run("backend", "id", "-u") != "0"
    script = (
        "for f in /app/x /opt/envsound/x /etc/x; do touch $f 2>/dev/null && echo $f; done; true"
    )
    assert stack.run("backend", "sh", "-c", script) == ""
    assert (
        stack.run("backend", "sh", "-c", "touch /app/data/x /tmp/x && rm /app/data/x && echo ok")
        == "ok"
    )
    assert (
        stack.run("backend", "sh", "-c", "cat /proc/1/cmdline | tr '\\0' ' '").count("supervisord")
        >= 1
    )


def test_the_image_reaches_a_bucket(engine: Engine, stack: Stack) -> None:
    script = (
        "from pathlib import Path; from backend.files.bucket import BucketStore; "
        f"store = BucketStore('s3://{BUCKET_ROOT}', Path('/tmp'), 1); "
        "print(store.read('2026/11/a.wav')[0].decode())"
    )
    with running_bucket() as bucket:
        bucket.files().pipe_file(f"{BUCKET_ROOT}/2026/11/a.wav", b"a sound")
        settings = [f"--env={name}={value}" for name, value in bucket.environment.items()]
        said = engine.podman(
            "run", "--rm", "--read-only", "--network=host", *settings, "--entrypoint=python",
            IMAGE, "-c", script,
        )  # fmt: skip
    assert said == "a sound"


@pytest.mark.parametrize("name", ["sidecar", "backend"])
def test_a_killed_sibling_comes_back(stack: Stack, name: str) -> None:
    killed = until(lambda: sibling(stack, name))
    stack.run("backend", "python", "-c", f"import os; os.kill({killed}, 9)")
    until(lambda: sibling(stack, name) not in (0, killed))
    until(lambda: httpx.get(f"{stack.url}/ready", timeout=30).status_code == 200)
    assert made(stack)["generation_status"] == "completed"


def test_a_backup_is_taken_and_put_back(engine: Engine, stack: Stack) -> None:
    sound = made(stack, name="kept")
    stack.run("backend", "envsound", "backup", "/app/data/backup/now")
    assert httpx.delete(f"{stack.url}{API}/{sound['id']}").status_code == 200
    container = stack.container("backend")
    engine.podman("stop", "--time=60", container, timeout=90)
    restore = ("run", "--rm", "--no-deps", "backend", "envsound", "restore", "--force")
    stack.compose(*restore, "/app/data/backup/now", socket_url=engine.run_socket)
    engine.podman("start", container)
    # It has another address now, which nginx asks for when told to: docs/operations.md. Podman
    # takes a moment until it knows the name again.
    reload = "nginx -s reload -c /etc/envsound/nginx.conf && echo done || true"
    until(lambda: "done" in stack.run("nginx", "sh", "-c", reload))
    kept = until(lambda: _kept(stack, sound["id"]), 90)
    assert kept["name"] == "kept"


def _kept(stack: Stack, sound_id: int) -> Any:
    """The sound, once the backend answers again."""
    reply = httpx.get(f"{stack.url}{API}/{sound_id}", timeout=30)
    return reply.json() if reply.is_success else None


def test_both_siblings_log_to_files_and_to_the_container_s_output(
    engine: Engine, stack: Stack
) -> None:
    output = engine.podman("logs", stack.container("backend"))
    for name in ("sidecar", "backend"):
        line = stack.run("backend", "head", "-n", "1", f"/app/data/logs/{name}.log")
        assert line
        assert line in output


def test_the_image_holds_what_it_needs_and_no_more(engine: Engine, stack: Stack) -> None:
    (image,) = json.loads(engine.podman("image", "inspect", IMAGE))
    assert image["Size"] < LARGEST_BYTES
    assert image["Labels"]["org.opencontainers.image.licenses"] == "Apache-2.0"
    places = "/root/.cache /var/lib/apt/lists/*_Packages /opt/envsound/bin/pip"
    leftovers = f"ls -d {places} 2>/dev/null; which gcc cc make; true"
    assert stack.run("backend", "sh", "-c", leftovers) == ""
    assert "PostgreSQL" in stack.run("backend", "pg_restore", "--version")
    python = "import soundfile; print(*soundfile.available_formats())"
    formats = stack.run("backend", "python", "-c", python).split()
    assert {"WAV", "FLAC", "OGG", "MP3"} <= set(formats)


def test_what_cannot_stay_up_makes_the_container_unhealthy_and_says_why(engine: Engine) -> None:
    name = "envsound-test-without-keys"
    engine.podman(
        "run", "--detach", "--replace", "--name", name, "--read-only", "--tmpfs=/tmp", IMAGE
    )
    try:
        script = "envsound status | grep '^backend .*ALLOW_ANONYMOUS=true' || true"
        until(lambda: engine.podman("exec", name, "sh", "-c", script), 180)
        for _ in range(3):
            engine.podman("healthcheck", "run", name, check=False)
        health: Any = engine.inspect(name, ".State.Health")
        assert health["Status"] in ("unhealthy", "starting")
        assert "ALLOW_ANONYMOUS=true" in health["Log"][-1]["Output"]
    finally:
        engine.podman("rm", "--force", "--time=10", name)


def test_it_stops_within_its_grace_and_is_content(engine: Engine, stack: Stack) -> None:
    """The last test: afterwards the backend is down."""
    container = stack.container("backend")
    started_at = time.monotonic()
    engine.podman("stop", "--time=60", container, timeout=90)
    assert time.monotonic() - started_at < 60
    assert engine.inspect(container, ".State.ExitCode") == 0
    told = httpx.get(f"{stack.url}/ready", timeout=30)
    assert told.status_code == 503
    assert told.json()["reason"] == "BACKEND_UNAVAILABLE"
