"""A hub with two operators, in which everybody is logged in: what the authorisation matrix asks."""

import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from noroshi.jobs.iot.keeping_devices import write_devices
from noroshi.jobs.readiness.guiding import JOB as GUIDELINE
from noroshi.jobs.readiness.guiding import Order
from noroshi.jobs.readiness.kept_papers import keep_paper
from noroshi.spine.home import Home
from noroshi.spine.model import RIGHTS, Role, Webhook
from noroshi.spine.model.site_report import url_id
from noroshi.spine.store import Store
from noroshi.spine.store.invitations import Invitations
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.members import Operators
from noroshi.spine.store.passkeys import Passkey, Passkeys
from noroshi.spine.store.runs import DONE
from noroshi.spine.store.secret import digest_of
from noroshi.spine.store.sessions import Sessions
from noroshi.spine.store.site_reports import SiteReports
from noroshi.spine.store.tokens import Tokens
from noroshi.spine.store.webhooks import Webhooks
from noroshi.testing.changes import make_change
from noroshi.testing.devices import one_device
from noroshi.testing.members import add_members, make_account, make_operator
from noroshi.testing.site_reports import site_report, wanted

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SIDES = {"own": "alpha", "other": "beta", "who": "alpha"}
WHO = ("anonymous", *(role.value for role in Role), "token")


@dataclass
class World:
    """A home that is copied for each route, and the secrets of its people.

    Attributes:
        home: Where it lies.
        sessions: Secret of the cookie by operator and role.
        tokens: Secret of a contributor's token by operator.
        values: Parameters of routes: `(name, operator)` -> what to put there, or a function of
            the asker's role.
    """

    home: Path
    sessions: dict[tuple[str, str], str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, str], object] = field(default_factory=dict)

    def copy_to(self, folder: Path) -> Home:
        """The same home elsewhere, for one route."""
        shutil.copytree(self.home, folder)
        return Home(folder)

    def headers_of(self, who: str) -> dict[str, str]:
        """What somebody of alpha shows."""
        if who == "anonymous":
            return {}
        if who == "token":
            return {"Authorization": f"Bearer {self.tokens['alpha']}"}
        return {"Cookie": f"noroshi={self.sessions['alpha', who]}"}

    def value(self, name: str, side: str, who: str) -> str:
        """What stands in a route's path."""
        value = self.values[name, SIDES[side]]
        return value(who) if callable(value) else str(value)


def make_world(folder: Path) -> World:
    """Two operators, with everything that a route can name at both of them."""
    home = Home(folder).create()
    home.settings_file.write_text("[sites]\npublic_form = true\n")
    sides = ("alpha", "beta")
    write_devices(home, (one_device(side, side, vendor=f"Example {side}") for side in sides))
    world = World(folder)
    with Store.open(home.state) as store:
        add_members(store.database)
        _publish(world, store)
        for operator in ("alpha", "beta"):
            _let_everybody_in(world, store, operator)
            _add_webhook(world, store, operator)
            world.values["run", operator] = _make_paper(home, store, operator)
    world.values |= {
        ("name:path", "alpha"): "console.css",
        ("code", "alpha"): "ja",
        ("page", "alpha"): "index.md",
        ("number", "alpha"): "1",
        ("number", "beta"): "2",
        ("picture", "alpha"): "explain-en.png",
        ("folder", "alpha"): "misp",
        ("folder", "beta"): "misp",
        ("file", "alpha"): "manifest.json",
        ("file", "beta"): "manifest.json",
        ("figure_name", "alpha"): "programme.participants",
        ("receipt", "alpha"): _report_site(home),
        ("site_id", "alpha"): url_id(wanted().url),
        ("batch", "alpha"): "0" * 32,
        ("brand_name", "alpha"): "Amazon",
        ("technology", "alpha"): "rpki",
        ("place", "alpha"): "0",
        ("maker_name", "alpha"): "Example alpha",
        ("maker_name", "beta"): "Example beta",
        ("operator_id", "alpha"): "alpha",
        ("operator_id", "beta"): "beta",
    }
    return world


def _make_paper(home: Home, store: Store, operator: str) -> str:
    """The run of a guideline that tells an operator's state."""
    inputs = {"operator": operator, "language": "en", "form": "html"}
    run = store.begin_run(GUIDELINE, detector=None, window=None, inputs=inputs, at=AT)
    store.end_run(run, outcome=DONE, counts={}, at=AT)
    order = Order(issuer=operator, operator=operator, language="en", pdf=False)
    keep_paper(home, store, run, order, b"<!doctype html>")
    return run


def _report_site(home: Home) -> str:
    """The receipt of one reported site."""
    with Store.open(home.state) as store:
        taken = SiteReports(store.database).take(
            [site_report(1, wanted(), at=AT)], at=AT, most_waiting=10
        )
    return taken.receipts[0]


def _publish(world: World, store: Store) -> None:
    """An entry in a list of each operator, which the other one is not entitled to."""
    for number, (operator, collection) in enumerate((("alpha", "c2-servers"), ("beta", "routing"))):
        member = replace(make_operator(operator), entitlements=(collection,))
        Operators(store.database).edit(member)
        change = make_change(number, collection=collection)
        SharedList(store.database).publish([change], AT)
        world.values |= {
            ("collection", operator): collection,
            ("indicator_id", operator): change.indicator.id,
            ("object_id", operator): f"indicator--{change.indicator.id}",
            ("submission_id", operator): "unknown",
        }


def _add_webhook(world: World, store: Store, operator: str) -> None:
    webhook = Webhook(
        id=f"webhook-{operator}",
        operator_id=operator,
        url="https://receiver.example/changes",
        secret="k" * 64,
        collections=("c2-servers",),
        sequence=0,
        created_at=AT,
    )
    Webhooks(store.database).add(webhook)
    world.values["webhook_id", operator] = webhook.id


def _let_everybody_in(world: World, store: Store, operator: str) -> None:
    database = store.database
    sessions = Sessions(database, idle=DAY, lasting=DAY)
    for role in Role:
        account = make_account(role, operator)
        secret = sessions.begin(account.id, AT, user_agent="test", address="192.0.2.1")
        world.sessions[operator, role.value] = secret
        passkey = Passkey(
            credential_id=account.id.encode(),
            account_id=account.id,
            public_key=b"key",
            sign_count=0,
            label="key",
            created_at=AT,
        )
        Passkeys(database).add(passkey)
    maker = make_account("contributor", operator)
    secret, token = Tokens(database).issue(
        maker, label="test", rights=RIGHTS[maker.role], at=AT, expires_at=AT + DAY
    )
    world.tokens[operator] = secret
    reader = make_account("reader", operator).id
    world.values |= {
        ("token_id", operator): token.id,
        ("account_id", operator): reader,
        ("secret", operator): Invitations(database).make(reader, AT),
        ("digest", operator): lambda who: digest_of(world.sessions[operator, _role_of(who)]),
        ("name", operator): lambda who: make_account(_role_of(who), operator).id.encode().hex(),
    }


def _role_of(who: str) -> str:
    """The role of who asks; a reader for nobody and for programs, whose things they must not reach."""
    return "reader" if who in {"anonymous", "token"} else who
