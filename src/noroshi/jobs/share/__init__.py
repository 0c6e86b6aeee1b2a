"""Decisions become lists that leave, and others' lists come in."""
