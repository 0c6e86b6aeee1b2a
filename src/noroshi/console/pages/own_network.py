"""Own network: what concerns the reader's own operator, and nobody else."""

from litestar import Response, get
from litestar.exceptions import NotFoundException

from noroshi.console.pages.entries import shown_reason
from noroshi.console.pages.evidence import shown_hits
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.console.reach import shown_to
from noroshi.spine.model import Edition, Right, Sighting
from noroshi.spine.store.contributions import Contributions
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.spine.store.members import Operators
from noroshi.spine.store.own_space import OwnSpace
from noroshi.spine.store.pulls import Pulls
from noroshi.spine.store.sightings import Sightings

MOST = 200
"""Entries, and statements, that the page shows."""

MOST_GIVEN = 50
"""Contributions that the page shows; the API gives all."""


@get("/network", opt=permit(Right.READ_OWN_NETWORK), sync_to_thread=True)
def show_network(request: Asked, hub: AtHub, caller: By) -> Response[str]:
    """Entries inside the operator's prefixes and names, what it met, and what it read."""
    database = hub.store.database
    operator = Operators(database).get(caller.operator_id or "")
    if operator is None:
        raise NotFoundException("there is no such operator")
    choice = Choice(marked=shown_to(hub, caller).among())
    told = Sightings(database).of_operator(operator.id, limit=MOST)
    return render(
        request, "own_network.html.j2",
        operator=operator,
        entries=OwnSpace(database).entries(operator, choice, limit=MOST),
        most=MOST,
        told=_with_subjects(SharedList(database), told),
        pulls=sorted(Pulls(database).of(operator.id), key=lambda p: p.last_at, reverse=True)[:20],
        given=Contributions(database).newest(operator.id, limit=MOST_GIVEN),
        reason=shown_reason,
        hits=shown_hits,
    )  # fmt: skip


def _with_subjects(
    shared: SharedList, told: list[Sighting]
) -> list[tuple[Sighting, Edition | None]]:
    latest = {name: shared.latest(name) for name in {each.indicator_id for each in told}}
    return [(each, latest[each.indicator_id]) for each in told]
