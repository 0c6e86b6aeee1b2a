"""Audit: who did what, in a file that nobody can change without being found out."""

from noroshi.spine.home.audit.checkpoint import Checkpoint, Checkpoints, public_pem, read_public
from noroshi.spine.home.audit.line import AuditLine
from noroshi.spine.home.audit.trail import AuditTrail
from noroshi.spine.home.audit.verify import Fault, Verified, verify

__all__ = [
    "AuditLine",
    "AuditTrail",
    "Checkpoint",
    "Checkpoints",
    "Fault",
    "Verified",
    "public_pem",
    "read_public",
    "verify",
]
