"""Judge: what a state means, in a sentence."""
