"""Commands of `noroshi readiness manrs`."""
