"""Survey answers: what a made reflector and a made tarpit become, though both send much back."""

import pytest

from noroshi.iot.sense import CATALOGUE
from noroshi.iot.survey.results import ANSWERED, Answer, write_part
from noroshi.iot.survey.targets import Slot
from noroshi.jobs.iot.survey_answers import answer_rows
from noroshi.lab.survey.device import Device, Kind, Ports, services_of

CONTACT = "https://survey.example/why"


def said(kind, port):
    device = Device(number=7, kind=kind, web=80, speaks_of_itself=True)
    (one,) = [one for one in services_of(device, Ports()) if one.port == port]
    return b"".join(one.says(b""))


def row_of(run, probe, port, octets, message=0):
    slot = Slot(probe=CATALOGUE[probe], port=port, message=message)
    answer = Answer(
        address=0xC0000201, slot=slot, message=message, at_s=1_772_323_200, state=ANSWERED,
        octets=octets,
    )  # fmt: skip
    write_part(run, "1", [answer])
    (row,) = answer_rows(run, contact=CONTACT)
    return row


def test_a_reflector_is_told_as_one(tmp_path):
    row = row_of(tmp_path, "ssdp", 1900, said(Kind.REFLECTOR, 1900))
    assert (row["kind"], row.get("mark")) == ("reflector", None)
    assert row["amplification"] >= 2
    assert "answered" not in row


@pytest.mark.parametrize(("probe", "port"), [("ssdp", 1900), ("coap", 5683)])
def test_a_tarpit_that_amplifies_is_doubted_with_its_reason(tmp_path, probe, port):
    row = row_of(tmp_path, probe, port, said(Kind.TARPIT, port))
    assert (row.get("kind"), row["mark"]) == (None, "no-protocol")
    assert row["amplification"] >= 2


def test_little_that_is_no_answer_is_neither(tmp_path):
    row = row_of(tmp_path, "ssdp", 1900, b"junk")
    assert not {"kind", "mark"} & row.keys()
