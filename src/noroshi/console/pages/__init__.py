"""Pages: the hub for people."""
