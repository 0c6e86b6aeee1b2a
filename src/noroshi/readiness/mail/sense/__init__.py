"""Sense: reports that others send, and messages, with bounds on everything in them."""
