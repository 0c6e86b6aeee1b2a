"""Junos: `set` statements for Juniper's systems."""

from noroshi.readiness.rpki.configure.wish import LOW_PREFERENCE, MARK, Treatment, Wish

_VALIDATION = "set routing-options validation group rov"
POLICY = "ROV-IN"


def junos_text(wish: Wish) -> str:
    """The statements; no parser of ours has read them."""
    lines = [
        f"# {MARK}",
        f"set routing-options router-id {wish.router_id}",
        f"set routing-options autonomous-system {wish.asn}",
    ]
    lines += [f"{_VALIDATION} session {cache.address} port {cache.port}" for cache in wish.caches]
    for treatment in wish.groups:
        lines += _policy(wish, treatment)
    for place, one in enumerate(wish.neighbours, 1):
        group = f"set protocols bgp group session{place}"
        lines += [
            f"{group} type external",
            f"{group} neighbor {one.address} peer-as {one.asn}",
            f"{group} neighbor {one.address} import {wish.name_for(POLICY, wish.of(one))}",
        ]
    return "\n".join(lines) + "\n"


def _policy(wish: Wish, treatment: Treatment) -> list[str]:
    term = f"set policy-options policy-statement {wish.name_for(POLICY, treatment)} term"
    return [
        f"{term} invalid from protocol bgp",
        f"{term} invalid from validation-database invalid",
        f"{term} invalid then validation-state invalid",
        *_actions(wish, treatment, term),
        f"{term} valid from protocol bgp",
        f"{term} valid from validation-database valid",
        f"{term} valid then validation-state valid",
        f"{term} rest from protocol bgp",
        f"{term} rest then validation-state unknown",
    ]


def _actions(wish: Wish, treatment: Treatment, term: str) -> list[str]:
    if treatment is Treatment.DROP:
        return [f"{term} invalid then reject"]
    if treatment is Treatment.PREFER:
        return [f"{term} invalid then local-preference {LOW_PREFERENCE}"]
    return [
        f"set policy-options community ROV-INVALID members large:{wish.community}",
        f"{term} invalid then community add ROV-INVALID",
    ]
