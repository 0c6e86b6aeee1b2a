"""Follow: what became of a page that was called harmful: alive, cloaked, dead, revived, harmless.

A light look asks whether anything changed; only where it may have, a visit with a browser is judged.
"""

from noroshi.sites.follow.rule import Concluded, Seen, after_full, after_light, wants_full
from noroshi.sites.follow.wording import reason_of

__all__ = ["Concluded", "Seen", "after_full", "after_light", "reason_of", "wants_full"]
