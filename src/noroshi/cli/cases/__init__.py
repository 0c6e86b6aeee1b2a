"""Commands of `noroshi cases`."""
