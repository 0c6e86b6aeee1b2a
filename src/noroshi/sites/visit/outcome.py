"""Outcome: how a visit ended, told from what was seen and what was refused."""

from collections.abc import Sequence

from noroshi.sites.visit.recorder import place_of
from noroshi.sites.visit.sight import Sight
from noroshi.sites.visit.visit import Hop, Outcome
from noroshi.spine.net.egress import Refusal, Report

_UNREACHED = frozenset({Refusal.ABSENT, Refusal.UNRESOLVED, Refusal.UNREACHABLE})


def ending(sight: Sight, chain: Sequence[Hop], report: Report) -> tuple[Outcome, str]:
    """Outcome, and one sentence where it is no page."""
    bound = _bound_met(sight, report)
    if bound is not None:
        return bound
    if sight.downloads and (sight.failure or not sight.was_read):
        return Outcome.DOWNLOAD, "the address gives a file, which lies in quarantine"
    if sight.was_read and not sight.failure:
        return Outcome.PAGE, ""
    if sight.late or report.ended is Refusal.TIME:
        return Outcome.TIMEOUT, "the server did not answer in time"
    return _unreached(sight, chain, report)


def _bound_met(sight: Sight, report: Report) -> tuple[Outcome, str] | None:
    octets = report.received_bytes
    said = (
        (
            report.ended is Refusal.SIZE,
            Outcome.TOO_LARGE,
            f"the page sent more than is taken; cut off at {octets} octets",
        ),
        (
            sight.greedy,
            Outcome.TOO_LARGE,
            "the page held more memory than a page may; it was ended",
        ),
        (sight.crashed, Outcome.CRASHED, "the page's process ended, or answered no more"),
        (
            report.ended is Refusal.REQUESTS,
            Outcome.REFUSED,
            "the page made more requests or redirects than are allowed",
        ),
    )
    return next(((outcome, detail) for met, outcome, detail in said if met), None)


def _unreached(sight: Sight, chain: Sequence[Hop], report: Report) -> tuple[Outcome, str]:
    place = place_of(chain[-1].url) if chain else None
    refused = report.refusal_of(*place) if place else None
    if refused is None:
        return Outcome.UNREACHABLE, f"the browser says: {sight.failure}"
    if refused.why in _UNREACHED:
        return Outcome.UNREACHABLE, refused.detail
    return Outcome.REFUSED, refused.detail
