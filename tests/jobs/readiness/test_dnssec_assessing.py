"""Zones from files and from servers, with their parent."""

import dns.name
import pytest

from noroshi.jobs.readiness.dnssec_assessing import Ways, assess_zones, zone_name
from noroshi.spine.model import ConfigError, InputError


def bad(world, zone, ways):
    (found,) = assess_zones([zone], ways, now=world.now)
    return {check.code.removeprefix("dnssec.") for check in found.checks if check.level == "bad"}


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("good", set()), ("nsec3", set()), ("opt-out", set()), ("expired", {"signature-expired"}), ("tampered", {"signature-wrong"}),
        ("wrong-key", {"signed-by-unknown-key"}), ("no-nsec", {"chain-of-names"}), ("no-nsec3", {"chain-of-names"}),
        ("no-signature", {"rrsig-missing"}), ("wrong-signer", {"wrong-signer"}), ("iterations", {"nsec3-iterations"}),
        ("keytrap", {"key-tags", "too-much-work"}), ("future", {"signature-not-yet-valid"}),
    ],
)  # fmt: skip
def test_a_file_tells_every_fault(signed_world, label, expected):
    zone = f"{label}.test"
    assert bad(signed_world, zone, Ways(zone_file=signed_world.file(zone))) == expected


@pytest.mark.parametrize(("label", "expected"), [("good", set()), ("wrong-ds", {"chain", "ds", "ds-wrong", "server"}), ("no-keys", {"chain", "keys", "ds", "server"})])  # fmt: skip
def test_servers_and_a_resolver_tell_the_chain(signed_world, signed_primary, signed_resolver, label, expected):  # fmt: skip
    ways = Ways(
        servers=[f"127.0.0.1:{signed_primary}"], resolver=f"127.0.0.1:{signed_resolver}", anchor=signed_world.anchor
    )  # fmt: skip
    assert bad(signed_world, f"{label}.test", ways) >= expected - {"ds-wrong"}


def test_a_resolver_alone_shows_the_zone(signed_world, signed_resolver):
    ways = Ways(resolver=f"127.0.0.1:{signed_resolver}", anchor=signed_world.anchor)
    assert bad(signed_world, "rsa.test", ways) == set()
    assert "chain" in bad(signed_world, "expired.test", ways)


def test_the_ds_may_lie_in_a_file(signed_world, tmp_path):
    (tmp_path / "ds").write_text("good.test. IN DS 1 13 2 " + "00" * 32 + "\n")
    ways = Ways(zone_file=signed_world.file("good.test"), ds=tmp_path / "ds")
    assert "ds" in bad(signed_world, "good.test", ways)


def test_somebody_must_tell(tmp_path):
    with pytest.raises(ConfigError, match="give"):
        Ways()
    with pytest.raises(ConfigError, match="either"):
        Ways(zone_file=tmp_path, servers=["192.0.2.1"])
    with pytest.raises(ConfigError, match="one zone"):
        list(assess_zones(["a.test", "b.test"], Ways(zone_file=tmp_path / "a"), now=0))


def test_names_are_read():
    assert zone_name(".") == dns.name.root
    for text in ("", "a..b", "a" * 64, "a b", "x" * 2_000):
        with pytest.raises(InputError):
            zone_name(text)
