"""The web door. Not built yet."""
