"""GoBGP: `gobgpd.toml`."""

from noroshi.readiness.rpki.configure.wish import LOW_PREFERENCE, Treatment, Wish


def gobgp_text(wish: Wish) -> str:
    """The text; read by `gobgpd --dry-run`."""
    parts = [f'[global.config]\nas = {wish.asn}\nrouter-id = "{wish.router_id}"']
    parts += [
        f'[[rpki-servers]]\n[rpki-servers.config]\naddress = "{cache.address}"\nport = {cache.port}'
        for cache in wish.caches
    ]
    for one in wish.neighbours:
        family = f"ipv{one.address.version}-unicast"
        parts.append(
            f'[[neighbors]]\n[neighbors.config]\nneighbor-address = "{one.address}"\npeer-as = {one.asn}\n'
            f'[[neighbors.afi-safis]]\n[neighbors.afi-safis.config]\nafi-safi-name = "{family}"'
        )
    parts += _sets(wish)
    parts.append('[[policy-definitions]]\nname = "rov-in"')
    parts += [_statement(wish, treatment) for treatment in wish.groups]
    parts.append(
        "[global.apply-policy.config]\n"
        'import-policy-list = ["rov-in"]\ndefault-import-policy = "accept-route"\n'
        'default-export-policy = "reject-route"'
    )
    return "\n\n".join(parts) + "\n"


def _sets(wish: Wish) -> list[str]:
    """The sessions that are treated otherwise than the rest, by name."""
    return [
        f'[[defined-sets.neighbor-sets]]\nneighbor-set-name = "{treatment}"\n'
        f"neighbor-info-list = [{', '.join(_quoted(one.address) for one in sessions)}]"
        for treatment, sessions in wish.groups.items()
        if len(wish.groups) > 1
    ]


def _quoted(value: object) -> str:
    return f'"{value}"'


def _statement(wish: Wish, treatment: Treatment) -> str:
    actions = {
        Treatment.TAG: 'route-disposition = "accept-route"\n'
        "[policy-definitions.statements.actions.bgp-actions.set-large-community]\n"
        'options = "add"\n'
        "[policy-definitions.statements.actions.bgp-actions.set-large-community.set-large-community-method]\n"
        f'communities-list = ["{wish.community}"]',
        Treatment.PREFER: 'route-disposition = "accept-route"\n'
        "[policy-definitions.statements.actions.bgp-actions]\n"
        f"set-local-pref = {LOW_PREFERENCE}",
        Treatment.DROP: 'route-disposition = "reject-route"',
    }[treatment]
    chosen = (
        f'[policy-definitions.statements.conditions.match-neighbor-set]\nneighbor-set = "{treatment}"\n'
        if len(wish.groups) > 1
        else ""
    )
    return (
        f'[[policy-definitions.statements]]\nname = "{wish.name_for("invalid", treatment)}"\n{chosen}'
        '[policy-definitions.statements.conditions.bgp-conditions]\nrpki-validation-result = "invalid"\n'
        f"[policy-definitions.statements.actions]\n{actions}"
    )
