"""FRR: `frr.conf` for bgpd with its RPKI module (`bgpd -M rpki`)."""

from noroshi.readiness.rpki.configure.wish import LOW_PREFERENCE, Treatment, Wish

MAP = "ROV-IN"


def frr_text(wish: Wish) -> str:
    """The text; read by `vtysh -C`, for `bgpd -C` lets wrong lines of rpki pass."""
    lines = ["rpki"]
    lines += [
        f" rpki cache {cache.address} {cache.port} preference {place}"
        for place, cache in enumerate(wish.caches, 1)
    ]
    lines += ["exit", "!", f"router bgp {wish.asn}", f" bgp router-id {wish.router_id}"]
    lines += [f" neighbor {one.address} remote-as {one.asn}" for one in wish.neighbours]
    for version, family in ((4, "ipv4"), (6, "ipv6")):
        chosen = [one for one in wish.neighbours if one.address.version == version]
        if chosen:
            lines.append(f" address-family {family} unicast")
            for one in chosen:
                lines += [
                    f"  neighbor {one.address} activate",
                    f"  neighbor {one.address} soft-reconfiguration inbound",
                    f"  neighbor {one.address} route-map {wish.name_for(MAP, wish.of(one))} in",
                ]
            lines.append(" exit-address-family")
    lines += ["exit", "!"]
    for treatment in wish.groups:
        lines += _map(wish, treatment)
    return "\n".join(lines) + "\n"


def _map(wish: Wish, treatment: Treatment) -> list[str]:
    name = wish.name_for(MAP, treatment)
    if treatment is Treatment.DROP:
        first = [f"route-map {name} deny 10", " match rpki invalid", "exit"]
    else:
        action = {
            Treatment.TAG: f" set large-community {wish.community} additive",
            Treatment.PREFER: f" set local-preference {LOW_PREFERENCE}",
        }[treatment]
        first = [f"route-map {name} permit 10", " match rpki invalid", action, "exit"]
    return [*first, f"route-map {name} permit 20", "exit"]
