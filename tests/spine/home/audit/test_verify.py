"""Verifying finds every change behind a checkpoint, and names the first line that is wrong."""

import random

import pytest

from noroshi.spine.home.audit import AuditTrail, read_public, verify
from noroshi.spine.home.audit.line import FIRST, line_of

from .conftest import AT, Audit

LINES, EDITS = 60, 250


@pytest.fixture(scope="module")
def signed(tmp_path_factory):
    """An audit that checkpoints cover to its last line."""
    audit = Audit(tmp_path_factory.mktemp("audit") / "home")
    for _ in range(3):
        audit.write(LINES // 3)
        audit.sign()
    return audit, audit.file.read_bytes()


def edited(octets, dice):
    at = dice.randrange(len(octets))
    other = dice.choice([octet for octet in range(256) if octet != octets[at]])
    return octets[:at] + bytes([other]) + octets[at + 1 :]


def swapped(octets, dice):
    rows = octets.splitlines(keepends=True)
    one, other = dice.sample(range(len(rows)), 2)
    rows[one], rows[other] = rows[other], rows[one]
    return b"".join(rows)


def deleted(octets, dice):
    rows = octets.splitlines(keepends=True)
    first = dice.randrange(len(rows))
    del rows[first : first + dice.randint(1, 5)]
    return b"".join(rows)


def truncated(octets, dice):
    return octets[: dice.randrange(len(octets))]


@pytest.mark.parametrize("change", [edited, swapped, deleted, truncated])
def test_random_changes_are_all_found(signed, change):
    audit, octets = signed
    dice = random.Random(f"20260105 {change.__name__}")
    missed = []
    for _ in range(EDITS):
        changed = change(octets, dice)
        audit.file.write_bytes(changed)
        found = audit.verify()
        if found.fault is None:
            missed.append(changed)
            continue
        good = octets.splitlines(keepends=True)
        same = [a == b for a, b in zip(good, changed.splitlines(keepends=True), strict=False)]
        first_bad = same.index(False) + 1 if False in same else len(same) + 1
        assert (found.fault.file, found.fault.row) == ("audit.jsonl", first_bad)
        assert found.rows <= first_bad
    audit.file.write_bytes(octets)
    assert missed == []
    assert audit.verify().fault is None


def test_changed_checkpoints_are_all_found(signed):
    audit, _ = signed
    octets, dice = audit.signed.read_bytes(), random.Random(7)
    for change in (edited, swapped):
        for _ in range(40):
            audit.signed.write_bytes(change(octets, dice))
            assert audit.verify().fault is not None
    audit.signed.write_bytes(octets)
    assert audit.verify().fault is None


def test_a_chain_written_anew_does_not_fit_the_checkpoints(signed):
    audit, octets = signed
    previous, rows = FIRST, []
    for row in octets.splitlines(keepends=True):
        line = line_of(row)
        made = type(line)(
            position=line.position, at=line.at, by="user:somebody-else", action=line.action,
            target=line.target, detail=line.detail, previous=previous,
        )  # fmt: skip
        previous = made.digest
        rows.append(made.octets)
    audit.file.write_bytes(b"".join(rows))
    found = audit.verify()
    audit.file.write_bytes(octets)
    assert found.fault.row == LINES // 3
    assert "another line" in found.fault.reason


def test_another_key_s_checkpoints_are_refused(signed, tmp_path):
    audit, _ = signed
    other = Audit(tmp_path / "other")
    other.write(LINES)
    other.sign()
    found = verify(audit.file, audit.signed, read_public(other.home.audit_public_file))
    assert found.fault.file == "audit-checkpoints.jsonl"
    assert "signature" in found.fault.reason


def test_checkpoints_without_a_key_prove_nothing(signed):
    audit, _ = signed
    assert "no public key" in verify(audit.file, audit.signed, None).fault.reason


def test_missing_checkpoints_are_found_where_a_key_says_there_were_some(signed):
    audit, _ = signed
    octets = audit.signed.read_bytes()
    audit.signed.unlink()
    found = audit.verify()
    audit.signed.write_bytes(octets)
    assert "missing" in found.fault.reason


def test_a_killed_writer_is_told_apart_from_a_change(audit):
    audit.write(5)
    audit.sign()
    audit.write(1)
    whole = audit.file.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    for cut in range(1, len(last)):
        audit.file.write_bytes(whole[:-cut])
        found = audit.verify()
        assert (found.fault, found.rows, found.torn) == (None, 5, len(last) - cut)
    audit.file.write_bytes(whole[:-1] + b"x")
    assert audit.verify().fault.row == 6


def test_lines_behind_the_last_checkpoint_count_as_uncovered(audit):
    audit.write(4)
    audit.sign()
    AuditTrail(audit.file, lambda: AT).note("system", "x.y")
    found = audit.verify()
    assert (found.rows, found.covered, found.checkpoints) == (5, 4, 1)
