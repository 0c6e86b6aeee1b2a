"""Job: one verdict of persons over all pages of a campaign: looked at before, proposed, confirmed, taken back.

Each page gets its own proposal, as if it had been judged by itself; a batch holds them together. So what is
confirmed is what was proposed, whatever has joined the campaign since.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import uuid4

from noroshi.jobs.sites.branding import brands_in_force
from noroshi.jobs.sites.campaigning import KnownCampaign, campaign_map
from noroshi.jobs.sites.page_names import case_id
from noroshi.jobs.sites.verdicts import LABELS, Said, Settled, VerdictDesk
from noroshi.sites.judge.verdict import SiteVerdict as Label
from noroshi.spine.model import InputError
from noroshi.spine.model.site_proposal import ProposalState, SiteProposal
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict, holding
from noroshi.spine.store.site_proposals import SiteProposals, last_held
from noroshi.spine.store.site_traces import KeptTrace
from noroshi.spine.store.site_verdicts import SiteVerdicts

MOST = 100
"""Pages that one verdict is about; the others of a larger campaign take another one."""

ACCUSING = frozenset({SiteDanger.DANGEROUS, SiteDanger.SUSPICIOUS})


class Left(StrEnum):
    """Why a page of the campaign is left out."""

    OFFICIAL = "official"  # it lies on a brand's own domain
    JUDGED = "judged"  # a person has called it something else
    SAID = "said"  # a person has called it so already
    WAITING = "waiting"  # another proposal on it waits for a second key
    LATER = "later"  # one verdict takes no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One page of the campaign.

    Attributes:
        page: As the campaign knows it.
        left: Why the verdict is not about it; null where it is.
        why: Whose domain, which class, or which batch; empty for none.
        seen: Place of its last verdict.
    """

    page: KeptTrace
    left: Left | None
    why: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a verdict over a campaign would be about.

    Attributes:
        campaign: As it is now.
        label: What its pages would be called.
        members: All of its pages, those that the verdict is about first.
    """

    campaign: KnownCampaign
    label: str
    members: tuple[Member, ...]

    @property
    def about(self) -> tuple[Member, ...]:
        """Pages that would be called so."""
        return tuple(one for one in self.members if one.left is None)

    @property
    def left(self) -> Counter[Left]:
        """How many are left out, by why."""
        return Counter(one.left for one in self.members if one.left is not None)

    @property
    def classes(self) -> list[tuple[str, int]]:
        """What the pages that it is about are called now, most first."""
        return Counter(one.page.label for one in self.about).most_common()

    @property
    def seen(self) -> str:
        """Changes with every page that joins or leaves, and with every verdict on one."""
        told = [f"{one.page.url_id} {one.seen}" for one in self.about]
        return sha256("\n".join([self.label, *sorted(told)]).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What became of a step over many pages.

    Attributes:
        batch: Which verdict.
        done: Proposals that the step moved, as they stand now, in the order of their URLs.
        refused: Pages on which the step could not be taken, each with its reason.
        messages: What the relay could not do, each with its reason.
    """

    batch: str
    done: tuple[SiteProposal, ...]
    refused: tuple[tuple[str, str], ...]
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CampaignDesk:
    """Where one person works on verdicts over campaigns."""

    desk: VerdictDesk

    def preview(self, name: str, label: str = "") -> Preview:
        """What a verdict would be about, and what it leaves out.

        Args:
            name: URL or id of any page of the campaign.
            label: What its pages would be called; what most are called now when left out.

        Raises:
            InputError: There is no such campaign, or no such class.
        """
        campaign = campaign_map(self.desk.store.database).of(case_id(name))
        if campaign is None:
            raise InputError("it is in no campaign; give a page of one (noroshi sites campaigns)")
        named = Counter(page.label for page in campaign.pages if page.label in LABELS)
        wanted = label or next((name for name, _ in named.most_common(1)), LABELS[0])
        if wanted not in LABELS:
            raise InputError(f"a page is one of: {', '.join(LABELS)}")
        members = self._members(campaign.pages, wanted)
        return Preview(campaign=campaign, label=wanted, members=_in_bounds(members))

    def propose(self, name: str, said: Said, *, seen: str = "") -> Swept:
        """Propose one verdict on every page of a campaign that the preview does not leave out.

        Args:
            name: URL or id of any page of the campaign.
            said: What, and why.
            seen: `Preview.seen` of what the person looked at; without it, as of now.

        Raises:
            InputError: No page is left to be judged, or the campaign has changed since.
        """
        preview = self.preview(name, said.label)
        if seen and seen != preview.seen:
            raise InputError("the campaign has changed meanwhile; look at it again")
        if not preview.about:
            raise InputError("every page of it is left out; look at them one by one")
        batch = uuid4().hex
        return self._sweep(
            batch,
            [one.page.url_id for one in preview.about],
            lambda at, url_id: self.desk.propose(
                url_id, said, seen=preview.about[at].seen, batch=batch
            ),
        )

    def confirm(self, batch: str, reason: str) -> Swept:
        """Turn the second key of every proposal of a batch that is still open.

        Raises:
            InputError: Nothing of it is open, or the same person proposed it.
        """
        waiting = self._open(batch)
        if waiting[0].by == self.desk.by:
            raise InputError(f"{self.desk.by} proposed it; a second person confirms")
        return self._sweep(
            batch, [one.url_id for one in waiting], lambda _, url_id: self.desk.confirm(url_id, reason)
        )  # fmt: skip

    def reject(self, batch: str, reason: str) -> Swept:
        """End what is still open of a batch without a verdict; one's own is taken back that way.

        Raises:
            InputError: Nothing of it is open.
        """
        waiting = [one.url_id for one in self._open(batch)]
        return self._sweep(batch, waiting, lambda _, url_id: self.desk.reject(url_id, reason))

    def undo(self, batch: str, reason: str) -> Swept:
        """Take back what persons said by a batch, where it still stands: a batch of its own, with its own keys.

        Raises:
            InputError: Nothing of it stands.
        """
        proposals = SiteProposals(self.desk.store.database)
        stands = [
            one.url_id
            for one in self.of(batch)
            if (held := last_held(proposals.of(one.url_id))) is not None and held.id == one.id
        ]
        if not stands:
            raise InputError("nothing of it stands; there is nothing to take back")
        back = uuid4().hex
        return self._sweep(
            back, stands, lambda _, url_id: self.desk.undo(url_id, reason, batch=back)
        )

    def of(self, batch: str) -> list[SiteProposal]:
        """Every proposal of a batch.

        Raises:
            InputError: There is no such batch.
        """
        found = SiteProposals(self.desk.store.database).of_batch(batch)
        if not found:
            raise InputError("there is no such verdict over many pages")
        return found

    def _open(self, batch: str) -> list[SiteProposal]:
        waiting = [one for one in self.of(batch) if one.state is ProposalState.OPEN]
        if not waiting:
            raise InputError("nothing of it waits for a second key; look at it again")
        return waiting

    def _sweep(self, batch: str, ids: Sequence[str], step: Callable[[int, str], Settled]) -> Swept:
        """Take a step on each page; one that somebody else has moved meanwhile stops no other."""
        refused: list[tuple[str, str]] = []
        messages: list[str] = []
        for at, url_id in enumerate(ids):
            try:
                messages += step(at, url_id).messages
            except InputError as error:
                refused.append((url_id, str(error)))
        if len(refused) == len(ids):
            raise InputError(refused[0][1])
        moved = set(ids) - {url_id for url_id, _ in refused}
        done = tuple(one for one in self.of(batch) if one.url_id in moved)
        return Swept(batch=batch, done=done, refused=tuple(refused), messages=tuple(messages))

    def _members(self, pages: Sequence[KeptTrace], label: str) -> list[Member]:
        database, ids = self.desk.store.database, [page.url_id for page in pages]
        verdicts, waiting = SiteVerdicts(database).of(ids), SiteProposals(database).open_on(ids)
        accuses = Label(label).danger in ACCUSING
        brands = brands_in_force(self.desk.home)

        def member(page: KeptTrace) -> Member:
            owner = brands.owner(page.host) if accuses else None
            held, other = holding(verdicts[page.url_id]), waiting.get(page.url_id)
            left, why = _left(label, held, other, owner.name if owner else "")
            return Member(page=page, left=left, why=why, seen=len(verdicts[page.url_id]))

        return [member(page) for page in pages]


def _left(
    label: str, held: SiteVerdict | None, other: SiteProposal | None, owner: str
) -> tuple[Left | None, str]:
    if other is not None:
        return Left.WAITING, other.batch
    if owner:
        return Left.OFFICIAL, owner
    if held is not None and held.by_person:
        return (Left.SAID if held.label == label else Left.JUDGED), held.label
    return None, ""


def _in_bounds(members: Sequence[Member]) -> tuple[Member, ...]:
    """Those that the verdict is about first; beyond the bound they wait for another one."""
    about = [one for one in members if one.left is None]
    later = [Member(page=one.page, left=Left.LATER, why="", seen=one.seen) for one in about[MOST:]]
    return (*about[:MOST], *later, *(one for one in members if one.left is not None))
