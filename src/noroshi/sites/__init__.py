"""Malicious web sites: which reported pages would harm a visitor? Not built yet."""
