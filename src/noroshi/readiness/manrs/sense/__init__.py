"""Sense: registries' texts, contacts and ports."""
