"""Members: who takes part, and whether each reads, acts on and meets what is shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from noroshi.console.hub import Hub
from noroshi.console.pages.evidence import shown_hits
from noroshi.console.pages.render import Asked, AtHub, render
from noroshi.console.permit import permit
from noroshi.jobs.share.in_use import RECENT, InUse, in_use_at, participants_of
from noroshi.spine.model import Operator, Right, rfc3339
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.members import Operators
from noroshi.spine.store.pulls import Pull, Pulls
from noroshi.spine.store.sightings import Sighted

SHOWN_PULLS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One member and its use of the list.

    Attributes:
        operator: Who.
        pulls: Readings of the last week, the newest first.
        sighted: What it told of the last week; null when nothing.
        behind: Editions that it has not read yet; null when it never read.
        lists: Lists that it uses, as the programme counts them.
        at: The present.
    """

    operator: Operator
    pulls: Sequence[Pull]
    sighted: Sighted | None
    behind: int | None
    lists: tuple[str, ...]
    at: datetime

    @property
    def last_at(self) -> datetime | None:
        """When it last read."""
        return self.pulls[0].last_at if self.pulls else None

    @property
    def formats(self) -> tuple[str, ...]:
        """In which formats it reads."""
        return tuple(sorted({pull.format for pull in self.pulls}))

    @property
    def entries(self) -> int | None:
        """Entries in its last reading."""
        return self.pulls[0].entries if self.pulls else None

    @property
    def uses(self) -> bool:
        """Whether it counts as using the list."""
        return bool(self.lists)

    def as_row(self) -> dict[str, object]:
        """Machine output. Small counts of meetings are not told."""
        return {
            "operator": self.operator.id,
            "name": self.operator.name,
            "role": self.operator.role.value,
            "action": self.operator.action.value,
            "uses": self.uses,
            "lists": list(self.lists),
            "last_at": rfc3339(self.last_at) if self.last_at else None,
            "formats": list(self.formats),
            "entries": self.entries,
            "behind": self.behind,
            "hits": shown_hits(self.sighted.hits if self.sighted else 0),
            "wrong_rate": self.sighted.wrong_rate if self.sighted else None,
        }


@get("/operators", opt=permit(Right.READ_OPERATORS), sync_to_thread=True)
def show_members(request: Asked, hub: AtHub) -> Response[str]:
    """Every member in one table."""
    uses = _uses(hub)
    there = participants_of([use.operator for use in uses], hub.clock())
    readers = [use for use in uses if use.operator in there]
    return render(
        request, "members.html.j2",
        uses=uses, using=sum(use.uses for use in readers), readers=len(readers), hits=shown_hits,
    )  # fmt: skip


@get("/operators.json", opt=permit(Right.READ_OPERATORS), sync_to_thread=True)
def members_as_json(hub: AtHub) -> list[dict[str, object]]:
    """The same for programs."""
    return [use.as_row() for use in _uses(hub)]


@get("/operators/{operator_id:str}", opt=permit(Right.READ_OPERATORS), sync_to_thread=True)
def show_member(request: Asked, hub: AtHub, operator_id: FromPath[str]) -> Response[str]:
    """One member: what it runs, and what it read."""
    operator = Operators(hub.store.database).get(operator_id)
    if operator is None:
        raise NotFoundException("there is no such operator")
    hub.pulls.flush()
    now = hub.clock()
    head, used = SharedList(hub.store.database).head(), in_use_at(hub.store.database, now)
    use = _use(hub, operator, head, used, now)
    return render(
        request, "member.html.j2", use=use, pulls=use.pulls[:SHOWN_PULLS], hits=shown_hits
    )


def _uses(hub: Hub) -> list[Use]:
    hub.pulls.flush()
    now = hub.clock()
    head, used = SharedList(hub.store.database).head(), in_use_at(hub.store.database, now)
    members = Operators(hub.store.database).all()
    return [_use(hub, operator, head, used, now) for operator in members]


def _use(hub: Hub, operator: Operator, head: int, used: InUse, now: datetime) -> Use:
    pulls = Pulls(hub.store.database).of(operator.id, since=now - RECENT)
    newest = sorted(pulls, key=lambda pull: pull.last_at, reverse=True)
    return Use(
        operator=operator,
        pulls=newest,
        sighted=used.sighted.get(operator.id),
        behind=head - max(pull.sequence for pull in newest) if newest else None,
        lists=used.lists_of(operator),
        at=now,
    )
