"""Judge: the score of each action, with reasons."""
