"""Commands of `noroshi readiness outlet`."""
