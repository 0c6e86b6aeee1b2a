"""Policy file: the policy zone as a file for Knot Resolver, which knows names and no redirection.

What it has no words for, it passes over and gives the true answer. So while the outlet redirects, the
file says that names do not exist; addresses are left out and counted.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from noroshi.jobs.outlet.admitting import TLPS, never
from noroshi.relay.share.act_words import NXDOMAIN, PASSTHRU
from noroshi.relay.share.blocking import held, title
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.rpz import TTL_S, owners
from noroshi.spine.home import Home
from noroshi.spine.home.acts import read_acts
from noroshi.spine.model import Act, Outlet, Subject, SubjectKind
from noroshi.spine.store import Store
from noroshi.spine.store.listed import Listed, Readership
from noroshi.spine.store.lists import SharedList


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFile:
    """A file for one moment.

    Attributes:
        act: What the outlet does.
        names: Names in it, each with all below it.
        left_out: Subjects that it does not hold, by reason.
        text: The file. Its first line is another one whenever a record is.
    """

    act: Act
    names: int
    left_out: Counter[str]
    text: bytes


def write_policy(home: Home, store: Store, at: datetime) -> PolicyFile:
    """The file of the lists as they are, by what the outlet does; a withdrawn one names nothing.

    Raises:
        SourceError: The state cannot be reached.
    """
    act = read_acts(home)[Outlet.RPZ].act
    left_out: Counter[str] = Counter()
    named = [] if act is Act.OFF else list(_records(home, store, act, at, left_out))
    records = "\n".join(named)
    edition = Edition(
        producer=home.settings.share.producer, at=at, sequence=SharedList(store.database).head()
    )
    head = (
        f"; {sha256(records.encode()).hexdigest()}",
        title(edition, ";"),
        f"$TTL {TTL_S}",
        f"@ SOA localhost. hostmaster.localhost. {edition.serial} 60 30 604800 {TTL_S}",
        "@ NS localhost.",
    )
    text = "\n".join([*head, *([records] if records else []), ""])
    return PolicyFile(act=act, names=len(named), left_out=left_out, text=text.encode())


def _records(
    home: Home, store: Store, act: Act, at: datetime, left_out: Counter[str]
) -> Iterator[str]:
    """Records of a name at a time."""
    target = PASSTHRU if act is Act.LOG else NXDOMAIN
    guarded = never(home)

    def say(subject: Subject) -> str:
        why = _refusal(subject) or ("never" if guarded(subject) else "")
        if why:
            left_out[why] += 1
            return ""
        return "\n".join(f"{owner} CNAME {target}" for owner in owners(subject))

    readers = Readership(collections=home.settings.zone.collections, tlps=TLPS)
    return held(Listed(store.database, readers).subjects(at), say)


def _refusal(subject: Subject) -> str:
    if not owners(subject):
        return "unsayable"
    return "" if subject.kind is SubjectKind.DOMAIN else "no-name"
