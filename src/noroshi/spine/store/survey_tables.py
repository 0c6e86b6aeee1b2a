"""Tables of surveys: who asked not to be asked."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from noroshi.spine.store.tables import State


class OptOutRow(State):
    """A prefix that no survey asks any more. Rows are added; nothing takes one away."""

    __tablename__ = "opt_outs"

    prefix: Mapped[str] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    note: Mapped[str]
