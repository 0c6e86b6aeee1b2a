"""TAXII 2.1: the hub for threat-intelligence platforms."""
