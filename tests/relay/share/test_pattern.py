"""Pattern: what a consumer matches."""

import json

from noroshi.relay.share import RENDERERS, Edition
from noroshi.testing.findings import HOUR
from noroshi.testing.indicators import make_indicator

EDITION = Edition(producer="Example ISP", at=HOUR.end)


def rendered(name, indicators, edition=EDITION):
    return b"".join(RENDERERS[name].render(indicators, edition))


def test_the_pattern_names_address_port_and_protocol():
    bundle = json.loads(rendered("stix", [make_indicator()]))
    (one,) = [o for o in bundle["objects"] if o["type"] == "indicator"]
    assert one["pattern"] == (
        "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = "
        "'192.0.2.1' AND network-traffic:dst_port = 443 AND network-traffic:protocols[*] = 'tcp']"
    )
    assert (one["confidence"], one["valid_until"]) == (91, "2026-01-15T01:00:00.000Z")
    assert (one["name"], one["indicator_types"]) == (
        "c2-http-beacon 192.0.2.1:443/tcp",
        ["malicious-activity"],
    )
    assert one["created_by_ref"].startswith("identity--")
