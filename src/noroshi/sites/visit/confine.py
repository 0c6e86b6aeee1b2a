"""Confine: the browser runs as nobody in particular, with an empty environment, in its sandbox."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import join, quote

from noroshi.sites.visit.profile import Engine
from noroshi.spine.model import ConfigError

PROGRAMS = {
    Engine.SHELL: ("/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium-headless-shell"),
    Engine.FULL: ("/usr/lib/chromium/chromium", "/usr/bin/chromium"),
}
"""Where Debian puts them; the first is the program, the second a script around it."""

MOST_FILE_BYTES = 256 * 1024 * 1024
"""Largest file or piece of shared memory that the browser may make."""


@dataclass(frozen=True, slots=True)
class User:
    """Who the browser runs as."""

    uid: int
    gid: int


def program(engine: Engine) -> str:
    """The browser of a kind; the whole one stands in where the light one is not installed.

    Raises:
        ConfigError: There is no Chromium.
    """
    for path in (*PROGRAMS[engine], *PROGRAMS[Engine.FULL]):
        if os.access(path, os.X_OK):
            return path
    raise ConfigError(
        "Chromium is not installed; run: apt-get install chromium chromium-headless-shell"
    )


def browser_user(name: str, euid: int) -> User | None:
    """Who the browser is to run as; null for the caller itself, who is not root.

    Args:
        name: The account to change to when started by root.
        euid: The caller's effective user id.

    Raises:
        ConfigError: Root may not become that user; a browser is never started as root.
    """
    if euid != 0:
        return None
    try:
        entry = pwd.getpwnam(name)
    except KeyError as error:
        raise ConfigError(
            f"a browser is never run as root, and there is no user {name!r};"
            " make one, or name another in [visit] user"
        ) from error
    if entry.pw_uid == 0:
        raise ConfigError(f"a browser is never run as root; {name!r} is root: name another user")
    if shutil.which("setpriv") is None:
        raise ConfigError("a browser is never run as root; setpriv is missing: install util-linux")
    return User(entry.pw_uid, entry.pw_gid)


class Cell:
    """A directory of one browser: its profile, its unfinished downloads, and how it is started.

    It lies in memory where the system has room for that, and goes with the browser.
    """

    def __init__(self, engine: Engine, user: User | None) -> None:
        """Make it.

        Raises:
            ConfigError: There is no Chromium.
        """
        chromium = program(engine)
        self.path = Path(tempfile.mkdtemp(prefix="noroshi-visit-"))
        self.path.chmod(0o711)
        self.profile, self.downloads = self.path / "profile", self.path / "downloads"
        for folder in (self.profile, self.downloads):
            folder.mkdir(mode=0o700)
            if user is not None:
                os.chown(folder, user.uid, user.gid)
        self.launcher = self.path / "launch"
        self.launcher.write_text(self._script(chromium, user), encoding="utf-8")
        self.launcher.chmod(0o755)

    def _script(self, chromium: str, user: User | None) -> str:
        own = str(self.profile)
        clean = ["env", "-i", "PATH=/usr/bin:/bin", "LANG=C.UTF-8", f"HOME={own}", f"TMPDIR={own}"]
        command = [*clean, "prlimit", f"--fsize={MOST_FILE_BYTES}", "--core=0", "--", *_as(user)]
        return (
            "#!/bin/sh\n"
            f"umask 077; cd {quote(own)} || exit 1\n"
            f'exec {join([*command, chromium])} "$@" {quote(f"--user-data-dir={own}/data")}\n'
        )

    def remove(self) -> None:
        """All of it."""
        shutil.rmtree(self.path, ignore_errors=True)


def _as(user: User | None) -> Sequence[str]:
    if user is None:
        return ["setpriv", "--no-new-privs"]
    ids = [f"--reuid={user.uid}", f"--regid={user.gid}"]
    return ["setpriv", *ids, "--clear-groups", "--no-new-privs"]
