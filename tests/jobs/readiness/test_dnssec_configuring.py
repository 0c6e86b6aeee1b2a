"""Texts come with what the server's parser says."""

import pytest

from noroshi.jobs.readiness.dnssec_configuring import signing_text, validation_text
from noroshi.readiness.dnssec.configure.signing import SigningWish
from noroshi.readiness.dnssec.configure.validation import Mode, ValidationWish
from noroshi.testing.daemons import program


def test_a_file_that_only_the_resolver_has_is_no_fault():
    if program("unbound-checkconf") is None:
        pytest.skip("Unbound is not installed; apt-get install unbound")
    wish = ValidationWish(mode=Mode.ENFORCE, anchor="/var/lib/only-there/root.key")
    text, checked = validation_text("unbound", wish)
    assert "/var/lib/only-there/root.key" in text
    assert checked.good


def test_a_policy_is_read():
    text, checked = signing_text("bind", SigningWish(zone="isp.example."))
    assert 'zone "isp.example."' in text
    assert checked.good in (True, None)
