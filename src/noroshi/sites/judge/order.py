"""Order: how far ahead of others of the same time a URL is visited, and why.

The queue is sorted by the time at which a URL came less its lead. So the suspicious go first, and
nothing waits for ever: what has waited longer than the longest lead goes before all that is new.
"""

from dataclasses import dataclass

from noroshi.spine.model.site_report import Channel

CHANNEL_TRUST: dict[Channel, float] = {
    Channel.PEER: 0.9,
    Channel.API: 0.8,
    Channel.COMMAND: 0.8,
    Channel.MAIL: 0.7,
    Channel.IMAGE: 0.6,
    Channel.FORM: 0.6,
    Channel.FEED: 0.5,
    Channel.RSS: 0.4,
    Channel.SNS: 0.3,
    Channel.CERTIFICATE: 0.2,
    Channel.DOMAIN: 0.1,
}
"""How often what comes on a channel is what it claims to be; a watcher's own setting outweighs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderParameters:
    """Leads in hours, each for the whole of its part.

    Attributes:
        triage_h: For a triage score of 1.
        trust_h: For a fully trusted source.
        brand_h: For a host that bears a watched brand's word.
    """

    triage_h: float = 8.0
    trust_h: float = 8.0
    brand_h: float = 8.0


def lead_of(
    score: float, trust: float, brand: str, parameters: OrderParameters | None = None
) -> tuple[int, tuple[str, ...]]:
    """Seconds of lead, and the reasons as codes with their numbers.

    Args:
        score: Triage score, between 0 and 1.
        trust: Of the source, between 0 and 1.
        brand: The brand's word in the host; empty for none.
        parameters: What each part weighs.
    """
    weights = parameters or OrderParameters()
    hours = weights.triage_h * score + weights.trust_h * trust
    reasons = [f"triage:{score:.2f}", f"trust:{trust:.2f}"]
    if brand:
        hours += weights.brand_h
        reasons.append(f"brand:{brand}")
    return round(hours * 3600), tuple(reasons)
