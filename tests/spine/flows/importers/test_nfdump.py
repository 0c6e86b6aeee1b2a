"""nfdump: its own sums, and what to install."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from noroshi.spine.flows.importers import Source, nfdump, reader_of
from noroshi.spine.flows.tally import Tally
from noroshi.spine.model import SourceError

DATA = Path(os.environ.get("NOROSHI_DATA", Path(__file__).resolve().parents[5] / "shared" / "data"))


def test_a_missing_nfdump_names_the_package(tmp_path, monkeypatch):
    path = tmp_path / "nfcapd.1"
    path.write_bytes(b"\x0c\xa5\x01\x00")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SourceError, match="apt-get install nfdump"):
        list(reader_of("nfdump")(Source(path=path), Tally()))


@pytest.mark.skipif(shutil.which("nfdump") is None, reason="nfdump is not installed")
def test_nfdump_rows_equal_its_own_sums(taken):
    path = DATA / "flows" / "raw" / "nfdump_test1.nfcapd"
    if not path.exists():
        pytest.skip("no shared data; set NOROSHI_DATA to its folder")
    table, tally = taken(path.read_bytes(), "nfdump")
    told = subprocess.run(
        ["nfdump", "-I", "-r", path], capture_output=True, text=True, check=True
    ).stdout
    sums = dict(line.split(": ") for line in told.splitlines() if ": " in line)
    assert tally.read == int(sums["Flows"])
    assert table["packetDeltaCount"].to_numpy().sum() == int(sums["Packets"])
    assert table["octetDeltaCount"].to_numpy().sum() == int(sums["Bytes"])
    assert table["flowStartMilliseconds"].to_numpy().min().astype(int) == int(sums["First"]) * 1000 + int(sums["msec_first"])  # fmt: skip


def test_progress_follows_the_program_through_the_file(tmp_path, monkeypatch):
    path = tmp_path / "nfcapd.1"
    path.write_bytes(bytes(1000))
    with path.open("rb") as file:
        file.seek(700)
        assert nfdump._octets_read(os.getpid(), path) == 700
    assert nfdump._octets_read(os.getpid(), path) == 0
