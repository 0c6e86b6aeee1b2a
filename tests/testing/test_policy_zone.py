"""Policy zone of tests: what its configurations say; the daemons run in the tests of feeding."""

from noroshi.spine.net.tsig_key import TsigKey
from noroshi.testing.policy_zone import ZONE, Bind, Knot


def test_a_reader_may_only_transfer(tmp_path):
    knot = Knot(
        program="knotd", folder=tmp_path / "k", port=1, resolver=2, key=TsigKey.make("noroshi-feed")
    )
    knot.prepare()
    told = (tmp_path / "k" / "knot.conf").read_text()
    assert "key: isp-a\n    action: transfer\n" in told
    assert "127.0.0.1@1" in told
    assert (tmp_path / "k" / f"{ZONE}.zone").read_text().count("SOA") == 1


def test_the_resolver_reads_from_the_primary(tmp_path):
    Bind(program="named", folder=tmp_path / "b", port=3, primary=4).prepare()
    told = (tmp_path / "b" / "resolver.conf").read_text()
    assert "primaries { 127.0.0.1 port 4 key isp-a; }" in told
