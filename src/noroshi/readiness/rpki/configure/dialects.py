"""Dialects: the systems that a wish can be written for."""

from noroshi.readiness.rpki.configure.bird import bird_text
from noroshi.readiness.rpki.configure.eos import eos_text
from noroshi.readiness.rpki.configure.frr import frr_text
from noroshi.readiness.rpki.configure.gobgp import gobgp_text
from noroshi.readiness.rpki.configure.ios_xr import ios_xr_text
from noroshi.readiness.rpki.configure.junos import junos_text
from noroshi.readiness.rpki.configure.openbgpd import openbgpd_text

DIALECTS = {
    "frr": frr_text,
    "bird": bird_text,
    "gobgp": gobgp_text,
    "openbgpd": openbgpd_text,
    "ios-xr": ios_xr_text,
    "junos": junos_text,
    "eos": eos_text,
}
"""Text of a wish by the name of the router's system."""

UNCHECKED = frozenset({"ios-xr", "junos", "eos"})
"""Systems whose parser is on no machine of ours: their text bears a mark."""
