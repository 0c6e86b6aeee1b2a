"""The AS of addresses, where a table tells it."""

from noroshi.jobs.sites.networks import own_networks
from noroshi.spine.home import Home


def test_addresses_have_the_as_that_announces_them(tmp_path):
    home = Home(tmp_path).create()
    assert own_networks(home).of(["192.0.2.1"]) == {}
    (tmp_path / "as.csv").write_text("192.0.2.0,192.0.2.255,64500,EXAMPLE-NET\n")
    (tmp_path / "noroshi.toml").write_text('[iot]\nas_table = "as.csv"\n')
    found = own_networks(Home(tmp_path)).of(["192.0.2.1", "198.51.100.1", "no address"])
    assert {address: str(one) for address, one in found.items()} == {
        "192.0.2.1": "AS64500 EXAMPLE-NET"
    }
