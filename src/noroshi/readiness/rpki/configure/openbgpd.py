"""OpenBGPD: `bgpd.conf`."""

from noroshi.readiness.rpki.configure.wish import LOW_PREFERENCE, Treatment, Wish


def openbgpd_text(wish: Wish) -> str:
    """The text; read by `bgpd -n`."""
    parts = [f"AS {wish.asn}\nrouter-id {wish.router_id}"]
    parts += [f"rtr {cache.address} {{\n\tport {cache.port}\n}}" for cache in wish.caches]
    for one in wish.neighbours:
        family = "IPv4" if one.address.version == 4 else "IPv6"
        parts.append(
            f"neighbor {one.address} {{\n\tremote-as {one.asn}\n\tannounce {family} unicast\n}}"
        )
    if len(wish.groups) == 1:
        invalid = [_rule(wish, next(iter(wish.groups)), "ebgp")]
    else:
        invalid = [_rule(wish, wish.of(one), str(one.address)) for one in wish.neighbours]
    parts.append("\n".join([*invalid, "allow from ebgp", "deny to ebgp"]))
    return "\n\n".join(parts) + "\n"


def _rule(wish: Wish, treatment: Treatment, source: str) -> str:
    return {
        Treatment.TAG: f"match from {source} ovs invalid set large-community {wish.community}",
        Treatment.PREFER: f"match from {source} ovs invalid set localpref {LOW_PREFERENCE}",
        Treatment.DROP: f"deny quick from {source} ovs invalid",
    }[treatment]
