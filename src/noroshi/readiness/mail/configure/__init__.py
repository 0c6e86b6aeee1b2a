"""Configure: what to put into the DNS, and into the servers that send and receive mail."""

from noroshi.readiness.mail.configure.files import files
from noroshi.readiness.mail.configure.plan import Plan, StepName

__all__ = ["Plan", "StepName", "files"]
