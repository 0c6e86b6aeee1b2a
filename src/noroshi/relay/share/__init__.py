"""Share: indicators in, the words of each consumer out."""
