"""Commands of `noroshi review`."""
