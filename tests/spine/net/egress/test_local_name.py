import pytest

from noroshi.spine.net.egress.local_name import is_local_name


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "printer.local",
        "router.home.arpa",
        "db.internal",
        "x.onion",
        "wpad",
        "intranet.",
        "2130706433",
        "0",
        "",
    ],
)
def test_names_of_this_machine_and_this_network_are_told(host: str) -> None:
    assert is_local_name(host)


@pytest.mark.parametrize(
    "host", ["site.example", "local.example", "notlocalhost.example", "203.0.113.7", "2001:db8::1"]
)
def test_names_of_the_net_and_addresses_are_none(host: str) -> None:
    assert not is_local_name(host)
