"""Auditor: what is done at the hub stands in the audit of its home."""

from noroshi.console.access.auditor import auditor_of


def test_notes_stand_in_the_homes_audit(site):
    auditor_of(site.hub).note("user:a", "token.issue", "token:nrs_12345678", {"days": "30"})
    assert site.acts() == [("user:a", "token.issue", "token:nrs_12345678")]
