"""BIRD: `bird.conf` of BIRD 2."""

from noroshi.readiness.rpki.configure.wish import LOW_PREFERENCE, Neighbour, Treatment, Wish


def bird_text(wish: Wish) -> str:
    """The text; read by `bird -p`."""
    caches = [
        f"protocol rpki cache{place} {{\n"
        "  roa4 { table rov4; };\n"
        "  roa6 { table rov6; };\n"
        f'  remote "{cache.address}" port {cache.port};\n'
        "}"
        for place, cache in enumerate(wish.caches, 1)
    ]
    sessions = [_session(wish, place, one) for place, one in enumerate(wish.neighbours, 1)]
    parts = [
        f"router id {wish.router_id};",
        "roa4 table rov4;\nroa6 table rov6;",
        "protocol device {}",
        *caches,
        *(_filter(wish, one, version) for one in wish.groups for version in (4, 6)),
        *sessions,
    ]
    return "\n\n".join(parts) + "\n"


def _filter(wish: Wish, treatment: Treatment, version: int) -> str:
    action = {
        Treatment.TAG: f"bgp_large_community.add(({wish.community.replace(':', ', ')}));",
        Treatment.PREFER: f"bgp_local_pref = {LOW_PREFERENCE};",
        Treatment.DROP: 'reject "invalid: ", net, " ", bgp_path;',
    }[treatment]
    return (
        f"filter {_name(wish, treatment, version)} {{\n"
        f"  if roa_check(rov{version}, net, bgp_path.last) = ROA_INVALID then {{\n"
        f"    {action}\n  }}\n  accept;\n}}"
    )


def _session(wish: Wish, place: int, one: Neighbour) -> str:
    version = one.address.version
    return (
        f"protocol bgp session{place} {{\n"
        f"  local as {wish.asn};\n"
        f"  neighbor {one.address} as {one.asn};\n"
        f"  ipv{version} {{\n"
        "    import table on;\n"  # routes are judged anew when the cache changes
        f"    import filter {_name(wish, wish.of(one), version)};\n"
        "    export none;\n  };\n}"
    )


def _name(wish: Wish, treatment: Treatment, version: int) -> str:
    return wish.name_for("rov_in", treatment).replace("-", "_") + str(version)
