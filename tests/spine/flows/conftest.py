"""Property tests of whole columns: fewer, larger examples, and no clock on a busy machine."""

from hypothesis import settings

settings.register_profile("columns", max_examples=30, deadline=None)
settings.load_profile("columns")
