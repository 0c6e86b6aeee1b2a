"""Device: what each kind says is understood by the survey's own readers."""

import json

import pytest

from noroshi.iot.judge import parse_end_of_life, parse_kev
from noroshi.iot.sense import CATALOGUE
from noroshi.iot.sense.message import message_of
from noroshi.iot.survey.reflection import (
    REFLECTS_FROM,
    amplification,
    is_answer,
    resolves_for_all,
)
from noroshi.iot.survey.spoken import spoken
from noroshi.jobs.iot.identifying import Identified, Sources, identify
from noroshi.lab.survey import Device, Kind, services_of
from noroshi.lab.survey.device import HIGH, HOSTILE, Ports, uuid_of
from noroshi.lab.survey.knowledge import WEAKNESS, write_knowledge

CONTACT = "https://survey.example/why"
PROBE_OF = {
    80: "http", 443: "https", 8080: "http", 8443: "https", 554: "rtsp", 21: "ftp", 22: "ssh",
    23: "telnet", 25: "smtp", 161: "snmpv3", 123: "ntp", 53: "dns", 1900: "ssdp", 5683: "coap",
}  # fmt: skip


def device(kind, **more):
    return Device(number=7, kind=kind, **more)


def answers(kind, port, message=0, **more):
    """What a device answers to a message of the catalogue."""
    probe = CATALOGUE[PROBE_OF[port]]
    asked = message_of(probe, message, host="192.0.2.1", contact=CONTACT)
    (one,) = [one for one in services_of(device(kind, **more), Ports()) if one.port == port]
    return one.says(asked)


def read(kind, port, message=0, **more):
    return spoken(PROBE_OF[port], message, answers(kind, port, message, **more)[0])


def test_every_protocol_is_read_by_the_surveys_own_readers():
    assert "EXR-200/1.2.3" in read(Kind.ROUTER, 80)
    assert read(Kind.ROUTER, 161).startswith("enterprise 32473, engine 80007ed905")
    assert "EXC-10/2.0.1" in read(Kind.CAMERA, 554)
    assert uuid_of(device(Kind.REFLECTOR)) in read(Kind.REFLECTOR, 1900)
    assert "stratum=3" in read(Kind.CLOCK, 123, 1)
    assert read(Kind.RESOLVER, 53) == "made 2.80"
    assert read(Kind.STORE, 21).startswith("220 ")
    assert "login:" in read(Kind.TERMINAL, 23)
    assert "</light>" in read(Kind.GADGET, 5683)


def test_reflectors_reflect_and_others_do_not():
    for kind, port, message in ((Kind.REFLECTOR, 1900, 0), (Kind.CLOCK, 123, 1)):
        octets = {message: sum(map(len, answers(kind, port, message)))}
        factor = amplification(PROBE_OF[port], octets, host="192.0.2.1", contact=CONTACT)
        assert factor >= REFLECTS_FROM
        assert is_answer(PROBE_OF[port], message, answers(kind, port, message)[0])
    assert resolves_for_all("dns", 1, answers(Kind.RESOLVER, 53, 1)[0])


def test_a_tarpit_amplifies_and_answers_in_no_protocol():
    for port in (1900, 5683):
        said = answers(Kind.TARPIT, port)
        octets = {0: sum(map(len, said))}
        factor = amplification(PROBE_OF[port], octets, host="192.0.2.1", contact=CONTACT)
        assert factor >= REFLECTS_FROM
        assert not any(is_answer(PROBE_OF[port], 0, one) for one in said)


def test_a_mended_router_answers_and_a_mended_camera_is_silent():
    assert "EXR-200/1.4.1" in read(Kind.ROUTER, 80, mended=True)
    assert list(services_of(device(Kind.CAMERA, mended=True), Ports())) == []


def test_pages_have_icons():
    assert answers(Kind.ROUTER, 80, 1)[0].startswith(b"HTTP/1.1 200 OK\r\nContent-Type: image")


@pytest.mark.parametrize("kind", list(Kind))
def test_without_privilege_most_ports_are_high(kind):
    if kind in {Kind.CLOCK, Kind.RESOLVER, Kind.ECHOER}:
        return
    web = HIGH.web
    assert all(one.port > 1023 for one in services_of(device(kind, web=web), HIGH))


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_devices_answer_something_that_is_no_name(kind):
    assert list(services_of(device(kind), Ports()))


def identified(tmp_path, **more):
    write_knowledge(tmp_path)
    row = {
        "id": 1, "address": "192.0.2.1", "port": 80, "protocol": "http",
        "banner": read(Kind.ROUTER, 80, **more),
    }  # fmt: skip
    sources = Sources(
        recog=tmp_path / "recog", nvd=(tmp_path / "nvd.json",), kev=tmp_path / "kev.json",
        end_of_life=(tmp_path / "eol.json",),
    )  # fmt: skip
    return next(identify([json.dumps(row).encode()], sources=sources, done=Identified()))


def test_made_knowledge_tells_old_from_mended(tmp_path):
    old, new = identified(tmp_path), identified(tmp_path, mended=True)
    assert (old["product"], old["version"], old["cves"]) == ("EXR-200", "1.2.3", [WEAKNESS])
    assert (new["product"], new["version"], new["cves"]) == ("EXR-200", "1.4.1", [])


def test_made_files_are_in_the_forms_that_identification_reads(tmp_path):
    write_knowledge(tmp_path)
    assert parse_end_of_life((tmp_path / "eol.json").read_bytes())
    assert parse_kev((tmp_path / "kev.json").read_bytes()) == frozenset()
