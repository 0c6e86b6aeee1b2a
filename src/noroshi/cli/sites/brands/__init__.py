"""Commands of `noroshi sites brands`."""
