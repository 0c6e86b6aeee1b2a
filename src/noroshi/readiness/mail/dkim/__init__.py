"""DKIM: whether the signatures of a message hold (RFC 6376, 8301, 8463)."""

from noroshi.readiness.mail.dkim.check import Signed, SignedResult, check_signatures
from noroshi.readiness.mail.dkim.letter import Field, Letter, parse_letter

__all__ = ["Field", "Letter", "Signed", "SignedResult", "check_signatures", "parse_letter"]
