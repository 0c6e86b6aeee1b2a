"""Commands of `noroshi share`."""
