"""Zonemaster and DNSViz, run offline in a network of their own, say the same of the signed world.

Each calls a zone faulty or not. Zonemaster looks at the apex only, so it is held against the assessment of the
zone's server; DNSViz looks at the very name, so it is held against the validator's verdict.
"""

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from shutil import which

import dns.rdatatype
import pytest

from noroshi.jobs.readiness.dnssec_assessing import Ways, assess_zones
from noroshi.spine.net.namespace import can_make
from noroshi.testing.signed_servers import island, serving
from noroshi.testing.signed_world import CHILDREN, PARENT

LEAST = 0.95
UNREAD = {"keytrap"}
"""DNSViz 0.9.4 does not survive keys that are no points of the curve."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def inside(signed_world, tmp_path_factory):
    """Words that run a command where the world is the Internet; its parent and children apart."""
    if not can_make():
        pytest.skip("no network namespaces here; run as root on Linux")
    folder, world = tmp_path_factory.mktemp("island"), signed_world
    with ExitStack() as stack:
        words = stack.enter_context(island([PARENT, CHILDREN]))
        for name, address, zones in (
            ("parent", PARENT, world.zones[:2]),
            ("children", CHILDREN, world.zones[2:]),
        ):
            daemon = serving(world, folder / name, listen=(address, 53), zones=zones, inside=words)
            stack.enter_context(daemon)
        yield words


def faults_in(tree):
    """Codes of all errors of DNSViz below a place."""
    if isinstance(tree, list):
        return {code for one in tree for code in faults_in(one)}
    if not isinstance(tree, dict):
        return set()
    own = {error["code"] for error in tree.get("errors", ())}
    return own.union(*(faults_in(one) for key, one in tree.items() if key != "errors"))


def differing(ours, theirs):
    """Zones that are judged differently; at most so many that the rest is enough."""
    assert theirs.keys() == ours.keys()
    found = {label: (ours[label], theirs[label]) for label in ours if ours[label] != theirs[label]}
    assert 1 - len(found) / len(ours) >= LEAST, found
    return set(found)


def test_dnsviz_agrees(world, inside, validator, primary, tmp_path):
    if which("dnsviz") is None:
        pytest.skip("DNSViz is not installed; apt-get install dnsviz")
    asked = {case.label: case for case in world.cases if case.label not in UNREAD}
    ours = {
        label: validator.validate(case.name, dns.rdatatype.A).state == "bogus"
        for label, case in asked.items()
    }
    # A DS with a wrong digest beside a good one is a fault of the zone, though its names validate.
    ours["two-ds"] = "dnssec.ds-wrong" in bad_codes(world, primary, "two-ds", tmp_path)  # fmt: skip
    theirs = looked_at(asked.values(), inside, tmp_path)
    # On a busy machine DNSViz gives up on answers; what it lost or sees differently it looks at again, alone.
    for label, case in asked.items():
        if theirs.get(label) != ours[label]:
            theirs |= looked_at([case], inside, tmp_path)
    # A signature of a key that is not there is a warning only to DNSViz; Unbound refuses the name.
    assert differing(ours, theirs) <= {"wrong-key"}


def looked_at(cases, inside, folder):
    """Whether DNSViz finds a fault, of each case whose zone and name it could look at."""
    names = "".join(case.name.to_text(omit_final_dot=True) + "\n" for case in cases)
    (folder / "names").write_text(names)
    probe = ["dnsviz", "probe", "-4", "-A", "-t", "4", "-R", "A", "-x", f".:nic.test={PARENT}"]
    files = ["-f", str(folder / "names"), "-o", str(folder / "probed")]
    subprocess.run([*inside, *probe, *files], check=True, capture_output=True)
    grok = ["dnsviz", "grok", "-r", str(folder / "probed"), "-o", str(folder / "judged")]
    subprocess.run(grok, check=True, capture_output=True)
    judged = json.loads((folder / "judged").read_text())
    pairs = {case.label: (case.zone, case.name.to_text()) for case in cases}
    return {
        label: any(faults_in(judged[place]) for place in pair)
        for label, pair in pairs.items()
        if judged.keys() >= set(pair)
    }


def test_zonemaster_agrees(world, inside, primary, tmp_path):
    if which("zonemaster-cli") is None:
        pytest.skip("Zonemaster is not installed; apt-get install zonemaster-cli")
    hints = tmp_path / "hints"
    hints.write_text(f". 3600000 IN NS nic.test.\nnic.test. 3600000 IN A {PARENT}\n")

    def found(case):
        command = ["zonemaster-cli", "--hints", str(hints), "--no-ipv6", "--no-progress", "--test", "DNSSEC"]  # fmt: skip
        options = ["--level", "WARNING", "--json", case.zone.rstrip(".")]
        done = subprocess.run([*inside, *command, *options], capture_output=True, check=True)
        return case.label, bool(json.loads(done.stdout))

    with ThreadPoolExecutor(2) as pool:
        theirs = dict(pool.map(found, world.cases))
    ours = {
        case.label: bool(bad_codes(world, primary, case.label, tmp_path)) for case in world.cases
    }
    # Zonemaster neither counts keys of one tag nor looks for a closest encloser.
    assert differing(ours, theirs) <= {"keytrap", "no-nsec3"}


def bad_codes(world, port, label, folder):
    """What the assessment of a zone's server calls bad."""
    ds = folder / "ds"
    lines = world.file("test.").read_text().splitlines(keepends=True)
    ds.write_text("".join(line for line in lines if " IN DS " in line))
    ways = Ways(servers=[f"127.0.0.1:{port}"], ds=ds)
    (assessed,) = assess_zones([f"{label}.test"], ways, now=world.now)
    return {check.code for check in assessed.checks if check.level == "bad"}
