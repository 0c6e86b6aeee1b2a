"""Jobs that keep the data of others up to date."""
