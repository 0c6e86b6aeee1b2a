"""Checking: a router's or server's own parser reads a configuration before anybody loads it."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

LONGEST_S = 30.0
MOST_TEXT = 2_000
_SBIN = ("/usr/sbin", "/sbin", "/usr/local/sbin")


@dataclass(frozen=True, slots=True)
class Parser:
    """A program that reads a configuration and does nothing else.

    Attributes:
        name: Program.
        options: Before the file's name.
        version: Options that make it tell its version; empty where none do.
        says: What its version holds, to tell it from a namesake.
        after: Behind the file's name.
        ends: Line behind the text that makes a program stop which would otherwise run.
    """

    name: str
    options: tuple[str, ...]
    version: tuple[str, ...] = ()
    says: str = ""
    after: tuple[str, ...] = ()
    ends: str = ""


PARSERS = {
    "frr": Parser("vtysh", ("-C", "--inputfile")),
    "bird": Parser("bird", ("-p", "-c"), ("--version",), "BIRD"),
    "gobgp": Parser("gobgpd", ("--dry-run", "-t", "toml", "-f"), ("--version",), "gobgpd"),
    "openbgpd": Parser("bgpd", ("-n", "-f"), ("-V",), "OpenBGPD"),  # FRR has a bgpd, too
    "knot": Parser("knotc", ("-c",), ("--version",), "Knot DNS", after=("conf-check",)),
    "named": Parser("named-checkconf", (), ("-v",), "9."),
    "unbound": Parser("unbound-checkconf", ()),
    "kresd": Parser("kresd", ("-n", "-c"), ("--version",), "Knot Resolver", ends="quit()\n"),
}
"""Parser of each dialect that has one. `bgpd -C` of FRR is none: it lets wrong lines of rpki pass."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a parser says; `good` is null where none is at hand."""

    good: bool | None
    parser: str
    said: str


def check_text(dialect: str, text: str) -> Checked:
    """Let the program's own parser read a text, where it is installed."""
    parser = PARSERS.get(dialect)
    if parser is None:
        return Checked(None, "", "")
    path = find(parser.name)
    if path is None:
        return Checked(None, parser.name, "")
    told = run([path, *parser.version])[1].splitlines() if parser.version else []
    version = next((line.strip() for line in told if parser.says in line), "")
    if parser.says and not version:
        return Checked(None, parser.name, "")
    if version[:1].isdigit():  # BIND's tools tell the number only
        version = f"{parser.name} {version}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "configuration"
        file.touch(0o600)  # OpenBGPD reads no file that others may read
        file.write_text(text + parser.ends, encoding="ascii")
        code, said = run([path, *parser.options, str(file), *parser.after], folder)
    return Checked(code == 0, version or parser.name, said.strip()[:MOST_TEXT])


def find(name: str) -> str | None:
    """Path of a program, also where daemons lie; null where it is not installed."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *_SBIN]))


def run(command: list[str], folder: str | None = None) -> tuple[int, str]:
    """How a parser ended, and what it said; one that never ends has refused."""
    try:
        done = subprocess.run(  # noqa: S603  # a program by its path, no shell
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return 1, str(error)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")
