"""Notify: who must fix it, and was it fixed? Not built yet."""
