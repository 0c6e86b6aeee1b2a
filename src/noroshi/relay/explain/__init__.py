"""Explain: a finding as a page that a person can check."""
