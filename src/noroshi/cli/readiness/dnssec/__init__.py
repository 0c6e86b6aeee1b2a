"""`noroshi readiness dnssec`."""
