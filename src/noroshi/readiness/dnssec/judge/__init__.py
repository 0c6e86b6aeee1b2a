"""Judge: what follows from facts: checks of a zone, and whether the next step may be taken."""
