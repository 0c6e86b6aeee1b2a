"""Commands of `noroshi sites`."""
