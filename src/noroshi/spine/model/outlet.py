"""Outlet: by which means a network acts on a list, and how hard."""

from enum import StrEnum


class Outlet(StrEnum):
    """The means."""

    RPZ = "rpz"  # resolvers, draft-vixie-dnsop-dns-rpz
    FLOWSPEC = "flowspec"  # routers, RFC 8955 and 8956
    RTBH = "rtbh"  # routers, RFC 5635


class Act(StrEnum):
    """What the network does, harmless first. Each step is taken from the one before it."""

    OFF = "off"
    LOG = "log"
    REDIRECT = "redirect"
    BLOCK = "block"
