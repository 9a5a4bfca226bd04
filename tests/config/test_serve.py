"""`parta serve` as people run it: a process that answers, refuses a taken port and ends when asked."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from parta.config.processes import Keeper, Programme

SERVE = [sys.executable, "-m", "parta.config.cli", "serve", "--workers", "1", "--port"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PARTA_DEMO")}
    source = str(Path(__file__).parents[2] / "src")
    return kept | {"PARTA_DATA": str(data), "DJANGO_SETTINGS_MODULE": "parta.config.settings", "PYTHONPATH": source}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = subprocess.Popen(
        [*SERVE, str(port)], env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    yield process, port
    process.kill()
    process.communicate()


def answer(port: int) -> tuple[int, dict[str, str]]:
    until = time.monotonic() + 60
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=20) as response:
                return response.status, {name.lower(): value for name, value in response.headers.items()}
        except (URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def tells(process: subprocess.Popen[str], words: str) -> bool:
    """Whether the programme says these words before it ends."""
    assert process.stdout
    return any(words in line for line in process.stdout)


def children(pid: int) -> list[int]:
    found = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return found + [below for child in found for below in children(child)]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_it_answers_with_guarding_headers_and_ends_when_asked(served: tuple[subprocess.Popen[str], int]) -> None:
    process, port = served
    assert tells(process, f"http://127.0.0.1:{port}")
    status, headers = answer(port)
    assert status == 200
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    below = children(process.pid) if sys.platform == "linux" else []
    process.send_signal(signal.SIGTERM)
    said, _nothing = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert not [pid for pid in below if is_alive(pid)]


def test_a_taken_port_is_told_in_words(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = subprocess.run(
            [*SERVE, str(port)], env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=False
        )
    assert ended.returncode == 1
    assert str(port) in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "parta.sqlite3").exists()


def test_a_programme_that_keeps_falling_stops_everything() -> None:
    said: list[str] = []
    falling = Programme("The faller", [sys.executable, "-S", "-c", "raise SystemExit(3)"])
    lasting = Programme("The sleeper", [sys.executable, "-S", "-c", "import time; time.sleep(60)"])
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    try:
        assert not Keeper([falling, lasting], said.append, lambda: False, "").run()
    finally:
        for number, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
            signal.signal(number, handler)
    assert len(said) == 3
    assert all("The faller" in words for words in said)
    assert lasting.has_ended
