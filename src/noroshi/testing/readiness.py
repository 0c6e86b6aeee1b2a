"""A made operator on its way: routes, VRPs, flows, mail reports and a zone, and the real jobs run on them.

AS64500, isp.example, documentation addresses only. Every result is computed by the job that users run.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Network
from pathlib import Path
from random import Random

from noroshi.jobs.flows.asking import Asked as Window
from noroshi.jobs.readiness.checking_text import check_text
from noroshi.jobs.readiness.guiding import declare
from noroshi.jobs.readiness.keeping import keep, reports_digest, source_digest
from noroshi.jobs.readiness.mail_assessing import assess_domains, lookup_of
from noroshi.jobs.readiness.mail_forecasting import Asked, forecast_loss
from noroshi.jobs.readiness.mail_importing import import_reports
from noroshi.jobs.readiness.mail_staging import stage_of
from noroshi.jobs.readiness.planning_roas import plan_files
from noroshi.jobs.readiness.route_states import state_rows
from noroshi.jobs.readiness.simulating import Asking, simulate
from noroshi.jobs.readiness.validating import validate_file
from noroshi.readiness.rpki.analyse.whatif import Stage
from noroshi.readiness.rpki.configure import DIALECTS, Cache, Neighbour, Treatment, Wish
from noroshi.readiness.rpki.sense.customer_file import read_customers
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.spine.store.readiness_results import Row
from noroshi.testing.flows import flow, flow_table
from noroshi.testing.lakes import write_file
from noroshi.testing.mail_reports import BEGIN_S, DAY_S, Record, report_xml

OWN_AS, DOMAIN = 64500, "isp.example"
NAME = "Example Net"
REPORT_DAYS = 21
AT = datetime.fromtimestamp(BEGIN_S + REPORT_DAYS * DAY_S, UTC) + timedelta(hours=3)
"""When the made operator looks at its results: 22 September 2026."""

_OWN = (
    "192.0.2.0/25",
    "192.0.2.128/26",
    "192.0.2.192/26",
    "2001:db8:100::/40",
    "2001:db8:180::/44",
)
WIDE = "203.0.113.0/24"
"""A prefix whose ROA forgets some of the routes inside it."""

MISTAKEN = (11, 14)
"""Places of routes whose ROA names another AS, and that nothing else covers."""

_CUSTOMERS = ("North Cable", "Harbour Data", "Hill University", "Lake Hosting")
_ZONE = """\
$ORIGIN isp.example.
@ 3600 IN SOA ns.isp.example. root.isp.example. 1 7200 900 1209600 300
@ 3600 IN NS ns
@ IN MX 10 mx
mx IN A 192.0.2.25
ns IN A 192.0.2.53
@ IN TXT "v=spf1 ip4:192.0.2.24/29 -all"
_dmarc IN TXT "v=DMARC1; p=none; rua=mailto:dmarc@isp.example"
s1._domainkey IN TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
_smtp._tls IN TXT "v=TLSRPTv1; rua=mailto:tls@isp.example"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOperator:
    """Where its files lie.

    Attributes:
        folder: Everything.
        home: Its home, with flows and reports.
        vrps: VRPs in force.
        routes: The table.
        customers: Whose sources are whose.
        zone: Its zone.
    """

    folder: Path
    home: Home
    vrps: Path
    routes: Path
    customers: Path
    zone: Path


def make_operator(folder: Path, *, seed: int = 1) -> MadeOperator:
    """Write the operator's files, and take its flows and reports in."""
    dice = Random(seed)  # noqa: S311  # made data, no secret
    made = MadeOperator(
        folder=folder, home=Home(folder / "home").create(), vrps=folder / "vrps.csv",
        routes=folder / "routes.csv", customers=folder / "customers.csv", zone=folder / "isp.zone",
    )  # fmt: skip
    routes = list(_routes(dice))
    lines = [f"{prefix},{origin}\n" for prefix, origin in routes]
    made.routes.write_text("prefix,origin\n" + "".join(lines))
    made.vrps.write_text("ASN,IP Prefix,Max Length\n" + "".join(_vrps(dice, routes)))
    lines = [f"100.64.{place}.0/24,{name}\n" for place, name in enumerate(_CUSTOMERS)]
    made.customers.write_text("prefix,customer\n" + "".join(lines))
    made.zone.write_text(_ZONE)
    write_file(made.home.flows, flow_table(list(_flows(dice, routes))), "a" * 16)
    list(import_reports(list(_reports(folder / "reports", dice)), made.home))
    return made


