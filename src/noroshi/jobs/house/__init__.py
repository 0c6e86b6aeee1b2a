"""The home itself: its people, its audit, its backup, its health."""
