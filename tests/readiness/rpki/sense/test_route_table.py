"""Route table: prefix and origin by name, or by form where no header names them."""

from collections import Counter

import pytest

from noroshi.readiness.rpki.sense.route_table import columns_of_table
from noroshi.spine.model import InputError


@pytest.mark.parametrize(
    "octets",
    [
        b"prefix,origin,state\n192.0.2.0/24,64500,V\n",
        b"ASN,IP Prefix,Max Length\n64500,192.0.2.0/24,24\n",
        b"% RIS whois\n64500\t192.0.2.0/24\t300\n",
        b"; pyasn\n192.0.2.0/24\t64500\n",
    ],
)
def test_prefix_and_origin_are_found(octets):
    prefix, origin = columns_of_table(octets, Counter())
    assert (prefix.to_pylist(), origin.to_pylist()) == (["192.0.2.0/24"], ["64500"])


def test_a_set_in_quotes_is_one_cell():
    _, origin = columns_of_table(b'prefix,origin\n192.0.2.0/24,"{1,2}"\n', Counter())
    assert origin.to_pylist() == ["{1,2}"]


@pytest.mark.parametrize("octets", [b"words\n", b"a,b\nc,d\n", b"prefix,state\n192.0.2.0/24,V\n"])
def test_a_table_without_both_is_refused(octets):
    with pytest.raises(InputError):
        columns_of_table(octets, Counter())
