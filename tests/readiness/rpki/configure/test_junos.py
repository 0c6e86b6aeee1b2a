"""junos: the text is the golden one, and says that no device has read it."""

from pathlib import Path

import pytest

from noroshi.readiness.rpki.configure import DIALECTS, UNCHECKED, Treatment

GOLDEN = Path(__file__).parents[3] / "data" / "rpki-configure"


@pytest.mark.parametrize("treatment", Treatment)
def test_the_text_is_the_golden_one(wish, treatment):
    text = DIALECTS["junos"](wish(treatment))
    assert text == (GOLDEN / f"junos-{treatment.value}.txt").read_text()


def test_it_is_marked(wish):
    assert "junos" in UNCHECKED
    assert "not device-checked" in DIALECTS["junos"](wish(Treatment.DROP)).splitlines()[0]
