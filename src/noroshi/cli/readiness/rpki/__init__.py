"""Commands of `noroshi readiness rpki`."""
