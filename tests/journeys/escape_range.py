"""Run by test_escape.py in a network namespace of its own: visits the tricks, prints what came of it.

Arguments: a directory for everything that is written. The namespace holds a public server
(203.0.113.10), inner servers that must never be met, and an interface into nowhere, so that a packet
to any address at all would be seen by the capture.
"""

import asyncio
import gzip
import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from noroshi.sites.visit.bounds import VisitBounds
from noroshi.sites.visit.confine import browser_user
from noroshi.sites.visit.evidence import write_package
from noroshi.sites.visit.profile import DESKTOP, MOBILE
from noroshi.sites.visit.quarantine import Quarantine
from noroshi.sites.visit.visitor import Visitor
from noroshi.spine.net.destination import Destinations

sys.path.insert(0, str(Path(__file__).parent))
from escape_pages import ANSWERS, FILES, FORBIDDEN, PAGES, PAYLOAD, REDIRECTS

PUBLIC = "203.0.113.10"
INNER = ("10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1")
SETUP = """
ip link set lo up
ip link add out0 type veth peer name in0
sysctl -qw net.ipv6.conf.out0.disable_ipv6=1 net.ipv6.conf.in0.disable_ipv6=1
ip link set out0 up; ip link set in0 up
ip addr add 198.51.100.2/24 dev out0
ip neigh add 198.51.100.1 lladdr 02:00:00:00:00:01 dev out0
ip route add default via 198.51.100.1 dev out0
"""
SEEN = ("page.html", "capture.pcap")
"""Where the payload is part of what a page or the wire said; not a file that a page pushed."""
FOREIGN = "not host 127.0.0.1 and not (src host 203.0.113.10 and dst host 203.0.113.10)"
BOMB = gzip.compress(b"<p>" + b"0" * 300_000_000, 1)
met: list[str] = []
asked: list[str] = []
rebound = [PUBLIC]


def resolve(host):
    """The only resolver there is; rebinding answers outside first and inside ever after."""
    if host == "rebind.example":
        return [rebound.pop() if rebound else "10.0.0.1"]
    if host == "mixed.example":
        return [PUBLIC, "10.0.0.1"]
    if host in ("inside.example", "router.lan", "wpad", "wpad.lan"):
        return ["10.0.0.1"]
    if host.endswith(".example"):
        return [PUBLIC]
    return [str(place[4][0]) for place in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def respond(path):
    name = path.strip("/").partition("?")[0]
    kind, extra, status, body = "text/html; charset=utf-8", "", "200 OK", b"plain"
    if name in REDIRECTS:
        status, extra = "302 Found", f"Location: {REDIRECTS[name]}\r\n"
    elif name in PAGES:
        body = f"<!doctype html><title>{name}</title><body>{PAGES[name]}".encode()
    elif name == "attachment":
        kind, extra = (
            "application/octet-stream",
            'Content-Disposition: attachment; filename="/etc/x.exe"\r\n',
        )
        body = PAYLOAD.encode()
    elif name == "zip-bomb":
        extra, body = "Content-Encoding: gzip\r\n", BOMB
    elif name == "huge":
        body = b"<p>word " * 7_000_000
    elif name == "alt-svc":
        extra = 'Alt-Svc: h3="10.0.0.1:443"; ma=86400\r\nStrict-Transport-Security: max-age=1\r\n'
    elif name == "link-header":
        extra = "Link: <http://10.0.0.1/x>; rel=preload; as=script\r\nRefresh: 0; url=http://10.0.0.1/\r\n"
        extra += 'NEL: {"report_to":"x","max_age":9}\r\nReport-To: {"group":"x","max_age":9,"endpoints":[{"url":"https://10.0.0.1/"}]}\r\n'
    elif name in ANSWERS:
        status, extra, kind, body = ANSWERS[name]
    elif name == "worker.js":
        kind, body = "text/javascript", b"fetch('http://10.0.0.1/secret')"
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


async def public(reader, writer):
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split()[1].decode()
        asked.append(path)
        writer.write(respond(path))
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError, IndexError):
        pass
    finally:
        writer.close()


async def inner(reader, writer):
    met.append(str(writer.get_extra_info("sockname")))
    writer.close()


