"""An archive gives back what went in, or says that it is damaged; it writes nowhere else."""

import hashlib
import io
import random
import tarfile

import msgspec
import pyarrow as pa
import pytest

from noroshi.spine.home.archive import FORMAT, ArchiveWriter, Entry, Manifest, unpack
from noroshi.spine.model import SourceError


def manifest(files, **more):
    return Manifest(
        **{"format": FORMAT, "noroshi": "0", "made_at": "2026-01-05T09:00:00Z", "state": "sqlite",
           "list_head": 0, "list_digest": "", "with_secrets": False, "files": files} | more
    )  # fmt: skip


@pytest.fixture
def archive(tmp_path):
    """An archive of three files."""
    dice = random.Random(1)
    sources = {
        "state.db": b"state" * 1000,
        "lake/flows/date=2026-01-05/hour=09/a.parquet": dice.randbytes(2_500_000),
        "secrets/pseudonym.key": b"k" * 32,
    }
    target = tmp_path / "backup.tar.zst"
    with target.open("wb") as sink:
        writer = ArchiveWriter(sink)
        for name, octets in sources.items():
            file = tmp_path / "source"
            file.write_bytes(octets)
            writer.add(name, file)
        writer.close(manifest(dict(writer.files)))
    return target


def test_what_went_in_comes_out_with_its_modes(archive, tmp_path):
    told = unpack(archive, tmp_path / "out")
    assert sorted(told.files) == [
        "lake/flows/date=2026-01-05/hour=09/a.parquet", "secrets/pseudonym.key", "state.db",
    ]  # fmt: skip
    assert (tmp_path / "out" / "state.db").read_bytes() == b"state" * 1000
    assert (tmp_path / "out" / "secrets" / "pseudonym.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "out" / "secrets").stat().st_mode & 0o077 == 0


def test_a_changed_octet_or_a_cut_is_found(archive, tmp_path):
    octets, dice = archive.read_bytes(), random.Random(2)
    for turn in range(12):
        at = dice.randrange(10, len(octets))
        changed = (
            octets[:at]
            if turn % 2
            else octets[:at] + bytes([octets[at] ^ (1 << dice.randrange(8))]) + octets[at + 1 :]
        )
        archive.write_bytes(changed)
        with pytest.raises(SourceError):
            unpack(archive, tmp_path / f"out-{turn}")


def packed(tmp_path, members, told=None):
    target = tmp_path / "made.tar.zst"
    if told is not None:
        members = [*members, (tarfile.TarInfo("manifest.json"), told)]
    with (
        pa.CompressedOutputStream(pa.OSFile(str(target), "wb"), "zstd") as plain,
        tarfile.open(fileobj=plain, mode="w|") as tar,
    ):
        for info, octets in members:
            info.size = len(octets)
            tar.addfile(info, io.BytesIO(octets))
    return target


@pytest.mark.parametrize(
    "name", ["../state.db", "/etc/passwd", "lake/../../x", "lake/../secrets/x/../../../y"]
)
def test_a_name_outside_is_refused(tmp_path, name):
    archive = packed(tmp_path, [(tarfile.TarInfo(name), b"x")])
    with pytest.raises(SourceError, match="in no backup"):
        unpack(archive, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "named"), [("other/file", ()), ("other/file", ("other/fil",)), ("x", ("other", "."))]
)
def test_a_name_that_no_setting_gives_is_refused(tmp_path, name, named):
    digest = hashlib.sha256(b"x").hexdigest()
    told = manifest({name: Entry(1, digest)}, named=named)
    archive = packed(tmp_path, [(tarfile.TarInfo(name), b"x")], msgspec.json.encode(told))
    with pytest.raises(SourceError, match="in no backup"):
        unpack(archive, tmp_path / "out")


def test_what_settings_name_comes_out_and_stays_private(tmp_path):
    target, source = tmp_path / "b.tar.zst", tmp_path / "source"
    source.write_bytes(b"x")
    with target.open("wb") as sink:
        writer = ArchiveWriter(sink)
        writer.add("tls/hub.key", source, mode=0o600)
        writer.add("as.csv", source)
        writer.close(manifest(dict(writer.files), named=("as.csv", "tls")))
    unpack(target, tmp_path / "out")
    assert (tmp_path / "out" / "tls" / "hub.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "out" / "as.csv").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_anything_but_a_plain_file_is_refused(tmp_path, kind):
    info = tarfile.TarInfo("lake/x")
    info.type, info.linkname = kind, "../../outside"
    with pytest.raises(SourceError, match="no plain file"):
        unpack(packed(tmp_path, [(info, b"")]), tmp_path / "out")


def test_a_file_that_the_manifest_does_not_know_is_refused(tmp_path):
    told = msgspec.json.encode(manifest({"state.db": Entry(1, "0" * 64)}))
    archive = packed(tmp_path, [(tarfile.TarInfo("lake/x"), b"x")], told)
    with pytest.raises(SourceError, match="2 files differ from its manifest, for example lake/x"):
        unpack(archive, tmp_path / "out")


def test_a_newer_form_and_a_manifest_that_is_none_are_told(tmp_path):
    newer = msgspec.json.encode(manifest({}, format=FORMAT + 1, noroshi="9.9"))
    with pytest.raises(SourceError, match=r"newer Noroshi \(9\.9\)"):
        unpack(packed(tmp_path, [], newer), tmp_path / "out")
    with pytest.raises(SourceError, match="manifest is none"):
        unpack(packed(tmp_path, [], b"{}"), tmp_path / "out")


def test_what_is_no_archive_is_told(tmp_path):
    file = tmp_path / "x.tar.zst"
    file.write_bytes(b"nothing at all")
    with pytest.raises(SourceError, match="no whole backup"):
        unpack(file, tmp_path / "out")
