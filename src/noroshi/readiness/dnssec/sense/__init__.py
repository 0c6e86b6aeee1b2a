"""Sense: zones from files and from servers, names from query logs."""
