"""Analyse: flows in, evidence per server and symptoms per client out."""
