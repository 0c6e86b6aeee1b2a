from datetime import timedelta

from noroshi.testing.blocklists import both, found, listed
from noroshi.testing.findings import HOUR


def test_entries_keep_their_times():
    first, last = HOUR.start - timedelta(days=1), HOUR.start
    made = listed("192.0.2.1", ("192.0.2.2:443", first, last), name="a")
    assert [(one.first_seen, one.last_seen) for one in made.observations] == [
        (None, None),
        (first, last),
    ]
    assert made.read == 2


def test_findings_agree_with_a_list_that_names_them():
    ours, theirs = both(
        found("192.0.2.1:443", "2001:db8::1:443"), listed("2001:db8::1"), seen={"2001:db8::1"}
    )
    assert (ours.matched, ours.total) == (1, 2)
    assert (theirs.matched, theirs.total) == (1, 1)
