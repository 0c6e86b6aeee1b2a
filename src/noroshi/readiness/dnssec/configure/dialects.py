"""Dialects: servers that sign, and resolvers that validate."""

from noroshi.readiness.dnssec.configure.signing import bind_signing, knot_signing
from noroshi.readiness.dnssec.configure.validation import (
    bind_validation,
    kresd_validation,
    unbound_validation,
)

SIGNING = {"knot": knot_signing, "bind": bind_signing}
VALIDATION = {"unbound": unbound_validation, "bind": bind_validation, "kresd": kresd_validation}
