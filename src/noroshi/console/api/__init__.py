"""API: the hub for programs, as JSON over HTTP."""
