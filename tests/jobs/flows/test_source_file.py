"""Source files: a file is read where it lies, standard input becomes a file for the time being."""

import io
from types import SimpleNamespace

from noroshi.jobs.flows import source_file
from noroshi.jobs.flows.source_file import opened


def test_a_file_is_read_where_it_lies(tmp_path):
    with opened(str(tmp_path / "a")) as path:
        assert path == tmp_path / "a"


def test_standard_input_is_a_file_until_it_is_read(monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"abcde")))
    monkeypatch.setattr(source_file, "BLOCK", 2)
    told = []
    with opened("-", told.append) as path:
        assert path.read_bytes() == b"abcde"
    assert not path.exists()
    assert [step.octets for step in told] == [2, 4, 5]
