"""Commands of `noroshi readiness mail`."""
