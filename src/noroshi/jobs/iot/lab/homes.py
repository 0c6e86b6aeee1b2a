"""Homes: one for the coordinator and one for each made operator, with what each may know."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from shutil import copy

import msgspec

from noroshi.jobs.iot.lab.ground import Ground
from noroshi.jobs.iot.scoping import sign
from noroshi.lab.survey import MadeOperator, World
from noroshi.spine.home import Home
from noroshi.spine.model import MemberRole, Operator
from noroshi.spine.store import Store
from noroshi.spine.store.members import Operators

ARMS = {"letter": 0.4, "mail": 0.3, "none": 0.3}
_DESK = """\
[desk]
name_ja = "実験通信 {name}"
name_en = "Example Net {name}"
phone = "00-0000-0000"
hours_ja = "平日 9時～17時"
hours_en = "weekdays 9 to 17"
page = "https://www.{name}.example/notice"
arms = {{ {arms} }}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The lab's scope.

    Attributes:
        scope: Its file.
        excluded: The list that it pins.
        networks: The excluded networks.
    """

    scope: Path
    excluded: Path
    networks: tuple[str, ...]


def make_coordinator(folder: Path, world: World) -> Home:
    """The coordinator: knows who has which network, and no line."""
    home = Home(folder / "coordinator").create()
    with Store.open(home.state) as store:
        for one in world.operators.values():
            Operators(store.database).add(_member(one, world.plan.began))
    return home


def make_operator_home(folder: Path, one: MadeOperator, began: datetime) -> Home:
    """An operator's own home, with its session log."""
    path = folder / one.name
    path.mkdir(parents=True, exist_ok=True)
    arms = ", ".join(f"{channel} = {share}" for channel, share in ARMS.items())
    (path / "noroshi.toml").write_text(_DESK.format(name=one.name, arms=arms), encoding="utf-8")
    home = Home(path).create()
    with Store.open(home.state) as store:
        Operators(store.database).add(_member(one, began))
    one.write_log(log_of(home))
    return home


def log_of(home: Home) -> Path:
    """The session log of an operator."""
    return home.path / "sessions.csv"


def sign_scope(home: Home, ground: Ground, began: datetime, excluded: tuple[str, ...]) -> Signed:
    """Sign the scope of the lab, as an authority that the coordinator trusts."""
    listed = home.path / "excluded.txt"
    listed.write_text("\n".join(excluded) + "\n", encoding="ascii")
    pin = sha256(listed.read_bytes()).hexdigest()
    draft = {
        "id": "lab-journey",
        "lab": True,
        "authority": {
            "legal_basis": "Agreement of the laboratory",
            "body": "Example Coordinator",
            "person": "A. Person",
            "contact": "https://survey.example/why",
        },
        "valid": {
            "start": (began - timedelta(days=1)).replace(microsecond=0),
            "end": (began + timedelta(days=120)).replace(microsecond=0),
        },
        "sources": [ground.source],
        "prefixes": [str(ground.network)],
        "probes": ground.probes,
        "caps": dict.fromkeys(
            ("global_pps", "per_24_pps", "per_as_pps", "per_isp_pps"), ground.pps
        ),
        "hours": {"start": "00:00", "end": "24:00", "utc_offset": "+09:00"},
        "exclusions": [{"name": "hospital", "sha256": pin}],
        "retention_days": 365,
    }
    file = home.path / "draft.json"
    file.write_bytes(msgspec.json.encode(draft))
    done = sign(file, home.path / "lab.scope.json", key_file=home.scope_key_file)
    home.authorities.mkdir(exist_ok=True)
    copy(done.public_key, home.authorities)
    return Signed(scope=done.path, excluded=listed, networks=excluded)


def _member(one: MadeOperator, began: datetime) -> Operator:
    return Operator(
        id=one.name, name=one.name.upper(), role=MemberRole.SHARING, joined_at=began,
        asns=(one.asn,), prefixes=(str(one.prefix),), contacts=(f"desk@{one.name}.example",),
    )  # fmt: skip
