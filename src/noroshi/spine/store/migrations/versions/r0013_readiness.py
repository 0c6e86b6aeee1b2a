"""Readiness: results that documents cite, and scores that operators declared."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "readiness_results",
        sa.Column("run_id", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("rows", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_readiness_results"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_readiness_results_run_id"),
    )
    op.create_index("ix_readiness_results_topic_made_at", "readiness_results", ["topic", "made_at"])
    op.create_table(
        "readiness_scores",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("operator_id", sa.String, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("scored_at", MOMENT, nullable=False),
        sa.Column("edition", sa.String, nullable=False),
        sa.Column("follows", sa.Boolean, nullable=False),
        sa.Column("score", sa.Double, nullable=True),
        sa.Column("coverage", sa.Double, nullable=False),
        sa.Column("technologies", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_readiness_scores"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name="fk_readiness_scores_operator_id"
        ),
    )
    op.create_index(
        "ix_readiness_scores_operator_id_received_at",
        "readiness_scores",
        ["operator_id", "received_at"],
    )


def downgrade() -> None:
    """Drop them. Documents of an older version cite no results."""
    op.drop_table("readiness_scores")
    op.drop_table("readiness_results")
