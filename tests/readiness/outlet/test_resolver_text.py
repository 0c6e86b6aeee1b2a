"""Settings for the policy file: read by Knot Resolver itself, and broken ones refused."""

import pytest

from noroshi.jobs.readiness.checking_text import check_text
from noroshi.readiness.outlet.resolver_text import kresd_policy
from noroshi.spine.model import ConfigError
from noroshi.testing.daemons import program

BROKEN = [
    ("local noroshi", "locale noroshi"), ("path = '", "path = "), ("function noroshi.mark()", "function noroshi.mark("),
    ("io.open(noroshi.path", "io.opened(noroshi.path"), ("return line\nend", "return line\n"), ("event.recurrent", "event.recurring"),
    ("policy.add(", "policy.added("), ("1 * sec", "1 * second_s"), ("== noroshi.seen then", "== noroshi.seen"),
    ("noroshi.load()\nevent", "noroshi.loads()\nevent"), ("-- Noroshi", "- Noroshi"), ("passes and 'passthru", "passes and passthru"),
]  # fmt: skip


@pytest.fixture
def kresd():
    if program("kresd") is None:
        pytest.skip("kresd is not installed here; it is in Debian's knot-resolver")


def test_the_resolver_reads_it_before_there_is_a_file(kresd):
    found = check_text("kresd", kresd_policy("/var/lib/knot-resolver/not-there.rpz"))
    assert found.good, found.said
    assert "Knot Resolver" in found.parser


@pytest.mark.parametrize("change", BROKEN, ids=lambda change: change[1])
def test_a_broken_text_is_refused(kresd, change):
    text = kresd_policy("/var/lib/knot-resolver/noroshi.rpz")
    assert change[0] in text
    assert check_text("kresd", text.replace(*change, 1)).good is False


@pytest.mark.parametrize("path", ["", "noroshi.rpz", "/a'b", "/a\nb", "/a\\b", "/é", "/a b"])
def test_a_path_that_could_end_a_statement_is_refused(path):
    with pytest.raises(ConfigError, match="plain signs"):
        kresd_policy(path)
