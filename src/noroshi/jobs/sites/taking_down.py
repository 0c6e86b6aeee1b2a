"""Taking down: drafts of requests are written from kept evidence, and it is recorded that they were.

Nothing is sent. Nothing of whoever reported or met the page is read, so nothing of them can leave.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.sites.following_view import PageLife, page_life
from noroshi.jobs.sites.kept_evidence import Package, packages_of
from noroshi.jobs.sites.networks import own_networks
from noroshi.jobs.sites.reaching import met_addresses
from noroshi.sites.names import is_address, registered_domain
from noroshi.sites.takedown import (
    Contact,
    Draft,
    EvidenceFile,
    Role,
    TakedownFacts,
    drafts_for,
    read_rdap,
)
from noroshi.sites.takedown.rdap import MOST_OCTETS, checked_mail
from noroshi.spine.home import Home
from noroshi.spine.home.whole import write_whole
from noroshi.spine.model import InputError, SourceError
from noroshi.spine.model.site_life import TakedownDraft
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict
from noroshi.spine.net.http import Outbound
from noroshi.spine.store import Database
from noroshi.spine.store.site_drafts import SiteDrafts
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_verdicts import SiteVerdicts

SHOWN = ("screenshot.png", "page.html", "har.json", "visit.json")
"""Files of a package that a request names, in this order."""
MOST_FILES = 40
MOST_ASKED = 3
"""Addresses of a host about which a registry is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written.

    Attributes:
        url: The page.
        place: Directory of the drafts.
        files: Their names.
        contacts: Whom they are for.
        state: What the page was found to be last; empty where nobody followed it.
    """

    url: str
    place: Path
    files: tuple[str, ...]
    contacts: tuple[Contact, ...]
    state: str


def write_drafts(  # noqa: PLR0913  # one keyword for each fact of the request
    home: Home,
    database: Database,
    url_or_id: str,
    *,
    contacts: Sequence[Contact],
    by: str,
    at: datetime,
    out: Path | None = None,
) -> Written:
    """Write drafts for a page that was found harmful, and record that they were written.

    Args:
        home: Evidence, and the audit.
        database: Its state.
        url_or_id: The page.
        contacts: Whom to write to.
        by: Who asks for them (`cli:owner`, `user:…`).
        at: Now.
        out: Directory; `evidence/takedown/` in the home if left out.

    Raises:
        InputError: The page was never reported, or never found harmful.
        SourceError: The disk does not take them.
    """
    life = page_life(database, url_or_id)
    facts = takedown_facts(home, database, life)
    drafts = drafts_for(facts, contacts)
    folder = out or home.evidence / "takedown" / f"{at:%Y%m%dT%H%M%SZ}-{life.reported.id[:16]}"
    _write(drafts, folder)
    recipients = tuple(f"{one.role.value} {one.mail}".rstrip() for one in contacts)
    digest = hashlib.sha256(b"".join(one.octets for one in drafts)).hexdigest()
    SiteDrafts(database).add(
        TakedownDraft(url=facts.url, at=at, by=by, recipients=recipients, digest=digest)
    )
    told = {"recipients": ", ".join(recipients), "digest": digest}
    trail_of(home, lambda: at).note(by, "site.takedown-draft", life.reported.id, told)
    return Written(
        url=facts.url,
        place=folder,
        files=tuple(one.name for one in drafts),
        contacts=tuple(contacts),
        state=facts.state,
    )


def takedown_facts(home: Home, database: Database, life: PageLife) -> TakedownFacts:
    """What is known of a page.

    Raises:
        InputError: It was never found harmful.
    """
    page = life.reported
    harmful = [
        one
        for one in SiteVerdicts(database).of([page.id])[page.id]
        if one.danger is SiteDanger.DANGEROUS
    ]
    if not harmful:
        raise InputError(f"{page.url[:200]} was never found harmful; nothing is asked of anybody")
    packages = list(packages_of(home, SiteQueue(database).visits(page.url)))
    shown = _shown(packages, harmful[-1])
    addresses = met_addresses(home, database, page.host)
    networks = own_networks(home).of(addresses)
    return TakedownFacts(
        url=page.url,
        host=page.host,
        domain="" if is_address(page.host) else registered_domain(page.host),
        label=next((one.label for one in reversed(harmful) if one.label), "suspicious"),
        brand=next((one.brand for one in reversed(harmful) if one.brand), ""),
        title=shown.title if shown else "",
        final_url=shown.final_url if shown and shown.final_url else page.url,
        addresses=tuple((one, str(networks.get(one, ""))) for one in addresses),
        first_at=harmful[0].at,
        last_at=life.followed.alive_at if life.followed else harmful[-1].at,
        state=life.followed.state.value if life.followed else "",
        files=tuple(_files(packages))[:MOST_FILES],
    )


def contacts_given(texts: Sequence[str]) -> list[Contact]:
    """Contacts from `hosting=ADDRESS` and `registrar=ADDRESS`.

    Raises:
        InputError: A text is neither.
    """
    found = []
    for text in texts:
        role, _, mail = text.partition("=")
        if role not in {Role.HOSTING.value, Role.REGISTRAR.value}:
            raise InputError(f"{text[:80]!r}: write hosting=ADDRESS or registrar=ADDRESS")
        found.append(Contact(role=Role(role), mail=checked_mail(mail), source="given"))
    return found


def contacts_in(files: Sequence[Path]) -> list[Contact]:
    """Contacts in answers of registries that lie in files.

    Raises:
        InputError: A file is no such answer.
    """
    found: list[Contact] = []
    for path in files:
        try:
            with path.open("rb") as file:
                octets = file.read(MOST_OCTETS + 1)
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror}") from error
        found += read_rdap(octets, path.name)
    return found


def contacts_asked(
    home: Home, database: Database, url_or_id: str, server: str, outbound: Outbound
) -> list[Contact]:
    """Contacts that a registry's server tells of the page's addresses and domain.

    Args:
        home: Evidence of visits, which met the addresses.
        database: Its state.
        url_or_id: The page.
        server: Base URL of the server; it learns which addresses and domain are asked about.
        outbound: The guarded way out.

    Raises:
        InputError: The page was never reported, or an answer is none.
        SourceError: The server does not answer.
    """
    page = page_life(database, url_or_id).reported
    asked = [f"ip/{one}" for one in met_addresses(home, database, page.host)[:MOST_ASKED]]
    if not is_address(page.host):
        asked.append(f"domain/{registered_domain(page.host)}")
    found: list[Contact] = []
    for what in asked:
        url = f"{server.rstrip('/')}/{quote(what, safe='/:.')}"
        answer = outbound.get(url, {"accept": "application/rdap+json"})
        if answer.status == 404:
            continue  # RFC 7480 section 5.3: nothing is known of it
        if answer.status != 200:
            raise SourceError(f"{url} answers with status {answer.status}; try again later")
        found += read_rdap(answer.body, url)
    return list(dict.fromkeys(found))


def _shown(packages: Sequence[Package], harmful: SiteVerdict) -> Package | None:
    """The last visit that led to the last harmful verdict."""
    before = [one for one in packages if one.visit.started_at <= harmful.at]
    return before[-1] if before else None


def _files(packages: Sequence[Package]) -> list[EvidenceFile]:
    """Files of all packages, screenshots first, the newest package first."""
    found = [
        EvidenceFile(package=one.visit.evidence, name=part.name, sha256=part.sha256)
        for one in reversed(packages)
        for part in one.parts
        if part.name in SHOWN
    ]
    return sorted(found, key=lambda file: SHOWN.index(file.name))


def _write(drafts: Sequence[Draft], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(f"{folder} cannot be made: {error.strerror}") from error
    for draft in drafts:
        write_whole([draft.octets], folder / draft.name)
