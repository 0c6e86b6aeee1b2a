"""Wire: texts out of datagrams, whatever octets they are made of."""

from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.survey.wire import behind_name, engine_of, resources_of, services_of

ENGINE = bytes.fromhex("8000000903001122334455")
REPORT = bytes.fromhex(
    "3031020103300f02024a69020300ffe3040100020103"
    "041b3019040b8000000903001122334455020101020107040004000400"
)
SERVICES = (
    b"\x00\x00\x84\x00\x00\x01\x00\x03\x00\x00\x00\x00"
    b"\x09_services\x07_dns-sd\x04_udp\x05local\x00\x00\x0c\x00\x01"
    b"\xc0\x0c\x00\x0c\x00\x01\x00\x00\x00\x0a\x00\x0d\x05_http\x04_tcp\xc0\x23"
    b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x0a\x00\x04\xc0\x00\x02\x01"
    b"\xc0\x0c\x00\x0c\x00\x01\x00\x00\x00\x0a\x00\x0c\x04_hue\x04_tcp\xc0\x23"
)


def test_an_engine_tells_its_enterprise_and_itself():
    assert engine_of(REPORT) == f"enterprise 9, engine {ENGINE.hex()}"


def test_what_is_no_whole_report_tells_no_engine():
    assert {engine_of(REPORT[:size]) for size in range(len(REPORT))} == {""}
    assert engine_of(b"\x30\x85\x00\x00\x00\x00\x01\x00") == ""
    assert engine_of(REPORT.replace(b"\x04\x0b" + ENGINE, b"\x04\x01\x80")) == ""


def test_service_types_are_told_one_a_line():
    assert services_of(SERVICES) == "_http._tcp\n_hue._tcp"
    assert services_of(SERVICES[:11]) == ""


def test_a_name_that_never_ends_is_left():
    assert behind_name(b"\x00\x00" + b"\x01a" * 200, 2) == 402
    assert behind_name(b"\x05ab", 0) == 6


def test_resources_stand_behind_token_and_options():
    assert resources_of(b"\x61\x45NR\xaa\xc1\x28\xff</x>;rt=example") == "</x>;rt=example"
    assert resources_of(b"\x60\x45NR\xcd\x01" + b"o" * 14 + b"\xff</x>") == "</x>"
    assert resources_of(b"\x60\x45NR\xde\x05\x00\x00" + b"o" * 269 + b"\xff</x>") == "</x>"


def test_what_is_no_content_of_coap_tells_nothing():
    assert resources_of(b"\x60\x84NR\xff</x>") == ""
    assert resources_of(b"\x60\x45NR\xf0\xff</x>") == ""
    assert resources_of(b"\x60\x45NR") == ""
    assert resources_of(b"\x60\x45NR" + b"\x00" * 100) == ""


@given(st.binary(max_size=300), st.sampled_from([b"", REPORT[:40], SERVICES[:60], b"\x60\x45NR"]))
def test_any_octets_are_read_or_left(octets, start):
    for read in (engine_of, services_of, resources_of):
        text = read(start + octets)
        assert len(text) <= 2 * len(start + octets) + 40
