"""Commands of `noroshi users`."""
