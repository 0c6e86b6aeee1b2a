"""Commands of `noroshi readiness`."""