def leftovers(*folders):
    """Files that hold the payload in the clear."""
    return [
        str(path)
        for folder in folders
        for path in Path(folder).rglob("*")
        if path.is_file() and path.name not in SEEN and PAYLOAD.encode() in path.read_bytes()
    ]


def unasked(tricks):
    """Addresses of pages that no browser has fetched so far."""
    fetched = {path.partition("?")[0] for path in asked}
    return [f"http://outside.example/{name}" for name in tricks if f"/{name}" not in fetched]


async def visits(folder):
    tricks = [*PAGES, *REDIRECTS, *ANSWERS, *FILES]
    urls = unasked(tricks)
    urls.insert(0, "http://rebind.example/rebinding")  # it leads outside once, then inside
    urls += [f"http://{host}/secret" for host in FORBIDDEN]
    urls += ["http://user:pw@10.0.0.1/", "http://outside.example:25/", "http://10.0.0.1:8080/"]
    told, places = {}, asyncio.Semaphore(4)
    visitor = Visitor(
        user=browser_user("nobody", os.geteuid()),
        quarantine=Quarantine(folder / "quarantine", b"k" * 32),
        destinations=Destinations(allow=["203.0.113.0/24"], resolve=resolve),
        bounds=VisitBounds(total_s=20.0, busy_s=1.5, memory_bytes=400 * 1024 * 1024),
    )
    async with visitor:

        async def one(url, profile):
            async with places:
                try:
                    visit = await visitor.visit(url, profile)
                except Exception as error:  # noqa: BLE001  # told to the test
                    told[profile.name, url] = f"error: {error}"
                    return
                write_package(visit, folder / "visits", b"s" * 32)
                told[profile.name, url] = visit.outcome.value

        await asyncio.gather(*(one(url, MOBILE) for url in urls))
        # A neighbour that holds every core can keep a page from being fetched in its time.
        for url in unasked(tricks):
            await one(url, MOBILE)
        whole = (
            "webrtc",
            "webrtc-candidate",
            "popup-storm",
            "print",
            "intent",
            "other-schemes",
            "download-blob",
        )
        await asyncio.gather(*(one(f"http://outside.example/{name}", DESKTOP) for name in whole))
    return {"/".join(key): value for key, value in told.items()}


async def main(folder):
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder / "scratch")
    (folder / "scratch").mkdir(mode=0o755)
    subprocess.run(["sh", "-ec", SETUP], check=True)
    for address in (PUBLIC, *INNER):
        subprocess.run(["ip", "addr", "add", f"{address}/32", "dev", "lo"], check=True)
    servers = [await asyncio.start_server(public, PUBLIC, 80)]
    for address in (*INNER, "127.0.0.1", "::1"):
        ports = (80, 443, 6379, 8080, 3478)
        servers += [await asyncio.start_server(inner, address, port) for port in ports]
    servers += [await asyncio.start_server(inner, PUBLIC, port) for port in (22, 25)]
    capture = folder / "capture.pcap"
    tcpdump = await asyncio.create_subprocess_exec(
        "tcpdump", "-i", "any", "-U", "-Z", "root", "-w", str(capture), stderr=subprocess.DEVNULL
    )
    while not capture.exists() or capture.stat().st_size < 24:  # its header
        await asyncio.sleep(0.05)
    told = await visits(folder)
    await asyncio.sleep(1)
    before, connections = packets(capture), list(met)
    control = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "import socket; s=socket.socket(2,2); s.sendto(b'x',('10.9.9.9',53))"
    )
    await control.wait()
    await asyncio.sleep(1)
    tcpdump.terminate()
    await tcpdump.wait()
    for server in servers:
        server.close()
    sys.stdout.write(json.dumps({
        "outcomes": told,
        "packets": before,
        "control": packets(capture)[len(before):],
        "met": connections,
        "asked": sorted({path.partition("?")[0] for path in asked}),
        "typed": [path for path in asked if path.startswith(("/typed", "/reached"))],
        "leftovers": leftovers(folder),
        "scratch": [str(path) for path in (folder / "scratch").iterdir()],
        "quarantine": len(list((folder / "quarantine").iterdir())),
    }))  # fmt: skip


def packets(capture):
    command = ["tcpdump", "-nr", str(capture), FOREIGN]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return told.splitlines()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
