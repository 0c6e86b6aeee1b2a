"""Commands of `noroshi demo`."""
