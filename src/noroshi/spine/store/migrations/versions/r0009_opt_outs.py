"""Opt-outs: addresses whose holders asked not to be surveyed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "opt_outs",
        sa.Column("prefix", sa.String, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("prefix", name="pk_opt_outs"),
    )


def downgrade() -> None:
    """Drop it. Surveys of an older version know no opt-outs but those of their scope."""
    op.drop_table("opt_outs")
