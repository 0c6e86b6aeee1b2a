"""RPSL: objects of dumps and whois answers; what is broken is counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.manrs.sense.rpsl import read_irr
from noroshi.spine.model import InputError

TEXT = """% a whois answer

route:          192.0.2.0/24   # ours
origin:         AS64500
mnt-by:         MNT-EXAMPLE

route6:         2001:db8::/32
origin:         as64501

as-set:         AS-EXAMPLE
members:        AS64500, AS64501,
                AS-OTHER
+               AS64502
mp-members:     AS-OTHER

aut-num:        AS64500
admin-c:        EX1-TEST
tech-c:         EX1-TEST

role:           Example NOC
nic-hdl:        EX1-TEST
e-mail:         noc@example.com

route:          198.51.100.0/24
descr:          without an origin

route:          198.51.100.1/24
origin:         AS64500
"""


def test_objects_are_read(tmp_path):
    file = tmp_path / "irr.txt"
    file.write_text(TEXT)
    found = read_irr([file])
    assert found.routes.prefix_text.to_pylist() == ["192.0.2.0/24", "2001:db8::/32"]
    assert found.routes.origin.tolist() == [64500, 64501]
    assert found.sets == {"AS-EXAMPLE": ("AS64500", "AS64501", "AS-OTHER", "AS64502")}
    assert found.contacts[64500]["tech-c"] == ("EX1-TEST",)
    assert found.mails == {"EX1-TEST": ("noc@example.com",)}
    assert found.refused == {"no-origin": 1, "host-bits": 1}


def test_files_without_objects_are_refused(tmp_path):
    file = tmp_path / "irr.txt"
    file.write_text("%ERROR:101: no entries found\n")
    with pytest.raises(InputError, match="hold no route"):
        read_irr([file])


@given(st.binary(max_size=200))
def test_any_octets_are_survived(tmp_path_factory, octets):
    file = tmp_path_factory.mktemp("irr") / "irr.txt"
    file.write_bytes(b"route: 192.0.2.0/24\norigin: AS1\n\n" + octets)
    try:
        found = read_irr([file])
    except InputError:
        return  # the octets may be taken for a packed file that is cut
    assert len(found.routes) >= 1
