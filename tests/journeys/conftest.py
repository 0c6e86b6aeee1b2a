"""Walking through the command as a person does, within this process."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from noroshi.cli.main import main

DATA = Path(os.environ.get("NOROSHI_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Walk = Callable[..., Said]


@pytest.fixture
def noroshi(monkeypatch, capfd) -> Walk:
    """Runs `noroshi --home HOME …`; anything but an exit with a code fails the test."""
    for name in list(os.environ):
        if name.startswith("NOROSHI_") or name in ("LANG", "LC_ALL", "LC_MESSAGES"):
            monkeypatch.delenv(name)

    def run(home: Path, *arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["noroshi", "--home", str(home), *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Said(int(end.value.code or 0), out, err)

    return run


@pytest.fixture(scope="session")
def data() -> Path:
    """Folder of real captures, where there is one."""
    if not (DATA / "flows").is_dir():
        pytest.skip("no shared data; set NOROSHI_DATA to its folder")
    return DATA


class Service:
    """The collector as a service manager runs it: a process group of its own, JSON on stdout."""

    def __init__(self, home: Path, *listen: str) -> None:
        places = [word for place in listen for word in ("--listen", place)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "noroshi", "--home", str(home), "flows", "collect", "--json",
             "--every", "0.2", *places],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        self.last: dict[str, Any] = {}
        self.read()

    def read(self) -> dict[str, Any]:
        """The next row of counts."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1].decode()
        self.last = json.loads(line)
        return self.last

    def until(self, reached: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Rows of counts until one is as wanted; the test's own limit ends what never is."""
        for _ in range(600):
            if reached(self.last):
                return self.last
            self.read()
        raise AssertionError(self.last)

    def end(self) -> dict[str, Any]:
        """The last row of counts, after an orderly end."""
        self.process.send_signal(signal.SIGTERM)
        out, err = self.process.communicate(timeout=120)
        assert self.process.returncode == 0, err.decode()
        assert b"Traceback" not in err
        self.last = json.loads(out.splitlines()[-1])
        return self.last


@pytest.fixture(scope="session")
def collect() -> Iterator[Callable[..., Service]]:
    """Starts `noroshi --home HOME flows collect --listen …`; what still runs is killed at the end."""
    started: list[Service] = []

    def start(home: Path, *listen: str) -> Service:
        started.append(Service(home, *listen))
        return started[-1]

    yield start
    for service in started:
        if service.process.poll() is None:
            os.killpg(service.process.pid, signal.SIGKILL)
            service.process.communicate()


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    """Gives a UDP port of this machine that nobody uses now."""

    def find() -> int:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            return int(free.getsockname()[1])

    return find
