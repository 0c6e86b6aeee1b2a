"""Cloaks: the ways in which a page is shown to victims and hidden from everybody else.

Each is one host of the range. What is hidden is always the same kind of imitation, so that only the
hiding differs.
"""

from collections.abc import Callable
from random import Random

from noroshi.sites.range.kits import KITS, page_of
from noroshi.sites.range.names import MADE_BRANDS, MadeBrand
from noroshi.sites.range.scene import Memory, Playing, Scene, page, to
from noroshi.spine.net.web_server import WebAnswer, WebRequest

DECOY = "<!doctype html><title>Garden notes</title><h1>Garden notes</h1><p>Tomatoes like sun and water.</p>"
NOTHING = "<!doctype html><title>404 Not Found</title><h1>Not Found</h1>"
EXERCISE_NET = "203.0.113."
"""Stands for an access network in Japan; the egress of an exercise tells it in X-Forwarded-For."""


def _shown_if(
    test: Callable[[WebRequest, Memory], bool], decoy: str = DECOY, status: int = 200
) -> Callable[[str], Playing]:
    def with_page(hidden: str) -> Playing:
        def play(request: WebRequest, memory: Memory) -> WebAnswer:
            if request.path != "/":
                return page(NOTHING, status=404)
            return page(hidden) if test(request, memory) else page(decoy, status=status)

        return play

    return with_page


def _by_script(condition: str) -> Callable[[str], Playing]:
    """The page is written by a script once a condition of the browser holds."""

    def with_page(hidden: str) -> Playing:
        def play(request: WebRequest, memory: Memory) -> WebAnswer:
            if request.path == "/in":
                return page(hidden)
            return page(
                f"<!doctype html><title>…</title><body><p>お待ちください</p><script>{condition}</script>"
            )

        return play

    return with_page


def _mobile(request: WebRequest) -> bool:
    agent = request.headers.get("user-agent", "")
    return "Mobile" in agent or "iPhone" in agent


def _second_visit(hidden: str) -> Playing:
    def play(request: WebRequest, memory: Memory) -> WebAnswer:
        if "back" in request.cookies:
            return page(hidden)
        return page(DECOY, headers=(("Set-Cookie", "back=1; Path=/"),))

    return play


def _one_time(hidden: str) -> Playing:
    def play(request: WebRequest, memory: Memory) -> WebAnswer:
        used = memory.again(f"token {request.host} {request.query}") if request.path == "/" else 1
        return page(NOTHING, status=404) if used else page(hidden)

    return play


def _fenced(brand: MadeBrand) -> Callable[[str], Playing]:
    def with_page(hidden: str) -> Playing:
        def play(request: WebRequest, memory: Memory) -> WebAnswer:
            inside = request.headers.get("accept-language", "").startswith("ja") and not _mobile(
                request
            )
            return page(hidden) if inside else to(f"https://{brand.host}/")

        return play

    return with_page


GO = 'location.replace("/in")'
CLOAKS: tuple[tuple[str, Callable[[str], Playing]], ...] = (
    ("agent", _shown_if(lambda request, _: _mobile(request), NOTHING, 404)),
    ("mobile-screen", _by_script(f"if(navigator.maxTouchPoints>0&&screen.width<500){GO}")),
    ("referer-none", _shown_if(lambda request, _: "referer" not in request.headers)),
    ("referer-search", _shown_if(lambda request, _: "google." in request.headers.get("referer", ""))),
    ("language", _shown_if(lambda request, _: request.headers.get("accept-language", "").startswith("ja"))),
    ("address", _shown_if(lambda request, _: request.headers.get("x-forwarded-for", "").startswith(EXERCISE_NET), NOTHING, 403)),
    ("second-visit", _second_visit),
    ("touch", _by_script(f'for(const e of ["mousemove","touchstart","pointerdown","scroll"])addEventListener(e,()=>{GO},{{once:true}})')),
    ("timer", _by_script(f"setTimeout(()=>{GO},2500)")),
    ("captcha", _by_script(f'document.body.innerHTML=\'<p>続行するには確認してください</p><button id="c">私はロボットではありません</button>\';document.getElementById("c").onclick=()=>{GO}')),
    ("webdriver", _by_script(f"if(!navigator.webdriver&&navigator.languages.length){GO}")),
    ("one-time", _one_time),
    ("fence", _fenced(MADE_BRANDS[0])),
    ("dead-then-alive", _shown_if(lambda request, memory: memory.again(f"alive {request.host}") >= 1, "", 503)),
)  # fmt: skip
"""Kind and maker, by what the page looks at."""


def cloaked_scenes(dice: Random) -> list[Scene]:
    """One host for each way to hide."""
    scenes = []
    for number, (kind, make) in enumerate(CLOAKS):
        brand = MADE_BRANDS[number % len(MADE_BRANDS)]
        hidden = page_of(KITS[number % 3], brand.name, brand.host, dice)
        query = "/?t=9f2c" if kind == "one-time" else "/"
        scenes.append(
            Scene(
                host=f"veil-{kind}.test",
                theme="cloak",
                kind=f"cloak-{kind}",
                path=query,
                truth="phish",
                brand=brand.name,
                family=KITS[number % 3].name,
                play=make(hidden),
            )
        )
    return scenes
