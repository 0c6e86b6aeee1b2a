"""Scenes: every host of the range, about a hundred and thirty, seeded; and the one answer for them all."""

import base64
import inspect
import io
import zipfile
from random import Random

from noroshi.sites.analyse.document import host_of
from noroshi.sites.range.cloaks import cloaked_scenes
from noroshi.sites.range.corpus import OWN_HOSTS
from noroshi.sites.range.honest import HONEST
from noroshi.sites.range.hostile import hostile_scenes
from noroshi.sites.range.kits import KITS, TRICKS, Kit, page_of
from noroshi.sites.range.lives import life_scenes
from noroshi.sites.range.names import MADE_BRANDS, MadeBrand, thrown_host
from noroshi.sites.range.scams import SCAMS
from noroshi.sites.range.scene import Memory, Playing, Scene, file, page, to
from noroshi.spine.net.web_server import WebAnswer, WebRequest

DUMMY = b"MZ this is no program: octets of an exercise"
ICONS = {kit.name: f"icon of kit {kit.name}".encode() for kit in KITS}
LONGEST_CHAIN = 12


class Range:
    """All hosts, and what they remember.

    Args:
        seed: Another seed gives other brands, words and hosts.
    """

    def __init__(self, seed: int = 1) -> None:
        dice = Random(seed)  # noqa: S311  # made hosts, no secret
        kits = _kit_scenes(dice)
        made = [
            *_official_scenes(),
            *kits,
            *_part_scenes(),
            *_trick_scenes(dice),
            *_chain_scenes(kits[0]),
            *cloaked_scenes(dice),
            *_scam_scenes(dice),
            *_honest_scenes(dice),
            *hostile_scenes(),
            *life_scenes(dice),
        ]
        self.scenes = tuple({scene.host: scene for scene in made}.values())
        self.memory = Memory()
        self._by_host = {scene.host: scene for scene in self.scenes}

    async def answer(self, request: WebRequest) -> WebAnswer:
        """What the asked host plays; 404 for a host that is none of the range."""
        self.memory.seen[request.host] += 1
        if request.method == "POST":
            self.memory.posted[request.host] += 1
        scene = self._by_host.get(request.host)
        if scene is None:
            return page("<title>404 Not Found</title>", status=404)
        answer = scene.play(request, self.memory)
        return await answer if inspect.isawaitable(answer) else answer


def _site(html: str, icon: bytes = b"") -> Playing:
    """One page at every path but the icon's."""

    def play(request: WebRequest, memory: Memory) -> WebAnswer:
        if request.path.endswith((".ico", ".png", ".svg", ".css")):
            return file(icon, "image/x-icon") if icon else page("", status=404)
        if request.path.endswith(".exe"):
            return file(DUMMY, "application/octet-stream", name=request.path.rpartition("/")[2])
        return page(html)

    return play


def _official_scenes() -> list[Scene]:
    dice = Random(0)  # noqa: S311  # the official sites stay the same whatever the seed
    return [
        Scene(
            host=brand.host,
            theme="official",
            kind="official-login",
            path="/login",
            truth="benign",
            play=_site(HONEST["official-login"](brand, dice)[1], f"icon of {brand.latin}".encode()),
        )
        for brand in MADE_BRANDS
    ]


def _kit_scenes(dice: Random) -> list[Scene]:
    scenes = []
    for kit in KITS:
        for brand in dice.sample(MADE_BRANDS, 5):
            html = page_of(kit, brand.name, brand.host, dice)
            scenes.append(_imitation(thrown_host(dice, brand), f"kit-{kit.name}", kit, brand, html))
    return scenes


def _imitation(host: str, kind: str, kit: Kit, brand: MadeBrand, html: str) -> Scene:
    return Scene(
        host=host,
        theme="kit",
        kind=kind,
        path="/login",
        truth="phish",
        brand=brand.name,
        family=kit.name,
        play=_site(html, ICONS[kit.name]),
    )


def _trick_scenes(dice: Random) -> list[Scene]:
    scenes = []
    for number, (trick, change) in enumerate(TRICKS.items()):
        kit, brand = KITS[number % len(KITS)], dice.choice(MADE_BRANDS)
        html = change(page_of(kit, brand.name, brand.host, dice), dice)
        scenes.append(_imitation(f"trick-{trick}.test", f"trick-{trick}", kit, brand, html))
    return scenes


