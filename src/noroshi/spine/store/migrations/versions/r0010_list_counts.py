"""List counts by the columns that people narrow the list by; reasons of contributions in both languages."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = ("collection", "standing", "subject_kind", "kind", "label", "tlp", "confidence")


def upgrade() -> None:
    """Make the table, and count what is there."""
    op.create_table(
        "list_counts",
        *(sa.Column(name, sa.String, nullable=False) for name in KEY[:-1]),
        sa.Column("confidence", sa.BigInteger, nullable=False),
        sa.Column("entries", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name="pk_list_counts"),
    )
    columns = ", ".join(KEY)
    op.execute(
        f"INSERT INTO list_counts ({columns}, entries) "  # noqa: S608  # names of our own columns
        f"SELECT {columns}, count(*) FROM editions WHERE latest GROUP BY {columns}"
    )

    # English reasons stay where they are; without a Japanese one, they stand for both.
    op.add_column(
        "contributions", sa.Column("reason_ja", sa.String, nullable=False, server_default="")
    )


def downgrade() -> None:
    """Drop the counts, which an older version takes from the entries, and the Japanese reasons."""
    op.drop_column("contributions", "reason_ja")
    op.drop_table("list_counts")
