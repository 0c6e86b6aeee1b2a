"""Commands of `noroshi iot`."""
