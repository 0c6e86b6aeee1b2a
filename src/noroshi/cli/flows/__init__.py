"""Commands of `noroshi flows`."""
