"""Collections: which segments of the spool are in the lake, and what each decoder remembers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "collections",
        sa.Column("collector", sa.String, nullable=False),
        sa.Column("first_segment", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("last_segment", sa.BigInteger, nullable=False),
        sa.Column("datagrams", sa.BigInteger, nullable=False),
        sa.Column("read", sa.BigInteger, nullable=False),
        sa.Column("kept", sa.BigInteger, nullable=False),
        sa.Column("refused", sa.JSON, nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("committed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("collector", "first_segment", name="pk_collections"),
    )
    op.create_table(
        "collectors",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("memory", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_collectors"),
    )


def downgrade() -> None:
    """Drop them. The flows stay; templates are learned again from the exporters."""
    op.drop_table("collectors")
    op.drop_table("collections")