def keep_results(made: MadeOperator, *, at: datetime = AT) -> None:
    """Run the jobs as the operator would, and keep what they give."""
    keep_routing(made, at=at)
    keep_mail(made, at=at)
    with Store.open(made.home.state) as store:
        for item, state, note in (
            ("rpki.caches", "met", "rpki-client and Routinator, Tokyo and Osaka"),
            ("dnssec.validate", "partly", "one resolver of three"),
            ("dnssec.nta", "met", "ticket with an end date"),
            ("mail.receive", "unmet", ""),
            ("outlet.undo", "met", "tried on 1 September"),
        ):
            declare(store, item, state, note=note, by="netsec@isp.example", now=at)


def keep_routing(made: MadeOperator, *, at: datetime = AT) -> None:
    """RPKI: states, plan, effect at both stages, and the configuration that tags."""
    done = validate_file(made.vrps, made.routes, now=at, at=None, own_as=OWN_AS)
    inputs = {"vrps": source_digest(made.vrps), "routes": source_digest(made.routes)}
    _keep(made, "rpki.validate", "", state_rows(done, OWN_AS), inputs, at)
    planned = plan_files(made.routes, vrps_at=made.vrps, listed_at=None, own=[OWN_AS])
    _keep(made, "rpki.plan", "", planned.rows(), inputs, at)
    for stage in Stage:
        asking = Asking(
            vrps=made.vrps, routes=made.routes, stage=stage,
            customers=read_customers(made.customers),
        )  # fmt: skip
        simulated = simulate(made.home, asking, Window(purpose="readiness"), now=at)
        _keep(made, "rpki.simulate", stage.value, simulated.rows(), simulated.inputs, at)
    for dialect in ("bird", "frr", "junos"):
        text = DIALECTS[dialect](_wish())
        checked = check_text(dialect, text)
        row = {"for": dialect, "treatment": "tag", "checked": checked.good, "parser": checked.parser, "text": text}  # fmt: skip
        _keep(made, "rpki.configure", f"{dialect} tag", [row], {"parser": checked.parser}, at)


def keep_mail(made: MadeOperator, *, at: datetime = AT) -> None:
    """Mail: assessment, forecast and stage."""
    zone = {"zone": source_digest(made.zone)}
    for found in assess_domains([DOMAIN], resolver=None, zones=[made.zone], home=made.home):
        _keep(made, "mail.assess", DOMAIN, [found.as_dict()], zone, at)
    asked = Asked(domain=DOMAIN, lookup=lookup_of(None, [made.zone]))
    reports = {"reports": reports_digest(made.home)}
    _keep(made, "mail.forecast", DOMAIN, [forecast_loss(asked, made.home).as_dict()], reports, at)
    _keep(made, "mail.stage", DOMAIN, [stage_of(asked, made.home, now=at).as_dict()], reports, at)


def _keep(
    made: MadeOperator, topic: str, subject: str, rows: Iterable[Row],
    inputs: dict[str, str], at: datetime,
) -> None:  # fmt: skip
    keep(made.home, topic, subject, rows, inputs=inputs, started_at=at, ended_at=at)


def _wish() -> Wish:
    return Wish(
        asn=OWN_AS,
        router_id=IPv4Address("192.0.2.1"),
        caches=(Cache(address=IPv4Address("192.0.2.54"), port=3323),),
        neighbours=(Neighbour(address=IPv4Address("198.51.100.1"), asn=64501),),
        treatment=Treatment.TAG,
    )


