"""Webhooks: where operators want changes of the list posted to."""

from datetime import datetime

from sqlalchemy import insert, select, update

from noroshi.spine.model import InputError, Webhook
from noroshi.spine.store.database import Database
from noroshi.spine.store.work_tables import WebhookRow


class Webhooks:
    """Webhooks on one database. A removed one stays in the record, without its secret."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, webhook: Webhook) -> None:
        """Register one."""
        row = {
            "id": webhook.id,
            "operator_id": webhook.operator_id,
            "url": webhook.url,
            "secret": webhook.secret,
            "collections": list(webhook.collections),
            "sequence": webhook.sequence,
            "created_at": webhook.created_at,
            "confirmed_at": webhook.confirmed_at,
            "stopped_at": webhook.stopped_at,
            "disabled_at": webhook.disabled_at,
        }
        with self._database.writing() as session:
            session.execute(insert(WebhookRow), [row])

    def find(self, webhook_id: str) -> Webhook:
        """One of them.

        Raises:
            InputError: There is none of that id.
        """
        with self._database.reading() as session:
            row = session.get(WebhookRow, webhook_id)
            if row is None:
                raise InputError(f"there is no webhook {webhook_id}; see: noroshi notify webhooks list")  # fmt: skip
            return webhook_of_row(row)

    def all(self, *, operator_id: str | None = None) -> list[Webhook]:
        """Those that were not removed, in the order in which they were registered."""
        query = (
            select(WebhookRow)
            .where(WebhookRow.disabled_at.is_(None))
            .order_by(WebhookRow.created_at, WebhookRow.id)
        )
        if operator_id is not None:
            query = query.where(WebhookRow.operator_id == operator_id)
        with self._database.reading() as session:
            return [webhook_of_row(row) for row in session.scalars(query)]

    def active(self) -> list[Webhook]:
        """Those that are to be told of changes."""
        return [webhook for webhook in self.all() if webhook.standing == "active"]

    def confirm(self, webhook_id: str, at: datetime) -> None:
        """It answered the challenge: from now on it is told."""
        self._set(webhook_id, {"confirmed_at": at})

    def rotate(self, webhook_id: str, secret: str) -> None:
        """Give it another secret; it has to prove that it holds it before it is told anything."""
        self._set(webhook_id, {"secret": secret, "confirmed_at": None})

    def advance(self, webhook_id: str, *, after: int, until: int) -> None:
        """Nothing between the two is to be told."""
        with self._database.writing() as session:
            session.execute(
                update(WebhookRow)
                .where(WebhookRow.id == webhook_id, WebhookRow.sequence == after)
                .values(sequence=until)
            )

    def remove(self, webhook_id: str, at: datetime) -> None:
        """Nothing goes there any more."""
        self._set(webhook_id, {"disabled_at": at, "secret": ""})

    def _set(self, webhook_id: str, values: dict[str, object]) -> None:
        with self._database.writing() as session:
            session.execute(
                update(WebhookRow)
                .where(WebhookRow.id == webhook_id, WebhookRow.disabled_at.is_(None))
                .values(values)
            )


def webhook_of_row(row: WebhookRow) -> Webhook:
    """The webhook."""
    return Webhook(
        id=row.id,
        operator_id=row.operator_id,
        url=row.url,
        secret=row.secret,
        collections=tuple(row.collections),
        sequence=row.sequence,
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
        stopped_at=row.stopped_at,
        disabled_at=row.disabled_at,
    )
