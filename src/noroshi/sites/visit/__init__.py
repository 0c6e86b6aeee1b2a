"""Visit: look at a page as a victim would, and keep what was seen.

`visit` is the record that judging works on; it holds no browser and can be made by hand.
"""

from noroshi.sites.visit.visit import (
    Certificate,
    Download,
    Exchange,
    Field,
    Hop,
    HopKind,
    Outcome,
    Visit,
)

__all__ = [
    "Certificate",
    "Download",
    "Exchange",
    "Field",
    "Hop",
    "HopKind",
    "Outcome",
    "Visit",
]
