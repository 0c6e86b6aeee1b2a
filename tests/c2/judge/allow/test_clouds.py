"""Clouds: what anybody can rent is never allow-listed."""

import json
import os
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import strategies as st

from noroshi.c2.judge.allow import (
    AllowClass,
    AllowEntry,
    import_misp,
)
from noroshi.c2.judge.allow.read import parse_allow_list
from noroshi.spine.model import ConfigError


def toml(entries='["192.0.2.1"]', *, category="mail", name="own", more=""):
    return (
        f'name = "{name}"\nclass = "{category}"\nversion = "1"\nsource = "test"\n'
        f'licence = "own"\nentries = {entries}\n{more}'
    )


@pytest.mark.parametrize(
    "name",
    ["AWS Tokyo", "azure front", "Hetzner Online", "my GCP", "OVH SAS", "Vultr", "DigitalOcean"],
)
def test_rentable_clouds_are_refused_by_name(name):
    with pytest.raises(ConfigError, match="anybody can rent"):
        parse_allow_list(toml(name=name), "list.toml")


@pytest.mark.parametrize(
    "prefix", ["54.64.0.0/15", "13.64.0.0/11", "34.64.0.0/10", "167.99.0.0/16", "95.216.0.0/16"]
)
def test_rentable_clouds_are_refused_by_what_they_hold(prefix):
    with pytest.raises(ConfigError, match="anybody can rent"):
        parse_allow_list(toml(f'["{prefix}"]'), "list.toml")


def test_own_servers_in_a_cloud_may_be_listed_one_by_one():
    assert len(parse_allow_list(toml('["54.64.0.1 25/tcp"]'), "list.toml").entries) == 1


def test_clouds_may_be_taken_out():
    assert parse_allow_list(toml('["54.64.0.0/15"]', category="none"), "x").entries


entries = st.builds(
    AllowEntry,
    network=st.ip_addresses(v=4).map(ip_network)
    | st.ip_addresses(v=6).filter(lambda a: a.ipv4_mapped is None).map(ip_network),
    port=st.integers(0, 65535),
    protocol=st.none() | st.sampled_from([6, 17, 132]),
)


def misp(tmp_path, **values):
    path = tmp_path / "list.json"
    path.write_text(
        json.dumps({"name": "Example mail", "type": "cidr", "version": 7, "list": []} | values)
    )
    return path


REAL = (
    Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[5] / "shared" / "data"))
    / "blocklists"
    / "allow"
)


@pytest.mark.skipif(not REAL.is_dir(), reason="NOROSHI_DATA has no allow-lists")
@pytest.mark.parametrize("name", ["misp_amazon-aws", "misp_microsoft-azure", "misp_google-gcp"])
def test_real_clouds_are_refused_by_name_and_by_what_they_hold(tmp_path, name):
    with pytest.raises(ConfigError, match="anybody can rent"):
        import_misp(REAL / f"{name}.json", category=AllowClass.UPDATE_CDN)
    disguised = json.loads((REAL / f"{name}.json").read_text()) | {
        "name": "harmless",
        "description": "",
    }
    with pytest.raises(ConfigError, match="anybody can rent"):
        import_misp(misp(tmp_path, **disguised), category=AllowClass.UPDATE_CDN)
