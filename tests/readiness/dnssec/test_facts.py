"""Facts gather without growing."""

import dns.name
import dns.rdata

from noroshi.readiness.dnssec.facts import MOST_EXAMPLES, Facts, Signatures
from noroshi.readiness.dnssec.verdict import Fault

SIGNATURE = dns.rdata.from_text(
    "IN", "RRSIG", "A 13 2 300 20270101000000 20261201000000 1 isp.test. AA=="
)


def test_times_of_good_signatures_are_kept():
    found = Signatures()
    found.take(SIGNATURE, 300, SIGNATURE.expiration - 200)
    found.take(SIGNATURE.replace(expiration=SIGNATURE.expiration + 60), 10, SIGNATURE.inception)
    assert (found.good, found.outlived, found.expires) == (2, 1, SIGNATURE.expiration)
    assert found.life_s == 31 * 86_400
    assert len(found.ends) == 2


def test_few_examples_stand_for_many_faults():
    found = Signatures()
    for number in range(99):
        found.miss(Fault.EXPIRED, str(number))
    assert found.faults == {Fault.EXPIRED: 99}
    assert len(found.examples[Fault.EXPIRED]) == MOST_EXAMPLES


def test_a_flag_tells_of_opting_out():
    record = dns.rdata.from_text("IN", "NSEC3PARAM", "1 1 0 -")
    assert Facts(zone=dns.name.root, now=0, hashed=[record]).opts_out
    assert not Facts(zone=dns.name.root, now=0).opts_out
