"""Commands of `noroshi audit`."""
