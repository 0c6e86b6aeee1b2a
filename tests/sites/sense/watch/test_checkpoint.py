"""Checkpoints are believed only with the log's own signature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.sites.sense.watch.checkpoint import read_checkpoint
from noroshi.sites.sense.watch.log_key import LogKey
from noroshi.spine.model import SourceError
from noroshi.testing.sources import MadeLog

LOG = MadeLog(certificates=[b"one", b"two"])
KEY = LogKey(LOG.public_key)
NOTE = LOG.checkpoint()


def test_a_signed_note_tells_its_size():
    assert read_checkpoint(NOTE, KEY, "made").size == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\n2\n", b"\n3\n"),
        (b"\n2\n", b"\n-2\n"),
        (b"log.example", b"log.other"),
        ("— log".encode(), b"- log"),
    ],
)
def test_a_changed_note_is_refused(old, new):
    with pytest.raises(SourceError, match="made"):
        read_checkpoint(NOTE.replace(old, new, 1), KEY, "made")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_other_octets_are_believed(octets):
    with pytest.raises(SourceError):
        read_checkpoint(octets, KEY, "made")


@given(st.integers(0, len(NOTE) - 1), st.integers(1, 255))
def test_no_changed_octet_changes_what_is_believed(at, change):
    changed = NOTE[:at] + bytes([NOTE[at] ^ change]) + NOTE[at + 1 :]
    try:
        head = read_checkpoint(changed, KEY, "made")
    except SourceError:
        return
    assert head == read_checkpoint(NOTE, KEY, "made")
