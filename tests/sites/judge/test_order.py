"""The lead grows with suspicion, trust and brand, and says why."""

from noroshi.sites.judge.order import CHANNEL_TRUST, OrderParameters, lead_of
from noroshi.spine.model.site_report import Channel


def test_each_part_adds_its_lead():
    weights = OrderParameters(triage_h=1, trust_h=2, brand_h=4)
    assert lead_of(0.5, 0.5, "mybank", weights) == (
        round(5.5 * 3600), ("triage:0.50", "trust:0.50", "brand:mybank"),
    )  # fmt: skip
    assert lead_of(0, 0, "")[0] == 0


def test_every_channel_has_its_trust():
    assert set(CHANNEL_TRUST) == set(Channel)
    assert all(0 <= trust <= 1 for trust in CHANNEL_TRUST.values())
