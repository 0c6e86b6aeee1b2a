"""Contributions: since when each has been said without a break."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the moment; what is there already counts from when it was last said."""
    op.add_column("contributions", sa.Column("first_received_at", MOMENT, nullable=True))
    op.execute("UPDATE contributions SET first_received_at = received_at")
    with op.batch_alter_table("contributions") as table:
        table.alter_column("first_received_at", existing_type=MOMENT, nullable=False)


def downgrade() -> None:
    """Forget the moment."""
    with op.batch_alter_table("contributions") as table:
        table.drop_column("first_received_at")
