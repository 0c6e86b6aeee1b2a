"""Bundles that somebody else made: whole, or refused."""

import bz2
import gzip
import io
import lzma
import tarfile
from contextlib import suppress
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.home import bundle
from noroshi.spine.home.bundle import files_in_folder, files_in_octets
from noroshi.spine.model import ConfigError, SourceError


def tar_of(members):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            if content is None:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
                tar.addfile(info)
            else:
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
    return made.getvalue()


def read(octets):
    return {str(one.path): one.octets for one in files_in_octets(octets, "b.tar")}


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_a_tar_is_read_however_it_is_packed(pack):
    assert read(pack(tar_of({"a/x.json": b"1", "b": b"22"}))) == {"a/x.json": b"1", "b": b"22"}


def test_what_is_no_tar_is_one_file():
    assert read(gzip.compress(b"{}")) == {"b.tar": b"{}"}


def test_links_are_left_out_and_names_that_lead_out_refuse_the_whole():
    assert read(tar_of({"link": None, "x": b"1"})) == {"x": b"1"}
    for name in ("../x", "/etc/x", "a/../../x"):
        with pytest.raises(SourceError, match="leads out"):
            read(tar_of({"ok": b"1", name: b"2"}))


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=0, max_value=255))
def test_a_damaged_archive_is_refused_and_never_half_read(at, octet):
    whole = gzip.compress(tar_of({"x": bytes(range(256)) * 9, "y": b"z" * 999}), mtime=0)
    at %= len(whole)
    assert_whole_or_refused(whole[:at] + bytes([octet]) + whole[at + 1 :], read(whole))
    assert_whole_or_refused(whole[:at], read(whole), cut=True)


def assert_whole_or_refused(octets, sound, *, cut=False):
    try:
        told = read(octets)
    except SourceError:
        return
    if octets[:2] == b"\x1f\x8b":  # otherwise it says that it is another kind of file
        assert not cut
        assert told == sound


@given(st.binary(max_size=3_000))
def test_any_octets_are_files_or_refused(octets):
    with suppress(SourceError):
        assert all(isinstance(content, bytes) for content in read(octets).values())


def test_what_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(bundle, "MOST_OCTETS", 10_000)
    monkeypatch.setattr(bundle, "MOST_FILES", 10)
    with pytest.raises(SourceError, match="unpacks to more"):
        read(gzip.compress(tar_of({"x": bytes(20_000)})))
    with pytest.raises(SourceError, match="unpacks to more"):
        read(gzip.compress(bytes(10_000_000)))
    with pytest.raises(SourceError, match="more than 10 files"):
        read(tar_of({str(number): b"" for number in range(11)}))


def test_a_bomb_in_a_header_is_bounded_too(monkeypatch):
    monkeypatch.setattr(bundle, "MOST_OCTETS", 10_000)
    monkeypatch.setattr(bundle, "MOST_FILES", 10)
    info = tarfile.TarInfo("x")
    info.pax_headers = {"comment": "x" * 5_000_000}
    packed = gzip.compress(info.tobuf(tarfile.PAX_FORMAT) + bytes(1024))
    with pytest.raises(SourceError, match="unpacks to more"):
        read(packed)


def test_a_folder_is_read_by_path(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b").write_bytes(b"2")
    (tmp_path / "a").write_bytes(b"1")
    told = [(one.path, one.octets) for one in files_in_folder(tmp_path)]
    assert told == [(PurePosixPath("a"), b"1"), (PurePosixPath("in/b"), b"2")]


def test_a_file_that_vanishes_is_named(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"1")
    monkeypatch.setattr("pathlib.Path.read_bytes", _vanished)
    with pytest.raises(ConfigError, match="a cannot be read"):
        list(files_in_folder(tmp_path))


def _vanished(_):
    raise FileNotFoundError(2, "No such file")
