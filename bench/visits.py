"""How many light pages are visited a minute, and what does a page cost?

Beside two peers on the same pages: Playwright alone (a context, a page load, HTML and a picture; no
guard, no record), and a new browser for each page. All processes of a run are counted: ours,
Playwright's driver, and the browsers.
"""

import asyncio
import os
import random
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import async_playwright

from bench.machine import RESULTS, Figures, machine, summary, write_result
from noroshi.sites.visit import Outcome
from noroshi.sites.visit.confine import browser_user, program
from noroshi.sites.visit.profile import MOBILE, Engine
from noroshi.sites.visit.visitor import Visitor
from noroshi.spine.net.egress import Stage

PAGES, AT_ONCE, RUNS = 120, 4, 3


def page(number: int) -> bytes:
    """A light page: a form, a style, a script, a picture and some words."""
    dice = random.Random(number)  # noqa: S311  # made data, no secret
    words = " ".join(dice.choices(["確認", "お客様", "ログイン", "重要", "カード"], k=200))
    return (
        f"<!doctype html><meta name=viewport content='width=device-width'><title>Page {number}</title>"
        "<link rel=stylesheet href=/s.css><link rel=icon href=/i.svg><script src=/s.js></script>"
        f"<img src=/i.svg width=80><p>{words}</p>"
        "<form method=post><input name=id><input type=password name=pw><button>送信</button></form>"
    ).encode()


OTHERS = {
    "/s.css": ("text/css", b"body{font-family:sans-serif;margin:2em}"),
    "/s.js": ("text/javascript", b"document.title += '!'"),
    "/i.svg": (
        "image/svg+xml",
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><circle r='4' cx='4' cy='4'/></svg>",
    ),
}


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        kind, body = OTHERS.get(path) or ("text/html; charset=utf-8", page(len(path)))
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


class Meter(threading.Thread):
    """CPU seconds and peak proportional memory of this process and of all that it starts.

    They are moved to a control group (v2) of their own, whose kernel counter misses no process,
    however short it lives.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb, self._over = 0.0, threading.Event()
        self._began = group_cpu_s()

    def run(self) -> None:  # noqa: D102  # threading's own
        while not self._over.wait(0.3):
            self.peak_mb = max(self.peak_mb, sum(map(pss_mb, members())))

    def stop(self) -> float:
        """CPU seconds since the beginning."""
        self._over.set()
        self.join()
        return group_cpu_s() - self._began


def mounted() -> Path:
    for line in Path("/proc/mounts").read_text().splitlines():
        if line.split()[2] == "cgroup2":
            return Path(line.split()[1])
    raise SystemExit("control groups v2 are not mounted; the figures need them")


def group() -> Path:
    inside = Path("/proc/self/cgroup").read_text().splitlines()
    return mounted() / next(line for line in inside if line.startswith("0::")).removeprefix("0::/")


def enter_group() -> Callable[[], None]:
    """Move this process to a new group; gives what moves it back."""
    outer = group()
    inner = outer / f"noroshi-bench-{os.getpid()}"
    try:
        inner.mkdir()
        (inner / "cgroup.procs").write_text(str(os.getpid()))
    except OSError as error:
        raise SystemExit(f"a control group cannot be made: {error}; run it as root") from error

    def leave() -> None:
        (outer / "cgroup.procs").write_text(str(os.getpid()))
        inner.rmdir()

    return leave


def group_cpu_s() -> float:
    return int((group() / "cpu.stat").read_text().split()[1]) / 1e6


def members() -> list[int]:
    return [int(pid) for pid in (group() / "cgroup.procs").read_text().split()]


def pss_mb(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    except OSError:
        return 0.0
    return 0.0


async def many(one: Callable[[str], Awaitable[None]], count: int) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def placed(number: int) -> None:
        async with places:
            await one(f"http://site{number}.example/{'x' * (number % 40)}")

    await asyncio.gather(*(placed(number) for number in range(count)))


async def guarded(stage: Stage, count: int, *, fresh: bool) -> None:
    async with Visitor(user=browser_user("nobody", os.geteuid()), stage=stage, fresh=fresh) as ours:

        async def one(url: str) -> None:
            seen = await ours.visit(url, MOBILE)
            if seen.outcome is not Outcome.PAGE or len(seen.exchanges) < 4:
                raise SystemExit(f"{url}: {seen.outcome} {seen.detail}")

        await many(one, count)


async def alone(stage: Stage, count: int) -> None:
    """Playwright as a script would use it, on the same pages, with its own name mapping."""
    rules = f"--host-resolver-rules=MAP * {stage.address}:{stage.plain_port}"
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=program(Engine.SHELL), args=[rules], chromium_sandbox=os.geteuid() != 0
        )

        async def one(url: str) -> None:
            context = await browser.new_context()
            tab = await context.new_page()
            await tab.goto(url, wait_until="networkidle")
            await tab.content()
            await tab.screenshot()
            await context.close()

        await many(one, count)
        await browser.close()


def timed(work: Callable[[Stage], Awaitable[None]], count: int) -> Figures:
    async def run() -> Figures:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        meter, began = Meter(), time.perf_counter()
        meter.start()
        await work(Stage(plain_port=port, tls_port=port))
        took, spent = time.perf_counter() - began, meter.stop()
        server.close()
        return {
            "pages_per_min": 60 * count / took,
            "cpu_s_per_page": spent / count,
            "pages_per_min_of_two_cores": 120 * count / spent,
            "peak_pss_mb": meter.peak_mb,
            "load_average": os.getloadavg()[0],
        }

    return asyncio.run(run())


def main(count: int = PAGES, runs: int = RUNS, results: Path = RESULTS) -> None:
    kinds: dict[str, Callable[[Stage], Awaitable[None]]] = {
        "shared_browser": lambda stage: guarded(stage, count, fresh=False),
        "fresh_browser": lambda stage: guarded(stage, count, fresh=True),
        "playwright_alone": lambda stage: alone(stage, count),
    }
    figures: dict[str, list[Figures]] = {name: [] for name in kinds}
    leave = enter_group()
    for _ in range(runs):  # interleaved, so that a busy minute of the machine meets all
        for name, work in kinds.items():
            figures[name].append(timed(work, count))
    leave()
    told = {
        "question": (__doc__ or "").splitlines()[0],
        **machine(),
        "pages": count,
        "at_once": AT_ONCE,
        **{name: summary(found) for name, found in figures.items()},
    }
    write_result("visits", told, results)


if __name__ == "__main__":
    main()
