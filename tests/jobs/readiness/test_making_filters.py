"""Making filters: the limit, the notices, and no filter that cuts the customer off."""

from ipaddress import IPv4Address, ip_address

import pytest

from noroshi.jobs.readiness.making_filters import Asked, make_filter
from noroshi.spine.model import InputError


def asked(folder, **more):
    (folder / "irr.txt").write_text(
        "route: 192.0.2.0/24\norigin: AS64501\n\nroute: 198.51.100.128/25\norigin: AS64501\n"
    )
    (folder / "vrps.csv").write_text("ASN,IP Prefix,Max Length\nAS64501,10.0.0.0/20,24\n")
    given = {
        "names": ["AS64501"], "irr": [folder / "irr.txt"], "vrps": str(folder / "vrps.csv"), "dialect": "frr", "asn": 64500,
        "router_id": IPv4Address("192.0.2.1"), "address": ip_address("198.51.100.1"), "customer": 64501, **more,
    }  # fmt: skip
    return Asked(**given)


def test_the_limit_leaves_some_room(tmp_path):
    made = make_filter(asked(tmp_path))
    assert made.limit == 40  # 1.25 times 31 prefixes of 10.0.0.0/20 and one more
    assert made.notices() == ["1 are left out, for they are longer than /24 or /48"]
    assert make_filter(asked(tmp_path, limit=7)).as_dict()["limit"] == 7


def test_a_family_without_prefixes_is_refused(tmp_path):
    with pytest.raises(InputError, match="cut the session off"):
        make_filter(asked(tmp_path, address=ip_address("2001:db8::1")))
