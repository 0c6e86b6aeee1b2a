"""Noroshi (狼煙): four capabilities on one spine.

    c2         Which servers in our flows command infected devices?
    sites      Which reported web sites would harm a visitor?
    readiness  Is it safe to turn on RPKI, DNSSEC and DMARC here?
    iot        Which devices are weak, whose are they, and were they fixed?

Rooms sense, analyse and judge; what they find is a `Finding`, and `relay` decides, shares,
notifies and measures. `jobs` wires rooms to the doors `cli` and `console`. All stand on `spine`.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
