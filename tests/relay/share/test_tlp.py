"""TLP: the markings of version 2.0."""

import json

from noroshi.relay.share import RENDERERS, Edition
from noroshi.spine.model import Tlp
from noroshi.testing.findings import HOUR
from noroshi.testing.indicators import make_indicator

EDITION = Edition(producer="Example ISP", at=HOUR.end)


def rendered(name, indicators, edition=EDITION):
    return b"".join(RENDERERS[name].render(indicators, edition))


def test_the_marking_is_tlp_two():
    bundle = json.loads(rendered("stix", [make_indicator(tlp=Tlp.AMBER_STRICT)]))
    (mark,) = [o for o in bundle["objects"] if o["type"] == "marking-definition"]
    assert next(iter(mark["extensions"].values()))["tlp_2_0"] == "amber+strict"
    assert all(
        o["object_marking_refs"] == [mark["id"]]
        for o in bundle["objects"]
        if o["type"] not in ("identity", "marking-definition")
    )
