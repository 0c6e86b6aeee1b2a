"""The survey's lab: the whole journey from a signed scope to the curve, in a network that we made."""
