"""Judge: what records and reports mean, and what to do."""
