"""Plan: what a domain wishes to publish and run."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Receive = Literal["monitor", "enforce"]


class StepName(StrEnum):
    """Stages of DMARC, in order."""

    NONE = "none"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is wanted.

    Attributes:
        domain: The domain.
        step: Stage of DMARC.
        report_to: Address of aggregate and TLS reports.
        networks: Networks that send; none for a domain without mail.
        includes: Domains of services whose SPF is included.
        exchangers: Hosts that receive.
        selector: DKIM selector.
        public_key: The key's `p=`, base64; empty while there is none.
        sts_id: Id of the MTA-STS policy.
        receive: Whether the own servers act on DMARC of others or only note it.
    """

    domain: str
    step: StepName
    report_to: str
    networks: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    exchangers: tuple[str, ...] = ()
    selector: str = "s1"
    public_key: str = ""
    sts_id: str = "1"
    receive: Receive = "monitor"
