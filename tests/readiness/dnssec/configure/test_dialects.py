"""Every dialect has a parser that checks it."""

from noroshi.jobs.readiness.checking_text import PARSERS
from noroshi.readiness.dnssec.configure.dialects import SIGNING, VALIDATION


def test_every_dialect_has_a_parser():
    assert {"named" if one == "bind" else one for one in (*SIGNING, *VALIDATION)} <= set(PARSERS)
