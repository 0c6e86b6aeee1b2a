"""Scope: what a survey may ask, who allowed it, and the proof of that."""

from noroshi.iot.scope.checks import check_scope
from noroshi.iot.scope.document import Scope, canonical, parse_draft, parse_scope
from noroshi.iot.scope.signature import (
    Refusal,
    digest,
    key_id,
    parse_public_key,
    parse_signature,
    public_key_text,
    refusal_of,
    sign_scope,
)
from noroshi.iot.scope.size import address_count, least_seconds, probe_count

__all__ = [
    "Refusal",
    "Scope",
    "address_count",
    "canonical",
    "check_scope",
    "digest",
    "key_id",
    "least_seconds",
    "parse_draft",
    "parse_public_key",
    "parse_scope",
    "parse_signature",
    "probe_count",
    "public_key_text",
    "refusal_of",
    "sign_scope",
]
