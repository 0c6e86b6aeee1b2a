"""Zones that tests sign: BIND's own verifier accepts the good ones."""

import subprocess

import pytest

from noroshi.testing.daemons import program
from noroshi.testing.signed_zone import ZSK, Key, Nsec3, SignedZone


@pytest.mark.parametrize("nsec3", [None, Nsec3(), Nsec3(iterations=3, salt=b"\1", opt_out=True)])
def test_a_good_zone_verifies(tmp_path, nsec3):
    verifier = program("dnssec-verify")
    if verifier is None:
        pytest.skip("BIND's tools are not installed; apt-get install bind9-utils")
    records = "www A 192.0.2.1\na.b A 192.0.2.2\nsub NS ns.sub\nns.sub A 192.0.2.3\n"
    keys = (Key.make(), Key.make(flags=ZSK))
    now = int(tmp_path.stat().st_mtime)
    zone = SignedZone(name="isp.test.", records=records, keys=keys, nsec3=nsec3, now=now)
    (tmp_path / "zone").write_text(zone.text())
    done = subprocess.run([verifier, "-o", "isp.test.", str(tmp_path / "zone")], capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert zone.ds()[0].startswith("isp.test. DS ")
