"""Commands of `noroshi jobs`."""