def _routes(dice: Random) -> Iterator[tuple[str, int]]:
    """The own routes, then those of ten others: short ones, and some longer ones inside."""
    yield from ((prefix, OWN_AS) for prefix in _OWN)
    yield WIDE, 64501
    for net in ("198.51.100.0/24", WIDE):
        for inside in IPv4Network(net).subnets(new_prefix=28):
            yield str(inside), dice.choice((64501, 64502, 64503))
    for wide in list(IPv6Network("2001:db8:1000::/36").subnets(new_prefix=44))[:120]:
        origin = dice.randint(64502, 64511)
        yield str(wide), origin
        if dice.random() < 0.5:
            yield str(next(wide.subnets(new_prefix=48))), origin


def _vrps(dice: Random, routes: list[tuple[str, int]]) -> Iterator[str]:
    """ROAs for more than half of the routes. One of a wide prefix forgets those inside; two name another AS."""
    yield f"AS{OWN_AS},192.0.2.0/25,25\nAS{OWN_AS},2001:db8:100::/40,40\nAS64501,{WIDE},24\n"
    others = routes[len(_OWN) + 1 :]
    for place, (prefix, origin) in enumerate(others):
        inside_wide = prefix.startswith("203.0.113.")
        if place in MISTAKEN or inside_wide or dice.random() < 0.6:
            said = 64510 if place in MISTAKEN else origin
            if not inside_wide or dice.random() < 0.7:
                yield f"AS{said},{prefix},{prefix.partition('/')[2]}\n"


def _flows(dice: Random, routes: list[tuple[str, int]]) -> Iterator[dict[str, object]]:
    """Two hours of customers who talk to everybody, popular destinations more than others."""
    nets = [
        IPv4Network(prefix) for prefix, origin in routes if ":" not in prefix and origin != OWN_AS
    ]
    popular = sorted(nets, key=lambda net: (net.prefixlen == 24, str(net)[:3] == "203"))
    weights = [1 / (place + 1) ** 1.6 for place in range(len(popular))]
    for number in range(4_000):
        net = dice.choices(popular, weights)[0]
        target = net[dice.randrange(net.num_addresses)]
        octets = int(dice.lognormvariate(9, 1.6))
        source = f"100.64.{dice.choices(range(4), (8, 4, 2, 1))[0]}.{dice.randint(1, 254)}"
        yield flow(
            f"{source}:{dice.randint(49152, 65535)}", f"{target}:443/tcp",
            at_s=7200 * number / 4_000, sent=(octets, octets // 900 + 1), samplingInterval=100,
        )  # fmt: skip


def _reports(folder: Path, dice: Random) -> Iterator[Path]:
    """Three weeks of two receivers: own servers, a service that does not sign, a list, forgers."""
    folder.mkdir(exist_ok=True)
    for day in range(REPORT_DAYS):
        for org in ("receiver.example", "mailbox.example"):
            path = folder / f"{org}-{day}.xml"
            path.write_bytes(report_xml(_records(dice), domain=DOMAIN, org=org, day=day))
            yield path


def _records(dice: Random) -> list[Record]:
    good = {DOMAIN: "pass"}
    return [
        Record(source="192.0.2.25", count=dice.randint(4_000, 6_000), signatures=good, envelope=good),
        Record(source="192.0.2.26", count=dice.randint(1_500, 2_500), signatures=good, envelope=good),
        Record(source="192.0.2.30", count=dice.randint(20, 40), dkim="fail", spf="fail", envelope={"billing.example": "pass"}),
        Record(source="198.51.100.77", count=dice.randint(10, 30), dkim="fail", spf="fail", signatures={DOMAIN: "fail"}, envelope={"lists.example": "pass"}),
        *(Record(source=f"203.0.113.{dice.randint(1, 250)}", count=dice.randint(2, 90), dkim="fail", spf="fail") for _ in range(2)),
    ]  # fmt: skip
