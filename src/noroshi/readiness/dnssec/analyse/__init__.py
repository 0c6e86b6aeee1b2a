"""Analyse: what a zone file or its servers show, gathered as facts."""
