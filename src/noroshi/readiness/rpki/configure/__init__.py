"""Configure: text that makes routers ask a cache and treat invalid routes as a stage says.

One module a dialect; `DIALECTS` names them. Texts are whole where a parser of Debian's can read them, and
statements to paste for vendors' systems, which nothing here can check.
"""

from noroshi.readiness.rpki.configure.dialects import DIALECTS, UNCHECKED
from noroshi.readiness.rpki.configure.wish import Cache, Neighbour, Treatment, Wish

__all__ = ["DIALECTS", "UNCHECKED", "Cache", "Neighbour", "Treatment", "Wish"]
