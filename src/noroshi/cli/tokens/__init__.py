"""Commands of `noroshi tokens`."""
