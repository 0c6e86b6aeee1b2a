"""Reported: an exposure with what attribution adds, as the formats write it."""

from dataclasses import dataclass

from noroshi.iot.report.exposure import Exposure


@dataclass(frozen=True, slots=True)
class Reported:
    """One row of an operator's report.

    Attributes:
        exposure: What was found.
        asn: AS that announces the address; 0 where unknown.
    """

    exposure: Exposure
    asn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who reports, as it stands in each message.

    Attributes:
        organisation: Name for people.
        contact: Mail address that answers questions.
        domain: Of the organisation.
    """

    organisation: str
    contact: str
    domain: str
