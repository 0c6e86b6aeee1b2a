"""Readiness: is it safe to turn on RPKI, DNSSEC and DMARC here? Not built yet."""
