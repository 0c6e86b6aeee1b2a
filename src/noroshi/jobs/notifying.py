"""Notifying: one pass that makes what is due, sends it, and records what became of it.

Several processes may do this at once: each message is made once and is in one hand at a time.
"""

from datetime import timedelta

from noroshi.jobs.mailing import send_mail, write_digests, write_reminders
from noroshi.jobs.office import Notified, Office
from noroshi.jobs.posting import post_changes
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
