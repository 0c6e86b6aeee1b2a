"""Letters: messages by mail on their way into the queue."""

import structlog

from noroshi.jobs.notify.office import Office
from noroshi.relay.notify import Letter, message
from noroshi.spine.model import Channel, InputError, Notification, notification_id
from noroshi.spine.store.recipients import Address, Recipients

log = structlog.get_logger()


class Letters:
    """Letters of one occasion to people of one operator; one to each address."""

    def __init__(self, office: Office, *, operator_id: str, case_id: str | None = None) -> None:
        self._office = office
        self._operator_id = operator_id
        self._case_id = case_id
        self._at = office.clock()
        self.made: list[Notification] = []
        self.unmade = 0

    def write(self, address: Address, letter: Letter, *occasion: object) -> None:
        """Write one; an address that is none is counted and logged.

        Args:
            address: Whom it is for.
            letter: What it says.
            occasion: What it is about; the same to the same address is sent once.
        """
        id_ = notification_id(*occasion, address.mail)
        try:
            body = message(
                letter,
                sender=self._office.settings.mail.sender,
                recipient=address.mail,
                at=self._at,
                id_=id_,
            )
        except InputError as error:
            log.warning("no letter", operator=self._operator_id, reason=str(error))
            self.unmade += 1
            return
        self.made.append(
            Notification(
                id=id_,
                channel=Channel.MAIL,
                recipient=address.mail,
                operator_id=self._operator_id,
                subject=letter.subject,
                body=body,
                created_at=self._at,
                next_at=self._at,
                case_id=self._case_id,
            )
        )


def recipients(office: Office) -> Recipients:
    """Who is told."""
    return Recipients(office.database, language=office.settings.notify.language)
