"""Commands of `noroshi notify`."""
