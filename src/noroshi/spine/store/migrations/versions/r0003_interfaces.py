"""Interfaces: the names that exporters tell of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "interfaces",
        sa.Column("exporter", sa.String, nullable=False),
        sa.Column("domain", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("exporter", "domain", "number", name="pk_interfaces"),
    )
    op.create_index("ix_interfaces_told_at", "interfaces", ["told_at"])


def downgrade() -> None:
    """Drop it. Exporters tell their names again."""
    op.drop_table("interfaces")
