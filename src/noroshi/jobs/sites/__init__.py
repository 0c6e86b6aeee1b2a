"""Reported pages: taken in, visited, judged."""
