"""Mailing: digests and reminders into the queue, and mail out of it."""

from datetime import datetime, timedelta

from noroshi.jobs.notify.letters import Letters, recipients
from noroshi.jobs.notify.office import Notified, Office
from noroshi.relay.notify import (
    Digest,
    Digester,
    Occasion,
    digest_letter,
    may_travel,
    reminder,
    sender_address,
)
from noroshi.spine.model import (
    Case,
    CaseVerb,
    Channel,
    InputError,
    NoroshiError,
    Notification,
    SourceError,
)
from noroshi.spine.net.mail import MailServer, mail_session
from noroshi.spine.store.cases import Cases, Step
from noroshi.spine.store.digests import Digests, Told
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.notifications import Notifications
from noroshi.spine.store.recipients import Address, Desk

PAGE = 1_000
"""Changes that are read at once for a digest."""

BATCH = 10
"""Messages that are handed over in one connection."""

MAIL_LEASE = timedelta(minutes=15)
"""How long these stay in one hand: longer than a slow server takes for all."""

REMINDER = "policy:reminder"
"""Who reminds, in the record of a case."""


def write_digests(office: Office) -> Notified:
    """Queue a digest for every operator that has not had one for the time set.

    Nothing is queued without a mail server; an operator's first stretch begins at its first pass.
    """
    period = timedelta(hours=office.settings.notify.digest_hours)
    if office.mail is None or not period:
        return Notified()
    desks = [desk for desk in recipients(office).desks() if desk.addresses and desk.collections]
    return sum((_write_digest(office, desk, period) for desk in desks), Notified())


def _write_digest(office: Office, desk: Desk, period: timedelta) -> Notified:
    digests, at = Digests(office.database), office.clock()
    head = SharedList(office.database).head()
    before = digests.told(desk.operator_id)
    if before is None:
        digests.begin(desk.operator_id, Told(sequence=head, at=at))
        return Notified()
    if at < before.at + period:
        return Notified()
    digest = _digest(office, desk, before.sequence, head)
    letters = Letters(office, operator_id=desk.operator_id)
    if digest.changes:
        _write_to_all(office, desk, digest, before.at, letters)
    made = digests.tell(
        desk.operator_id, letters.made, before=before, after=Told(sequence=head, at=at)
    )
    return Notified(made=made, unmade=letters.unmade)


def _digest(office: Office, desk: Desk, after: int, until: int) -> Digest:
    shared, digests, digester = SharedList(office.database), Digests(office.database), Digester()
    at = after
    while editions := shared.since(at, collections=desk.collections, limit=PAGE, until=until):
        known = digests.known_before({e.indicator.id for e in editions}, after)
        digester.add([e for e in editions if may_travel(e)], known=known)
        at = editions[-1].sequence
    return digester.digest()


def _write_to_all(
    office: Office, desk: Desk, digest: Digest, start: datetime, letters: Letters
) -> None:
    occasion = Occasion(
        hub=office.hub, operator=desk.name, start=start, end=office.clock(), url=office.url
    )
    for address in desk.addresses:
        letter = digest_letter(digest, occasion, address.language)
        letters.write(address, letter, "digest", desk.operator_id, start.isoformat())


def write_reminders(office: Office) -> Notified:
    """Queue one reminder for every case whose date has passed since the last pass."""
    overdue = Cases(office.database).unreminded(office.clock())
    return sum((_remind(office, case) for case in overdue), Notified())


def _remind(office: Office, case: Case) -> Notified:
    letters = Letters(office, operator_id=case.operator_id, case_id=case.id)
    for address in _responsible(office, case):
        url = f"{office.url}/cases/{case.number}" if office.url else ""
        letter = reminder(case, hub=office.hub, url=url, language=address.language)
        letters.write(address, letter, "reminder", case.id, case.due_at)
    if not letters.made:
        return Notified(unmade=letters.unmade)
    made = Notifications(office.database).add(letters.made)
    Cases(office.database).act(
        case.number, Step(verb=CaseVerb.REMINDED, by=REMINDER, at=office.clock())
    )
    return Notified(made=made, unmade=letters.unmade)


def _responsible(office: Office, case: Case) -> tuple[Address, ...]:
    """Who works on a case; where nobody can be told so, the operator's desk."""
    person = recipients(office).person(case.account_id) if case.account_id else None
    if person:
        return (person,)
    desk = recipients(office).desk(case.operator_id)
    return desk.addresses if desk else ()


def send_mail(office: Office) -> Notified:
    """Hand every message that is due to the mail server."""
    done = Notified()
    while office.mail is not None:
        claimed = Notifications(office.database).claim(
            office.clock(), MAIL_LEASE, channel=Channel.MAIL, limit=BATCH
        )
        if not claimed:
            break
        done += _send(office, office.mail, claimed)
    return done


def _send(office: Office, server: MailServer, claimed: list[Notification]) -> Notified:
    done = Notified()
    left = list(claimed)
    try:
        with mail_session(server) as session:
            sender = sender_address(office.settings.mail.sender).addr_spec
            while left:
                one = left[0]
                error: NoroshiError | None = None
                try:
                    session.send(one.body, sender=sender, recipient=one.recipient)
                except (InputError, SourceError) as refusal:
                    error = refusal
                left.pop(0)
                done += _record(office, one, error)
    except NoroshiError as error:
        # The connection could not be made: all of them wait.
        done = sum((_record(office, one, SourceError(str(error))) for one in left), done)
    return done


def _record(office: Office, claimed: Notification, error: NoroshiError | None) -> Notified:
    queue, at = Notifications(office.database), office.clock()
    if error is None:
        return Notified(sent=int(queue.sent(claimed, at)))
    is_final = isinstance(error, InputError) or office.backoff.is_over(claimed.attempts)
    if is_final:
        return Notified(dead=int(queue.bury(claimed, str(error), at)))
    pause = office.backoff.pause(claimed.attempts, office.chance())
    return Notified(failed=int(queue.failed(claimed, str(error), next_at=at + pause)))
