"""Analyse: sources against ports and routes, and what a filter must let through."""
