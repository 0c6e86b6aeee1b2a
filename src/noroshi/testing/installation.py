"""Installation: `noroshi up` as a process of its own, for browsers that walk through it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from noroshi.testing.daemons import free_port


@contextmanager
def running_hub(home: Path) -> Iterator[tuple[str, str]]:
    """The hub of a home, without its clock: its address, and the path of its first link.

    The address bears a name, as a passkey belongs to a name, never to an address. The path is empty
    where somebody has logged in before.
    """
    port = free_port()
    process = subprocess.Popen(  # noqa: S603  # our own program
        [
            *(sys.executable, "-m", "noroshi", "--home", str(home), "up"),
            *("--no-jobs", "--json", "--listen", f"127.0.0.1:{port}"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if not name.startswith("NOROSHI_")},
    )
    with process:
        try:
            told = json.loads(process.stdout.readline()) if process.stdout else {}
            link = str(told.get("first_link") or "")
            yield f"http://localhost:{port}", f"/welcome/{link.rpartition('/')[2]}" if link else ""
        finally:
            process.terminate()
