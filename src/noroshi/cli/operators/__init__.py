"""Commands of `noroshi operators`."""
