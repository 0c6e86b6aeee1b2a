"""Device print: the same device under another address has it; a whole series does not count."""

from noroshi.iot.analyse.device_print import own_prints, print_of

SNMP = {"protocol": "snmpv3", "banner": "enterprise 32473, engine 80007ed905aabbccdd"}
SSDP = {
    "protocol": "ssdp",
    "banner": "HTTP/1.1 200 OK\r\nUSN: uuid:1234-ABCD-9::upnp:rootdevice\r\n",
}
TLS = {"protocol": "https", "certificate": "MIIB", "banner": "HTTP/1.1 200 OK"}


def test_what_a_device_says_of_itself_gives_a_print():
    made = [print_of(one) for one in (SNMP, SSDP, TLS)]
    assert len(set(made)) == 3
    assert all(len(one) == 24 for one in made)
    lower = SSDP | {"banner": SSDP["banner"].replace("ABCD", "abcd")}
    assert print_of(lower) == print_of(SSDP)


def test_what_tells_no_device_from_another_gives_none():
    rows = ({}, {"banner": 5}, {"protocol": "http", "banner": "x"}, SNMP | {"banner": "engine zz"})
    assert [print_of(row) for row in rows] == [""] * 4


def test_a_print_of_two_addresses_is_nobodys_own():
    seen = [
        ("a", "192.0.2.1"),
        ("a", "192.0.2.2"),
        ("b", "192.0.2.1"),
        ("b", "192.0.2.1"),
        ("", "x"),
    ]
    assert own_prints(seen) == {"b"}
