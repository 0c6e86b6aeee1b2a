"""EOS: statements for Arista's systems."""

from noroshi.readiness.rpki.configure.wish import LOW_PREFERENCE, MARK, Treatment, Wish

MAP = "ROV-IN"


def eos_text(wish: Wish) -> str:
    """The statements; no parser of ours has read them."""
    lines = [f"! {MARK}"]
    for treatment in wish.groups:
        lines += _map(wish, treatment)
    lines += [f"router bgp {wish.asn}"]
    lines.append(f"   router-id {wish.router_id}")
    for place, cache in enumerate(wish.caches, 1):
        lines += [
            f"   rpki cache cache{place}",
            f"      host {cache.address} port {cache.port}",
            f"      preference {place}",
            "   !",
        ]
    lines += ["   rpki origin-validation", "      ebgp local", "   !"]
    for one in wish.neighbours:
        lines += [
            f"   neighbor {one.address} remote-as {one.asn}",
            f"   neighbor {one.address} route-map {wish.name_for(MAP, wish.of(one))} in",
        ]
    for version in sorted({one.address.version for one in wish.neighbours}):
        chosen = [one for one in wish.neighbours if one.address.version == version]
        lines.append(f"   address-family ipv{version}")
        lines += [f"      neighbor {one.address} activate" for one in chosen]
        lines.append("   !")
    return "\n".join(lines) + "\n"


def _map(wish: Wish, treatment: Treatment) -> list[str]:
    name = wish.name_for(MAP, treatment)
    permit = "deny" if treatment is Treatment.DROP else "permit"
    lines = [f"route-map {name} {permit} 10", "   match origin-as validity invalid"]
    if treatment is Treatment.TAG:
        lines.append(f"   set large-community {wish.community} additive")
    elif treatment is Treatment.PREFER:
        lines.append(f"   set local-preference {LOW_PREFERENCE}")
    return [*lines, "!", f"route-map {name} permit 20", "!"]
