"""Nothing in the repository depends on one machine, one package index or one person's folder."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))

MACHINE_PATH = re.compile(
    rb"/(?:root|work|tmp|Users|home/(?!noroshi\b)[a-z][-a-z0-9]*)/[A-Za-z0-9._-]"
)
INDEX = re.compile(rb"pythonhosted[.]org|pypi[.]org|/simpl[e]/|extra-inde[x]|index-ur[l][ =]+h")
MAX_BYTES = 1_000_000


def matches(tracked: list[Path], pattern: re.Pattern[bytes]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {line[:80]!r}"
        for path in tracked
        for line in path.read_bytes().splitlines()
        if pattern.search(line)
    ]


def test_no_file_names_a_path_of_one_machine(tracked: list[Path]) -> None:
    assert matches(tracked, MACHINE_PATH) == []


def test_no_file_names_a_package_index(tracked: list[Path]) -> None:
    assert matches(tracked, INDEX) == []


def test_no_file_is_large(tracked: list[Path]) -> None:
    assert [str(path) for path in tracked if path.stat().st_size > MAX_BYTES] == []


def test_every_text_file_ends_with_one_newline(tracked: list[Path]) -> None:
    texts = [path for path in tracked if path.suffix in {".py", ".md", ".toml", ".sql", ".lock"}]
    wrong = [path for path in texts if (octets := path.read_bytes()) and octets[-1:] != b"\n"]
    assert wrong == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_a_version_and_hashes(lock: Path) -> None:
    entries = lock.read_text().replace("\\\n", " ").splitlines()
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry), entry[:80]


def test_the_dev_lock_holds_the_runtime_s_versions() -> None:
    runtime, dev = (
        set(re.findall(r"^[a-z0-9._-]+==\S+", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert runtime - dev == set()
