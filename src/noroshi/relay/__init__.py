"""What becomes of a finding: decide, share, notify, measure, explain."""
