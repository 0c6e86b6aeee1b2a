"""Permission: a scope that does not hold here and now gives none."""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from noroshi.iot.scope import sign_scope
from noroshi.iot.scope.signature import parse_signature
from noroshi.iot.survey.permission import permit, pin
from noroshi.spine.model import ConfigError
from noroshi.testing.surveys import NOON

SEED = bytes(range(32))
KEY = Ed25519PrivateKey.from_private_bytes(SEED).public_key()


class Machine:
    def __init__(self, *, default=False, addresses=("192.0.2.10", "127.0.0.1")):
        self.default, self.addresses = default, addresses

    def has_default_route(self):
        return self.default

    def has_address(self, address):
        return address in self.addresses


def ask(
    scope, *, host=None, source="192.0.2.10", trusted=(KEY,), files=None, signed=None, now=NOON
):
    signature = parse_signature(sign_scope(signed or scope, SEED))
    return permit(
        scope, signature, trusted=list(trusted), files=files or {}, source=source,
        host=host or Machine(), now=now,
    )  # fmt: skip


def test_a_signed_scope_at_its_place_and_time_is_permitted(lab_scope):
    held = ask(lab_scope())
    assert (held.source, held.is_open(NOON), held.is_over(NOON)) == ("192.0.2.10", True, False)


def test_a_signature_that_does_not_hold_gives_none(lab_scope):
    with pytest.raises(ConfigError, match="unknown-key"):
        ask(lab_scope(), trusted=())
    with pytest.raises(ConfigError, match="other-scope"):
        ask(lab_scope(), signed=lab_scope(retention_days=1))
    with pytest.raises(ConfigError, match="expired"):
        ask(lab_scope(), now=lab_scope().valid.end)


def test_a_source_that_is_not_declared_or_not_here_gives_none(lab_scope):
    with pytest.raises(ConfigError, match="declares"):
        ask(lab_scope(), source="192.0.2.11")
    with pytest.raises(ConfigError, match="no address of this machine"):
        ask(lab_scope(), host=Machine(addresses=()))


def test_a_lab_scope_on_a_machine_with_a_way_out_gives_none(lab_scope):
    with pytest.raises(ConfigError, match="default route"):
        ask(lab_scope(), host=Machine(default=True))
    inside = lab_scope(prefixes=["127.1.0.0/24"], sources=["127.0.0.1"])
    assert ask(inside, source="127.0.0.1", host=Machine(default=True)).source == "127.0.0.1"


def test_lists_and_tables_must_be_the_very_files_that_are_pinned(lab_scope):
    listed, table = b"198.51.100.0/28\n", b"prefix,asn,isp\n198.51.100.0/24,64500,a\n"
    scope = lab_scope(exclusions=[{"name": "opt-out", "sha256": pin(listed)}], networks=pin(table))
    held = ask(scope, files={pin(listed): listed, pin(table): table})
    assert (len(held.excluded), held.networks.systems) == (16, 2)
    with pytest.raises(ConfigError, match="opt-out"):
        ask(scope, files={pin(table): table})
    with pytest.raises(ConfigError, match="opt-out"):
        ask(scope, files={pin(listed): b"", pin(table): table})


def test_hours_are_those_of_the_declared_offset(lab_scope):
    scope = lab_scope(hours={"start": "09:00", "end": "21:00", "utc_offset": "-05:00"})
    held = ask(scope)  # noon UTC is 07:00 there
    assert not held.is_open(NOON)
    assert held.is_open(NOON.replace(hour=14))


def test_networks_is_a_digest_or_nothing(lab_scope):
    scope = msgspec.structs.replace(lab_scope(), networks="x")
    with pytest.raises(Exception, match="networks"):
        ask(scope)
