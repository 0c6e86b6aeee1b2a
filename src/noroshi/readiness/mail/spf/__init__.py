"""SPF: the records of RFC 7208, and what they say of an address."""

from noroshi.readiness.mail.spf.check import Checked, Sender, SpfResult, check_host
from noroshi.readiness.mail.spf.record import Fault, Record, Term, parse_record, select_record

__all__ = [
    "Checked",
    "Fault",
    "Record",
    "Sender",
    "SpfResult",
    "Term",
    "check_host",
    "parse_record",
    "select_record",
]
