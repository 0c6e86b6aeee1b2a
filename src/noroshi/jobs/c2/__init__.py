"""Flows to findings, and how good they are."""
