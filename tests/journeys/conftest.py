"""Walking through the command as a person does, within this process."""

import json
import os
import sys
from collections.abc import Callable
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
