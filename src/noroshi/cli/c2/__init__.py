"""Commands of `noroshi c2`."""
