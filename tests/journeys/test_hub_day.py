"""A day of the hub: flows become a finding, a person approves it, a second operator receives it by TAXII,
MISP and its resolver, reports sightings, the programme's figure moves; then it is taken back everywhere.
"""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dns.exception
import dns.message
import dns.query
import dns.rcode
import httpx
import pytest
from pymisp import MISPEvent
from taxii2client.v21 import Server

from noroshi.console.taxii.entitled import collection_id
from noroshi.lab import SUBSCRIBER_RANGES
from noroshi.testing.daemons import eventually, program, running
from noroshi.testing.daemons import free_port as free_tcp_port

pytestmark = pytest.mark.slow

SETTINGS = f"""
[flows]
subscribers = {list(SUBSCRIBER_RANGES)!r}
[share]
made_data = true
min_score = 1.0
tlp = "TLP:GREEN"
"""
"""A certainty that nothing reaches: every finding waits for a person."""

NAMED = """
options {{ directory "{folder}"; pid-file "{folder}/named.pid"; session-keyfile "{folder}/key";
  listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion yes;
  allow-query {{ 127.0.0.1; }}; dnssec-validation no; empty-zones-enable no;
  response-policy {{ zone "rpz.example"; }} qname-wait-recurse no break-dnssec yes; }};
controls {{ }};
zone "rpz.example" {{ type primary; file "list.rpz"; }};
zone "test" {{ type primary; file "test.zone"; }};
"""
TESTED = (
    "$TTL 60\n@ SOA localhost. a.localhost. 1 60 30 604800 60\n@ NS localhost.\nbad A {address}\n"
)


class Hub:
    """One installation, used by its commands and served by `noroshi up`."""

    def __init__(self, home: Path) -> None:
        self.home, self.url = home, f"http://127.0.0.1:{free_tcp_port()}"
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("NOROSHI_")}

    def say(self, *words: object) -> list[dict[str, object]]:
        """What a command answers, in JSON."""
        command = [
            sys.executable,
            "-m",
            "noroshi",
            "--home",
            str(self.home),
            *map(str, words),
            "--json",
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, env=self.environment, check=False
        )
        assert done.returncode == 0, (words, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def start(self) -> subprocess.Popen[bytes]:
        """The hub, once it answers."""
        listen = self.url.removeprefix("http://")
        command = [sys.executable, "-m", "noroshi", "--home", str(self.home), "up", "--no-jobs",
                   "--listen", listen, "--json"]  # fmt: skip
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env=self.environment)
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["event"] == "listening"
        return process


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """A hub whose own flows were looked at, with two members; served until the end."""
    made = Hub(tmp_path_factory.mktemp("hub") / "home")
    made.home.mkdir()
    (made.home / "noroshi.toml").write_text(SETTINGS)
    made.say("demo", "--subscribers", 1500, "--no-up")
    made.say("operators", "add", "alpha", "--role", "analysing")
    made.say("operators", "add", "beta", "--role", "sharing", "--action", "block")
    made.say("users", "add", "desk", "--operator", "beta", "--role", "contributor")
    process = made.start()
    yield made
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.fixture(scope="module")
def token(hub):
    """What beta's programs show."""
    rights = ("--right", "lists.read", "--right", "sightings.write")
    (row,) = hub.say("tokens", "issue", "--user", "desk", "--label", "resolver", *rights)
    return row["token"]


@pytest.fixture(scope="module")
def beta(hub, token):
    """Beta's own HTTP client."""
    with httpx.Client(
        base_url=hub.url, headers={"Authorization": f"Bearer {token}"}, timeout=30
    ) as client:
        yield client


def on_taxii(hub, token):
    """Indicators that beta's TAXII client sees, by id."""
    server = Server(f"{hub.url}/taxii2/", user="desk", password=token)
    (c2,) = [
        one for one in server.api_roots[0].collections if one.id == collection_id("c2-servers")
    ]
    objects = c2.get_objects().get("objects", [])
    server.close()
    return {one["id"]: one for one in objects if one["type"] == "indicator"}


