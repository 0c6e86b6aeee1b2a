"""Readiness: is it safe to turn on RPKI, DNSSEC and DMARC here?

One package a technology; each takes dated files and gives tables, so every result can be run again.
`rpki`: which routes would origin validation call invalid, and why.
"""
