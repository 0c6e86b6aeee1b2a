"""Line cases: weak devices on lines, notices about them, and limits of service."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TEXTS = ("line", "device", "vendor", "product", "trouble", "severity", "arm", "channel", "state")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "line_cases",
        sa.Column("case_id", sa.String, nullable=False),
        sa.Column("tracking", sa.String, nullable=False),
        sa.Column("operator_id", sa.String, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in TEXTS),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("exposures", sa.JSON, nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=False),
        sa.Column("notified_at", MOMENT, nullable=True),
        sa.Column("reached_at", MOMENT, nullable=True),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("fixed_at", MOMENT, nullable=True),
        sa.Column("missed", sa.BigInteger, nullable=False),
        sa.Column("missed_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("looks", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_line_cases"),
        sa.UniqueConstraint("tracking", name="uq_line_cases_tracking"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_line_cases_case_id"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name="fk_line_cases_operator_id"
        ),
    )
    for name in ("operator_id", "line", "state", "next_at"):
        op.create_index(f"ix_line_cases_{name}", "line_cases", [name])
    _steps("line_notices", "channel", "language", "sha256")
    op.create_index("ix_line_notices_at", "line_notices", ["at"])
    _steps("line_limits", "verb", "reason")


def _steps(table: str, *texts: str) -> None:
    op.create_table(
        table,
        sa.Column("case_id", sa.String, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in texts),
        sa.PrimaryKeyConstraint("case_id", "position", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["case_id"], ["line_cases.case_id"], name=f"fk_{table}_case_id"),
    )


def downgrade() -> None:
    """Drop them; the cases that they belong to stay."""
    for table in ("line_limits", "line_notices", "line_cases"):
        op.drop_table(table)
