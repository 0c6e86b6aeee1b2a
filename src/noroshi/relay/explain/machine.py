"""Machine: a portrait as one JSON object, under the same rules as the page."""

from noroshi.relay.explain.language import LANGS, Audience, without_addresses
from noroshi.relay.explain.portrait import QUANTILES, ClientRow, Comparison, Portrait
from noroshi.relay.explain.quantity import FEW
from noroshi.relay.explain.sheet import shielded, subject_address, tells_few
from noroshi.relay.explain.wording import word
from noroshi.spine.model import Evidence, Finding, Text

_FEW = f"<{FEW}"


def portrait_as_dict(portrait: Portrait, audience: Audience = "inside") -> dict[str, object]:
    """The finding as `c2 detect --json` writes it, with what the pictures show added.

    Args:
        portrait: What to tell.
        audience: Outside, client rows are left out and counts below 3 become the text "<3".
    """
    finding = portrait.finding
    few = audience == "outside" and finding.clients is not None and finding.clients < FEW
    return finding.as_dict() | {
        "clients": _FEW if few else finding.clients,
        "counterfactual": _both(finding.counterfactual, finding, audience),
        "evidence": [_evidence(term, finding, audience) for term in finding.evidence],
        "explanation": {
            "contacts": len(portrait.contacts),
            "answered": int(portrait.contacts.answered.sum()),
            "octets": portrait.contacts.octets,
            "prior_log_odds": portrait.prior_log_odds,
            "intervals": {
                "edges_s": portrait.intervals.edges_s,
                "server": portrait.intervals.server,
                "background": portrait.intervals.background,
            },
            "background": [_comparison(row, audience) for row in portrait.background],
            "clients": _clients(portrait, audience),
        },
    }


def _both(text: Text, finding: Finding, audience: Audience = "inside") -> dict[str, str]:
    return {lang: shielded(text, finding, lang, audience) for lang in LANGS}


def _evidence(evidence: Evidence, finding: Finding, audience: Audience) -> dict[str, object]:
    told: dict[str, object] = evidence.as_dict() | {
        "text": _both(evidence.text, finding, audience),
        "source": without_addresses(evidence.source, but=subject_address(finding)),
    }
    if audience == "outside" and tells_few(evidence.value, evidence.unit):
        told |= {"value": _FEW, "text": {lang: word("few_clients", lang) for lang in LANGS}}
    return told


def _comparison(row: Comparison, audience: Audience) -> dict[str, object]:
    def told(value: float) -> float | str:
        return _FEW if audience == "outside" and tells_few(value, row.unit) else value

    return {
        "code": row.code,
        "value": told(row.value),
        "unit": row.unit,
        "quantiles": {
            str(rank): told(value) for rank, value in zip(QUANTILES, row.quantiles, strict=True)
        },
        "percentile": row.percentile,
    }


def _clients(portrait: Portrait, audience: Audience) -> list[dict[str, object]]:
    rows = () if audience == "outside" else portrait.clients
    return [_client(row, portrait.finding) for row in rows]


def _client(row: ClientRow, finding: Finding) -> dict[str, object]:
    return {
        "label": row.label,
        "contacts": row.contacts,
        "first_ms": row.first_ms,
        "last_ms": row.last_ms,
        "octets": row.octets,
        "symptoms": [_both(symptom, finding) for symptom in row.symptoms],
    }
