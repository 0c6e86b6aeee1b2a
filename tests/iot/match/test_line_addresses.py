"""Line addresses: where lines are at a moment, and nobody else's."""

import pytest

from noroshi.iot.match import SessionFile
from noroshi.iot.match.line_addresses import addresses_of_lines

LOG = """\
address,start,end,subscriber
192.0.2.1,2026-11-01T00:00:00+00:00,2026-11-02T00:00:00+00:00,anna
192.0.2.2,2026-11-02T00:00:00+00:00,,anna
192.0.2.1,2026-11-02T00:00:00+00:00,,ben
2001:db8::1,2026-11-01T00:00:00+00:00,,anna
"""
FIRST, SECOND = 1793538000000, 1793624400000


@pytest.fixture
def sessions(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    return lambda: SessionFile(path).sessions()


def test_a_line_is_where_its_session_was_at_that_moment(sessions):
    found = addresses_of_lines(sessions(), "anna".__eq__, at_ms=FIRST)
    assert found == {"anna": ["192.0.2.1", "2001:db8::1"]}
    found = addresses_of_lines(sessions(), "anna".__eq__, at_ms=SECOND)
    assert found == {"anna": ["192.0.2.2", "2001:db8::1"]}


def test_a_line_without_a_session_is_nowhere(sessions):
    assert addresses_of_lines(sessions(), "ben".__eq__, at_ms=FIRST) == {}
