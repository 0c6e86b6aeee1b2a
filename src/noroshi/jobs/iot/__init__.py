"""Surveys of devices, and their owners told."""
