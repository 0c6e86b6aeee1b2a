"""Egress: the guarded way out for a program that is not trusted, such as a browser on a bad page.

A forward proxy on loopback, one listener a visit. It resolves each name once, connects to the
address that was checked, and bounds time, octets, connections and requests.
"""

from noroshi.spine.net.egress.bounds import EgressBounds
from noroshi.spine.net.egress.fetch import FetchBounds, Fetched, fetch
from noroshi.spine.net.egress.report import Refusal, Refused, Report
from noroshi.spine.net.egress.session import EgressSession
from noroshi.spine.net.egress.stage import Stage
from noroshi.spine.net.egress.way import Endpoint, Way

__all__ = [
    "EgressBounds",
    "EgressSession",
    "Endpoint",
    "FetchBounds",
    "Fetched",
    "Refusal",
    "Refused",
    "Report",
    "Stage",
    "Way",
    "fetch",
]
