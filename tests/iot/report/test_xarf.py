"""XARF: the format's own library takes every report."""

import json

import pytest
import xarf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.iot.report import FORMATS, Reported, Trouble


def rendered(sender, *exposures):
    rows = [Reported(one, 64500) for one in exposures]
    return [json.loads(line) for line in FORMATS["xarf"].render(rows, sender)]


KINDS = {
    Trouble.INFECTED: {"kind": "infected"},
    Trouble.WEAK_CREDENTIAL: {"kind": "weak-credential"},
    Trouble.REFLECTOR: {"kind": "reflector"},
    Trouble.VULNERABLE: {},
    Trouble.POSSIBLY_VULNERABLE: {"evidence": (), "eol": None, "version": None},
    Trouble.END_OF_LIFE: {"cves": ()},
    Trouble.EXPOSED: {"cves": (), "eol": None, "vendor": None, "product": None},
}


@pytest.mark.parametrize("trouble", Trouble)
def test_each_trouble_is_a_valid_report(exposure, sender, trouble):
    one = exposure(**KINDS[trouble])
    assert one.trouble is trouble
    (report,) = rendered(sender, one)
    assert not xarf.parse(json.dumps(report)).errors


def test_the_same_exposure_gives_the_same_report(exposure, sender):
    first, second, other = rendered(sender, exposure(), exposure(), exposure(port=81))
    assert first == second
    assert first["report_id"] != other["report_id"]


def test_many_weaknesses_are_told_as_far_as_the_format_goes(exposure, sender):
    (report,) = rendered(sender, exposure(cves=tuple(f"CVE-2024-{n:04}" for n in range(40))))
    assert not xarf.parse(json.dumps(report)).errors
    assert len(report["cve_ids"]) == 10


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(text=st.text(max_size=400))
def test_hostile_names_stay_valid(exposure, sender, text):
    one = exposure(product=text, version=text, protocol=text, vendor=text)
    (report,) = rendered(sender, one)
    assert not xarf.parse(json.dumps(report)).errors
