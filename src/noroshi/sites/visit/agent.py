"""Agent: what a browser says of itself, in line with its real version and with its client hints."""

from dataclasses import dataclass

from noroshi.sites.visit.profile import Profile

_GREASE_SIGNS = (" ", "(", ":", "-", ".", "/", ")", ";", "=", "?", "_")
_GREASE_VERSIONS = ("8", "99", "24")
_ORDERS = ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))


@dataclass(frozen=True, slots=True)
class Brand:
    """One entry of `Sec-CH-UA`."""

    brand: str
    version: str

    def as_row(self) -> dict[str, str]:
        """As the DevTools protocol writes it."""
        return {"brand": self.brand, "version": self.version}


def brands(version: str, *, whole: bool = False) -> tuple[Brand, ...]:
    """What Chrome of a version puts into its client hints, made-up brand included.

    Args:
        version: Of Chromium, as `156.0.8078.108`.
        whole: Whole versions (`Sec-CH-UA-Full-Version-List`) instead of the first number.

    Source:
        https://wicg.github.io/ua-client-hints/#grease and Chromium's `user_agent_utils.cc`.
    """
    major = version.partition(".")[0]
    seed = int(major)
    signs = _GREASE_SIGNS[seed % 11], _GREASE_SIGNS[(seed + 1) % 11]
    made_up = _GREASE_VERSIONS[seed % 3]
    told = version if whole else major
    listed = (
        Brand(f"Not{signs[0]}A{signs[1]}Brand", f"{made_up}.0.0.0" if whole else made_up),
        Brand("Chromium", told),
        Brand("Google Chrome", told),
    )
    placed = dict(zip(_ORDERS[seed % 6], listed, strict=True))
    return tuple(placed[position] for position in range(3))


def user_agent(profile: Profile, version: str) -> str:
    """The reduced `User-Agent` of Chrome (https://www.chromium.org/updates/ua-reduction/)."""
    system = "Linux; Android 10; K" if profile.mobile else "Windows NT 10.0; Win64; x64"
    name = f"Chrome/{version.partition('.')[0]}.0.0.0" + (" Mobile" if profile.mobile else "")
    return f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) {name} Safari/537.36"


def override(profile: Profile, version: str) -> dict[str, object]:
    """Parameters of `Emulation.setUserAgentOverride` of the DevTools protocol."""
    phone = profile.mobile
    return {
        "userAgent": user_agent(profile, version),
        "acceptLanguage": ",".join(profile.languages),
        "platform": "Linux armv81" if phone else "Win32",
        "userAgentMetadata": {
            "brands": [brand.as_row() for brand in brands(version)],
            "fullVersionList": [brand.as_row() for brand in brands(version, whole=True)],
            "platform": "Android" if phone else "Windows",
            "platformVersion": "15.0.0" if phone else "19.0.0",
            "architecture": "" if phone else "x86",
            "bitness": "" if phone else "64",
            "model": "Pixel 8" if phone else "",
            "mobile": phone,
            "wow64": False,
        },
    }
