"""A home's audit with lines and checkpoints in it."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.spine.home import Home
from noroshi.spine.home.audit import AuditTrail, Checkpoints, read_public, verify

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Audit:
    """The files of one audit, and what a test does with them."""

    def __init__(self, folder):
        self.home = Home(folder).create()
        self.file, self.signed = self.home.audit_file, self.home.audit_checkpoints_file
        self.now = AT
        self.trail = AuditTrail(self.file, self._tick)
        self.checkpoints = Checkpoints(
            self.signed, self.home.audit_key_file, self.home.audit_public_file
        )

    def _tick(self):
        self.now += timedelta(seconds=1)
        return self.now

    def write(self, lines):
        for number in range(lines):
            self.trail.note(
                "user:hanako", "token.issue", f"例-{number}", {"label": "BIND", "n": "1"}
            )

    def sign(self):
        return self.checkpoints.add(self.trail.head(), self.now)

    def verify(self):
        public = self.home.audit_public_file
        return verify(self.file, self.signed, read_public(public) if public.exists() else None)


@pytest.fixture
def audit(tmp_path):
    return Audit(tmp_path / "home")
