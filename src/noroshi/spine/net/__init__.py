"""The only way out of the process. Nothing needs it yet."""
