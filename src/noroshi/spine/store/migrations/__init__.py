"""Migrations of the state; they travel inside the package."""
