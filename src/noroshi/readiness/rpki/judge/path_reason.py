"""Path reason: why an AS path has its ASPA state, in one sentence of both languages."""

from collections.abc import Mapping, Sequence

from noroshi.readiness.rpki.analyse.ramps import Outcome, Ramps, Relation
from noroshi.readiness.rpki.paths import Paths
from noroshi.spine.model import Text

WORDS = {Outcome.UNKNOWN: "unknown", Outcome.VALID: "valid", Outcome.INVALID: "invalid"}
"""How a state is written."""

_SENDERS = {
    Relation.CUSTOMER: Text(ja="顧客", en="a customer"),
    Relation.PEER: Text(ja="ピア", en="a peer"),
}


def path_reason(
    paths: Paths, ramps: Ramps, row: int, relation: Relation, aspas: Mapping[int, Sequence[int]]
) -> Text:
    """The sentence of one path."""
    path = paths.of(row)[::-1]  # origin first, as the draft counts
    state = Outcome(ramps.state[row])
    if paths.broken[row] or paths.has_set[row] or not path:
        return _no_path(broken=bool(paths.broken[row]), has_set=bool(paths.has_set[row]))
    if state is Outcome.VALID:
        return Text(ja="どの区間も ASPA が許している。", en="ASPAs allow every hop that needs one.")
    if state is Outcome.UNKNOWN:
        silent = next((asn for asn in path[:-1] if asn not in aspas), path[-1])
        return Text(
            ja=f"矛盾はないが、AS{silent} などに ASPA がない。",
            en=f"Nothing speaks against it, but AS{silent}, among others, has no ASPA.",
        )
    up, down = int(ramps.up_break[row]), int(ramps.down_break[row])
    return _leak(path, up, down, relation)


def _no_path(*, broken: bool, has_set: bool) -> Text:
    if broken:
        return Text(ja="AS パスが読めない。", en="Its AS path cannot be read.")
    if has_set:
        return Text(
            ja="AS パスに AS_SET がある（順序が分からない）。",
            en="Its AS path holds an AS_SET, which has no order.",
        )
    return Text(ja="AS パスが空。", en="Its AS path is empty.")


def _leak(path: list[int], up: int, down: int, relation: Relation) -> Text:
    climbed = f"AS{path[up - 1]}", f"AS{path[up]}"
    if relation is not Relation.PROVIDER:
        sender = _SENDERS[relation]
        return Text(
            ja=f"{climbed[0]} の ASPA は {climbed[1]} をプロバイダとしない。{sender.ja}から来る経路は上るだけのはず。",
            en=f"The ASPA of {climbed[0]} does not name {climbed[1]} as a provider; what {sender.en} sends must"
            " have climbed all the way.",
        )
    fallen = f"AS{path[down - 1]}", f"AS{path[down - 2]}"
    return Text(
        ja=f"{climbed[0]} の ASPA は {climbed[1]} を、{fallen[0]} の ASPA は {fallen[1]} をプロバイダとしない。"
        "間の誰かが経路を漏らしたか、パスが偽物である。",
        en=f"The ASPA of {climbed[0]} does not name {climbed[1]}, nor that of {fallen[0]} {fallen[1]}, as a provider:"
        " somebody between leaked the route, or the path is forged.",
    )
