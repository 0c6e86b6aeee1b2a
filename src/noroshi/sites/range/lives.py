"""Lives: hosts that change with time, for exercises of following them: dying, back again, hiding, mended."""

from collections.abc import Callable
from random import Random

from noroshi.sites.range.honest import HONEST
from noroshi.sites.range.kits import KITS, page_of
from noroshi.sites.range.names import MADE_BRANDS, MadeBrand
from noroshi.sites.range.scene import Memory, Playing, Scene, page, to
from noroshi.spine.net.web_server import WebAnswer, WebRequest

CHANGE_S, BACK_S = 300.0, 600.0
"""Seconds after the first visit at which a host changes, and at which one comes back."""

KIT = KITS[3]
"""It asks for so much that no look at it is in doubt: here only the change matters."""

GONE = page("<title>404 Not Found</title>", status=404)


def life_scenes(dice: Random) -> list[Scene]:
    """One host for each course of life. None has a truth: it depends on when one looks."""
    return [
        Scene(
            host=f"life-{kind}.test",
            theme="life",
            kind=f"life-{kind}",
            path="/login",
            brand=brand.name,
            family=KIT.name,
            play=_changing(page_of(KIT, brand.name, brand.host, dice), then(brand, dice)),
        )
        for (kind, then), brand in zip(_COURSES.items(), MADE_BRANDS[4:], strict=False)
    ]


Then = Callable[[WebRequest, float], WebAnswer | None]
"""What is shown at an age, instead of the imitation; null for the imitation."""


def _changing(harm: str, then: Then) -> Playing:
    def play(request: WebRequest, memory: Memory) -> WebAnswer:
        age_s = memory.age_s(request.host)
        return (then(request, age_s) if age_s >= CHANGE_S else None) or page(harm)

    return play


def _dies(brand: MadeBrand, dice: Random) -> Then:  # as all courses
    return lambda request, age_s: GONE


def _revives(brand: MadeBrand, dice: Random) -> Then:  # as all courses
    return lambda request, age_s: GONE if age_s < BACK_S else None


def _cloaks(brand: MadeBrand, dice: Random) -> Then:  # as all courses
    return lambda request, age_s: to(f"https://{brand.host}/login")


def _mended(brand: MadeBrand, dice: Random) -> Then:
    honest = page(HONEST["home"](brand, dice)[1])
    return lambda request, age_s: honest


_COURSES: dict[str, Callable[[MadeBrand, Random], Then]] = {
    "dies": _dies,
    "revives": _revives,
    "cloaks": _cloaks,
    "mended": _mended,
}
