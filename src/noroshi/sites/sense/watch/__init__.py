"""Watch: sources that are read from where reading ended, one file a protocol.

A watcher gives batches: what was said, and the cursor with which to go on behind it. Whoever keeps a
batch keeps its cursor in the same step, so a restart at any moment loses and doubles nothing.
"""

from noroshi.sites.sense.watch.batch import Batch, Post, Stop

__all__ = ["Batch", "Post", "Stop"]
