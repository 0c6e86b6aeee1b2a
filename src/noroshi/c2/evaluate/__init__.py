"""Evaluate: how often are we right, and who else says so?"""
