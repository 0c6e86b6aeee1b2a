"""Media types of TAXII 2.1 (OASIS Standard, June 2021, section 1.6.8)."""

TAXII = "application/taxii+json;version=2.1"
"""Of every answer of the API root, errors included."""

STIX = "application/stix+json;version=2.1"
"""Of the objects inside."""

_NAME, _VERSION = "application/taxii+json", "2.1"

_POLITE = frozenset({"*/*", "application/*", "application/json"})
"""Ranges beside our own that a client may ask for. OpenCTI has sent `application/json`
(OpenCTI-Platform/opencti#4246); TAXII is JSON, so it gets TAXII."""


def may_answer(accept: str | None) -> bool:
    """Whether a client takes TAXII 2.1; one that says nothing takes anything (RFC 9110, 12.5.1)."""
    if accept is None or not accept.strip():
        return True
    return any(_takes(part) for part in accept.lower().split(","))


def is_taxii(content_type: str | None) -> bool:
    """Whether a body says it is TAXII 2.1."""
    name, parameters = _parsed((content_type or "").lower())
    return name == _NAME and parameters.get("version", _VERSION) == _VERSION


def _takes(media_range: str) -> bool:
    name, parameters = _parsed(media_range)
    if _is_zero(parameters.get("q", "1")):
        return False
    return name in _POLITE or (name == _NAME and parameters.get("version", _VERSION) == _VERSION)


def _is_zero(weight: str) -> bool:
    return weight.rstrip("0").rstrip(".") in {"0", ""}


def _parsed(text: str) -> tuple[str, dict[str, str]]:
    name, *rest = (part.strip() for part in text.split(";"))
    pairs = (part.partition("=") for part in rest)
    return name, {key.strip(): value.strip().strip('"') for key, _, value in pairs}
