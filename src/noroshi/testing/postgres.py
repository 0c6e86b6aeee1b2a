"""PostgreSQL: a server of Debian's packages in a folder of its own, for tests on both databases."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

PROGRAMS = Path("/usr/lib/postgresql")
"""Where Debian keeps each version's programs."""

OWNER = "postgres"
"""Account that Debian's package makes; the server refuses to run as root."""

FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
"""Nothing waits for the disk: only a fault of the machine could tell, and these databases end before."""


def programs() -> Path | None:
    """Folder of the newest server's programs; null where none is installed."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def serving() -> Iterator[str]:
    """A fresh server on a Unix socket; gives the SQLAlchemy URL of its empty database.

    Raises:
        RuntimeError: No PostgreSQL is installed here.
    """
    at = programs()
    if at is None:
        raise RuntimeError("PostgreSQL is not installed; apt-get install postgresql")
    # A socket's path may hold 107 octets, which folders of test runs exceed.
    folder = Path(mkdtemp(prefix="noroshi-pg-", dir="/tmp"))  # see above; mode 0700
    data = folder / "data"
    try:
        _hand_over(folder)
        _run(folder, at / "initdb", "-D", data, "-U", "noroshi", "-A", "trust", "-E", "UTF8", "-N")
        options = f"-c listen_addresses='' -k {folder} -c shared_buffers=16MB -c max_connections=50 {FORGETFUL}"
        log = folder / "log"
        _run(folder, at / "pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start")
        try:
            yield f"postgresql+psycopg://noroshi@/postgres?host={folder}"
        finally:
            _run(folder, at / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _hand_over(folder: Path) -> None:
    if os.geteuid() == 0:
        account = pwd.getpwnam(OWNER)
        os.chown(folder, account.pw_uid, account.pw_gid)


def _run(folder: Path, *command: object) -> None:
    subprocess.run(  # noqa: S603  # programs of Debian's package by their full path
        [str(word) for word in command],
        check=True,
        cwd=folder,
        user=OWNER if os.geteuid() == 0 else None,
        group=OWNER if os.geteuid() == 0 else None,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
