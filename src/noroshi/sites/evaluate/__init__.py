"""Evaluate: learn the order of visits from labelled URLs, and say how far it may be trusted."""
