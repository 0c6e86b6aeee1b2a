"""Commands of `noroshi data`."""
