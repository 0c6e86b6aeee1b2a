"""Configure: what servers are to do, in their own words, and when."""