def in_feed(hub, folder):
    """Attributes of the MISP feed, by id."""
    hub.say("share", "export", "--format", "misp", "--out", folder)
    found = {}
    for name in json.loads((folder / "manifest.json").read_text()):
        event = MISPEvent()
        event.load_file(str(folder / f"{name}.json"))
        found |= {one.uuid: one for one in event.attributes}
    return found


def blocked(beta, address, folder):
    """Whether a real BIND with the list of now answers NXDOMAIN for a name at the address."""
    answer = beta.get("/api/v1/lists/c2-servers", params={"format": "rpz"})
    assert answer.status_code == 200
    folder.mkdir()
    port = free_tcp_port()
    (folder / "list.rpz").write_bytes(answer.content)
    (folder / "test.zone").write_text(TESTED.format(address=address))
    (folder / "named.conf").write_text(NAMED.format(folder=folder, port=port))

    def code():
        query = dns.message.make_query("bad.test", "A")
        try:
            return dns.query.udp(query, "127.0.0.1", port=port, timeout=5).rcode()
        except (OSError, dns.exception.DNSException):
            return None

    def ready():
        return code() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN)

    named = [program("named"), "-g", "-n", "1", "-c", str(folder / "named.conf")]
    with running(named, folder, ready):
        return code() == dns.rcode.NXDOMAIN


def sharing(hub):
    """The figure of operators that share and use the list."""
    hub.say("kpi", "count")
    (row,) = [row for row in hub.say("kpi", "report") if row["name"] == "c2.sharing-operators"]
    return row["result"]


def test_from_flows_to_a_blocked_server_and_back(hub, token, beta, tmp_path):
    if program("named") is None:
        pytest.skip("named is not installed here; it is in Debian's bind9")
    waiting = hub.say("review", "list")
    assert waiting, "nothing was found in the made day"
    assert on_taxii(hub, token) == {}
    finding = waiting[0]

    hub.say("review", "approve", finding["id"], "--by", "hanako", "--reason", "looked at the flows")
    (published,) = hub.say("share", "publish")
    assert published["added"] == 1

    (name, indicator) = on_taxii(hub, token).popitem()
    entry = name.removeprefix("indicator--")
    assert not indicator.get("revoked", False)
    (row,) = beta.get("/api/v1/lists/c2-servers", params={"since": ""}).json()["entries"]
    assert row["id"] == entry
    address = row["subject"]["address"]
    assert in_feed(hub, tmp_path / "feed")[entry].to_ids
    assert blocked(beta, address, tmp_path / "before")

    assert sharing(hub) == 1  # beta has read the list and declares to block
    now = datetime.now(UTC)
    told = {
        "indicator": entry,
        "count": 12,
        "window": [(now - timedelta(hours=1)).isoformat(), now.isoformat()],
    }
    answer = beta.post("/api/v1/sightings", json={"sightings": [told]})
    assert answer.json() == {"kept": 1, "refused": {}}
    (seen,) = [
        row for row in hub.say("kpi", "rows", "c2.sharing-operators") if row["operator"] == "beta"
    ]
    assert seen["sighted"]

    hub.say("share", "withdraw", entry, "--by", "hanako", "--reason", "a shared host, after all")
    assert on_taxii(hub, token)[name]["revoked"]
    (gone,) = beta.get("/api/v1/lists/c2-servers", params={"since": ""}).json()["entries"]
    assert gone["standing"] == "withdrawn"
    assert not blocked(beta, address, tmp_path / "after")
    left = in_feed(hub, tmp_path / "feed").get(entry)
    assert left is None or not left.to_ids

    audit = [row["action"] for row in hub.say("audit", "show")]
    assert "hub.start" in audit
    assert hub.say("audit", "verify")[0]["whole"]


def test_the_demo_s_other_findings_wait_and_nothing_else_left(hub, beta):
    whole = beta.get("/api/v1/lists/c2-servers", params={"format": "jsonl"})
    assert whole.content == b""
    eventually(lambda: bool(hub.say("review", "list")), "findings that wait")
