"""IOS-XR: statements for Cisco's XR systems."""

from noroshi.readiness.rpki.configure.wish import LOW_PREFERENCE, MARK, Treatment, Wish

POLICY = "ROV-IN"


def ios_xr_text(wish: Wish) -> str:
    """The statements; no parser of ours has read them."""
    lines = [f"! {MARK}"]
    for treatment in wish.groups:
        lines += _policy(wish, treatment)
    lines += [
        f"router bgp {wish.asn}",
        f" bgp router-id {wish.router_id}",
    ]
    for place, cache in enumerate(wish.caches, 1):
        lines += [
            f" rpki server {cache.address}",
            f"  transport tcp port {cache.port}",
            f"  preference {place}",
            " !",
        ]
    for version in sorted({one.address.version for one in wish.neighbours}):
        lines += [
            f" address-family ipv{version} unicast",
            "  bgp origin-as validation enable",
            " !",
        ]
    for one in wish.neighbours:
        lines += [
            f" neighbor {one.address}",
            f"  remote-as {one.asn}",
            f"  address-family ipv{one.address.version} unicast",
            f"   route-policy {wish.name_for(POLICY, wish.of(one))} in",
            "   soft-reconfiguration inbound always",
            "  !",
            " !",
        ]
    return "\n".join([*lines, "!"]) + "\n"


def _policy(wish: Wish, treatment: Treatment) -> list[str]:
    action = {
        Treatment.TAG: f"set large-community ({wish.community}) additive\n    pass",
        Treatment.PREFER: f"set local-preference {LOW_PREFERENCE}\n    pass",
        Treatment.DROP: "drop",
    }[treatment]
    return [
        f"route-policy {wish.name_for(POLICY, treatment)}",
        "  if validation-state is invalid then",
        f"    {action}",
        "  else",
        "    pass",
        "  endif",
        "end-policy",
        "!",
    ]
