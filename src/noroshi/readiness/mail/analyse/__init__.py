"""Analyse: reports put together by source."""
