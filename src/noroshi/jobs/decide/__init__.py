"""What is said of a subject becomes a decision."""
