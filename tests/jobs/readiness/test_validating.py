"""Validating: two files in, one verdict a route out; expiry is told or applied as asked."""

from datetime import UTC, datetime

import pytest

from noroshi.jobs.readiness.validating import validate_file
from noroshi.spine.model import InputError

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def files(tmp_path):
    vrps, routes = tmp_path / "vrps.csv", tmp_path / "routes.csv"
    vrps.write_text(
        "ASN,IP Prefix,Max Length,Trust Anchor,Expires\n"
        f"AS64500,192.0.2.0/24,24,x,{NOON.timestamp():.0f}\n"
        f"AS64501,192.0.2.0/24,24,x,{NOON.timestamp() + 60:.0f}\n"
        "AS1,none,24,x,\n"
    )
    routes.write_text("prefix,origin\n192.0.2.0/24,64500\n192.0.2.0/24,\n192.0.2.1/24,1\n")
    return vrps, routes


def test_refusals_of_both_files_are_counted(files):
    done = validate_file(*files, now=NOON, at=None, own_as=None)
    assert (len(done.routes), len(done.vrps), done.refused) == (2, 2, 2)


def test_what_has_expired_is_used_and_counted_unless_a_time_is_asked(files):
    kept = validate_file(*files, now=NOON, at=None, own_as=None)
    assert (kept.expired, kept.verdicts.state.tolist()) == (1, [1, 2])
    left_out = validate_file(*files, now=NOON, at=NOON, own_as=None)
    assert (left_out.expired, left_out.verdicts.state.tolist()) == (1, [2, 2])


def test_a_time_at_which_nothing_was_in_force_is_refused(files):
    with pytest.raises(InputError, match="all VRPs had expired by 2027"):
        validate_file(*files, now=NOON, at=datetime(2027, 1, 1, tzinfo=UTC), own_as=None)


def test_the_own_as_is_the_origin_of_empty_paths(files):
    done = validate_file(*files, now=NOON, at=None, own_as=64501)
    assert done.verdicts.state.tolist() == [1, 1]