def _part_scenes() -> list[Scene]:
    return [
        Scene(host=kit.shared, theme="parts", kind=f"parts-{kit.name}", play=_part(kit.name))
        for kit in KITS
        if kit.shared
    ]


def _part(name: str) -> Playing:
    return lambda request, memory: file(f"/* kit {name} */".encode(), "text/css")


def _hop(there: str) -> Playing:
    return lambda request, memory: to(there)


def _chain_scenes(goal: Scene) -> list[Scene]:
    end = goal.url
    ways: dict[str, Playing] = {
        "http": lambda request, memory: to(end),
        "meta": lambda request, memory: page(f'<meta http-equiv="refresh" content="0;url={end}">'),
        "script": lambda request, memory: page(f'<script>location.href="{end}"</script>'),
        "hash": lambda request, memory: page(
            f'<script>location.replace(atob("{_coded(end)}"))</script>'
        ),
        "shortener": lambda request, memory: to(end, status=301),
        "translate-goog": lambda request, memory: page(
            f'<base href="{end}"><script>top.location="{end}"</script>'
        ),
    }
    chain = [f"hop{number}.chain.test" for number in range(1, LONGEST_CHAIN + 1)]
    scenes = [
        Scene(
            host=f"way-{kind}.test",
            theme="chain",
            kind=f"chain-{kind}",
            truth="phish",
            brand=goal.brand,
            family=goal.family,
            play=play,
        )
        for kind, play in ways.items()
    ]
    for here, there in zip(chain, [f"https://{host}/" for host in chain[1:]] + [end], strict=True):
        first = here == chain[0]
        scenes.append(
            Scene(
                host=here,
                theme="chain" if first else "parts",
                kind=f"chain-{LONGEST_CHAIN}" if first else "chain-hop",
                truth="phish" if first else "",
                brand=goal.brand,
                family=goal.family,
                play=_hop(there),
            )
        )
    return scenes


def _coded(url: str) -> str:

    return base64.b64encode(url.encode()).decode()


def _scam_scenes(dice: Random) -> list[Scene]:
    truths = {
        "fake-shop": "fake-shop",
        "support-scam": "support-scam",
        "pasted-command": "malware",
        "false-update": "malware",
    }
    scenes = []
    for kind, make in SCAMS.items():
        for number in (1, 2):
            html = make(MADE_BRANDS[0], dice)[1]
            scenes.append(
                Scene(
                    host=f"{kind}{number}.test",
                    theme="scam",
                    kind=kind,
                    truth=truths[kind],
                    play=_site(html),
                )
            )
    push = lambda request, memory: file(DUMMY, "application/octet-stream", name="invoice.pdf.exe")  # noqa: E731
    scenes.append(
        Scene(host="pushed-file.test", theme="scam", kind="pushed-file", truth="malware", play=push)
    )
    scenes.append(
        Scene(
            host="open-folder.test",
            theme="scam",
            kind="open-folder",
            truth="suspicious",
            play=_open_folder,
        )
    )
    brand = MADE_BRANDS[2]
    deep = page_of(KITS[0], brand.name, brand.host, dice)
    town = HONEST["home"](MADE_BRANDS[1], dice)[1]
    scenes.append(
        Scene(
            host="old-town-office.test",
            theme="scam",
            kind="compromised",
            path="/wp-content/uploads/ok/login.php",
            truth="compromised",
            brand=brand.name,
            family="A",
            play=lambda request, memory: page(deep if "/ok/" in request.path else town),
        )
    )
    return scenes


def _open_folder(request: WebRequest, memory: Memory) -> WebAnswer:
    if request.path.endswith(".zip"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("kit/post.php", "<?php // an exercise: this does nothing ?>")
        return file(packed.getvalue(), "application/zip")
    return page(
        '<title>Index of /</title><h1>Index of /</h1><a href="kit.zip">kit.zip</a> <a href="login/">login/</a>'
    )


def _honest_scenes(dice: Random) -> list[Scene]:
    scenes = []
    for kind, make in HONEST.items():
        if kind == "official-login":
            continue
        for number in (1, 2):
            brand = dice.choice(MADE_BRANDS)
            url, html = make(brand, dice)
            truth = "dead" if kind == "parked" else "benign"
            own = host_of(url) if kind in OWN_HOSTS else f"{kind}{number}.test"
            scenes.append(
                Scene(
                    host=own,
                    theme="honest",
                    kind=kind,
                    truth=truth,
                    play=_site(html),
                )
            )
    return scenes
