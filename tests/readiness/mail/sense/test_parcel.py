"""Parcels: mails, mailboxes, archives, and what is packed to do harm."""

import gzip
import io
import os
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.sense import parcel
from noroshi.readiness.mail.sense.parcel import Kind, Parcel, parcels, report_files, told_apart
from noroshi.spine.model import InputError

XML = b"<feedback></feedback>"


def zipped(*members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, octets in enumerate(members):
            archive.writestr(f"{number}.xml", octets)
    return out.getvalue()


def mailed(octets, subtype="gzip"):
    message = EmailMessage()
    message["Subject"] = "Report domain: isp.example"
    message.set_content("See the report.")
    message.add_attachment(octets, maintype="application", subtype=subtype, filename="r.gz")
    return message.as_bytes()


@pytest.fixture
def opened(tmp_path):
    def made(octets):
        path = tmp_path / "file"
        path.write_bytes(octets)
        return [(one.kind, one.stream.read()) if isinstance(one, Parcel) else str(one) for one in parcels(path)]  # fmt: skip

    return made


PACKED = gzip.compress(XML, mtime=0)


@pytest.mark.parametrize(
    ("octets", "count"),
    [
        (XML, 1), (PACKED, 1), (PACKED + b"\r\n", 1), (zipped(XML, XML), 2),
        (mailed(PACKED), 1), (mailed(zipped(XML)), 1), (mailed(XML, "octet-stream"), 1),
        (b"From a Mon Sep 1\n" + mailed(PACKED) + b"\n\nFrom b Mon Sep 1\n" + mailed(PACKED), 2),
    ],
    ids=range(8),  # archives hold the time
)  # fmt: skip
def test_a_report_is_found_in_whatever_brings_it(opened, octets, count):
    assert opened(octets) == [(Kind.XML, XML)] * count


def test_a_byte_order_mark_hides_nothing(opened):
    assert opened(b"\xef\xbb\xbf" + XML) == [(Kind.XML, b"\xef\xbb\xbf" + XML)]


def test_two_gzip_members_are_one_stream(opened):
    assert opened(gzip.compress(XML) + gzip.compress(b" ")) == [(Kind.XML, XML + b" ")]


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (b"", "empty"), (b"PK\x03\x04junk", "broken-archive"), (b"\x1f\x8bjunk", "broken-archive"),
        (b"hello\n", "not-a-report"), (b"Subject: x\n\nhello", "mail-without-report"),
        (gzip.compress(gzip.compress(gzip.compress(XML))), "packed-too-deep"),
        (mailed(gzip.compress(zipped(PACKED))), "packed-too-deep"),
        (gzip.compress(b"hello"), "not-a-report"),
    ],
    ids=range(8),
)  # fmt: skip
def test_what_gives_no_report_says_why(opened, octets, reason):
    assert opened(octets) == [reason]


def test_a_cut_archive_is_told_where_it_is_read(tmp_path):
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(XML * 2_000, 1)[:-20])
    found = parcels(path)
    one = next(found)
    with pytest.raises(InputError, match="broken-archive"), told_apart():
        one.stream.read()


def test_bounds_hold(opened, monkeypatch):
    monkeypatch.setattr(parcel, "MOST_MEMBERS", 1)
    assert opened(zipped(XML, XML))[-1] == "too-many-members"
    monkeypatch.setattr(parcel, "MOST_PARTS", 1)
    assert opened(mailed(PACKED))[-1] == "too-many-parts"
    monkeypatch.setattr(parcel, "MOST_MAIL_OCTETS", 10)
    assert opened(mailed(PACKED)) == ["mail-too-large"]


def test_folders_and_maildirs_are_walked(tmp_path):
    for name in ("cur/a", "new/b", "tmp/c", ".hidden", "sub/d"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(XML)
    found = [path.relative_to(tmp_path).as_posix() for path in report_files(tmp_path)]
    assert found == ["cur/a", "new/b", "sub/d"]
    assert list(report_files(tmp_path / "cur/a")) == [tmp_path / "cur/a"]


def test_an_unreadable_file_is_told(tmp_path):
    with pytest.raises(InputError, match="unreadable"):
        list(parcels(tmp_path / "nothing"))


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", PACKED[:20], b"From x\n", b"A: b\n\n"]))  # fmt: skip
def test_any_octets_give_parcels_or_reasons(tmp_path_factory, octets, start):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(start + octets)
    try:
        for one in parcels(path):
            if isinstance(one, Parcel):
                with told_apart():
                    one.stream.read()
    except InputError as error:
        reason = str(error)
        assert reason


def test_a_folder_gives_files_and_links_to_files_but_no_pipe_and_no_linked_folder(tmp_path):
    (tmp_path / "a").write_bytes(b"<feedback/>")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    (tmp_path / "around").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert [path.name for path in report_files(tmp_path)] == ["a", "link"]
