"""Writing: an outlet's routes as a file of BIRD, or as what ExaBGP's API is told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from noroshi.jobs.outlet.admitting import Chosen, admit
from noroshi.jobs.outlet.staging import sinks_of
from noroshi.relay.share.act_words import route_words
from noroshi.relay.share.bird import FLOWSPEC, RTBH
from noroshi.relay.share.blocking import held
from noroshi.relay.share.renderer import Edition
from noroshi.spine.home import Home
from noroshi.spine.home.acts import read_acts
from noroshi.spine.model import Act, Outlet, Subject
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList

_TABLES = {Outlet.FLOWSPEC: FLOWSPEC, Outlet.RTBH: RTBH}
ROUTED = (Outlet.FLOWSPEC, Outlet.RTBH)
"""Outlets that speak to routers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What routers shall hold.

    Attributes:
        act: What the outlet does.
        admitted: Entries that become routes, and those that do not.
        text: For BIRD.
    """

    act: Act
    admitted: Chosen
    text: bytes


def write_bird(home: Home, store: Store, outlet: Outlet, at: datetime) -> Written:
    """The file to include; a withdrawn outlet has both protocols and no route.

    Raises:
        ConfigError: A sink is not set.
    """
    act = read_acts(home)[outlet].act
    admitted = admit(home, store, at)
    say = route_words(outlet, act, "bird", sinks_of(home))
    edition = Edition(
        producer=home.settings.share.producer, at=at, sequence=SharedList(store.database).head()
    )
    text = b"".join(_TABLES[outlet].render(held(_subjects(admitted), say), edition))
    return Written(act=act, admitted=admitted, text=text)


def announcements(home: Home, store: Store, outlets: Iterable[Outlet], at: datetime) -> set[str]:
    """What ExaBGP shall announce: one command each.

    Raises:
        ConfigError: A sink is not set.
    """
    acts, sinks = read_acts(home), sinks_of(home)
    acting = [one for one in outlets if acts[one].act is not Act.OFF]
    if not acting:
        return set()
    admitted = admit(home, store, at)
    return {
        line
        for one in acting
        for line in held(_subjects(admitted), route_words(one, acts[one].act, "exabgp", sinks))
    }


def _subjects(admitted: Chosen) -> Iterator[Subject]:
    return (one.subject for one in admitted.indicators)
