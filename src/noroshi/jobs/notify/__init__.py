"""Findings become work and messages."""
