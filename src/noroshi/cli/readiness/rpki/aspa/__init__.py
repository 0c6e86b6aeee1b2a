"""Commands of `noroshi readiness rpki aspa`."""
