"""Notifying: one pass that makes what is due, sends it, and records what became of it.

Several processes may do this at once: each message is made once and is in one hand at a time.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from noroshi.jobs.notify.mailing import send_mail, write_digests, write_reminders
from noroshi.jobs.notify.office import Notified, Office, office_of
from noroshi.jobs.notify.posting import post_changes
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.spine.store.notifications import Notifications


def notify(office: Office) -> Notified:
    """Tell everybody what is new for him. Webhooks first: they carry withdrawals.

    Raises:
        SourceError: The state cannot be read or written.
    """
    done = post_changes(office)
    done += write_reminders(office)
    done += write_digests(office)
    done += send_mail(office)
    keep = timedelta(days=office.settings.notify.keep_days)
    return done + Notified(forgotten=Notifications(office.database).forget(office.clock() - keep))


def notify_job(home: Home, store: Store, at: datetime) -> Mapping[str, int]:  # noqa: ARG001  # what every job takes
    """The clock's work: one pass. Signatures bear the time of their sending, so the clock goes on."""
    return asdict(notify(office_of(home, store.database, lambda: datetime.now(UTC))))
