"""Work: cases, messages and figures."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cases",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject_kind", sa.String, nullable=False),
        sa.Column("subject_value", sa.String, nullable=False),
        sa.Column("finding_id", sa.String, nullable=True),
        sa.Column("indicator_id", sa.String, nullable=True),
        sa.Column("operator_id", sa.String, nullable=False),
        sa.Column("account_id", sa.String, nullable=True),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_cases_operator_id"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_cases_account_id"),
    )
    op.create_index("ix_cases_finding_id", "cases", ["finding_id"])
    op.create_index("ix_cases_indicator_id", "cases", ["indicator_id"])
    op.create_index("ix_cases_operator_id", "cases", ["operator_id"])
    op.create_index("ix_cases_standing", "cases", ["standing"])
    op.create_index("ix_cases_subject_value", "cases", ["subject_value"])
    op.create_table(
        "case_events",
        sa.Column("case_id", sa.String, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("verb", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "position", name="pk_case_events"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_events_case_id"),
    )
    op.create_table(
        "webhooks",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("operator_id", sa.String, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("secret", sa.String, nullable=False),
        sa.Column("collections", sa.JSON, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_webhooks_operator_id"),
    )
    op.create_index("ix_webhooks_operator_id", "webhooks", ["operator_id"])
    op.create_table(
        "digests",
        sa.Column("operator_id", sa.String, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("operator_id", name="pk_digests"),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_digests_operator_id"),
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("recipient", sa.String, nullable=False),
        sa.Column("webhook_id", sa.String, nullable=True),
        sa.Column("case_id", sa.String, nullable=True),
        sa.Column("operator_id", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=True),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("attempts", sa.BigInteger, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("error", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name="fk_notifications_webhook_id"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_notifications_case_id"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name="fk_notifications_operator_id"
        ),
    )
    op.create_index("ix_notifications_case_id", "notifications", ["case_id"])
    op.create_index("ix_notifications_operator_id", "notifications", ["operator_id"])
    op.create_index("ix_notifications_standing_next", "notifications", ["standing", "next_at"])
    op.create_index("ix_notifications_webhook_id", "notifications", ["webhook_id"])
    op.create_table(
        "measures",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("window_start", MOMENT, nullable=False),
        sa.Column("window_end", MOMENT, nullable=False),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.Column("numerator", sa.Double, nullable=False),
        sa.Column("denominator", sa.Double, nullable=True),
        sa.Column("low", sa.Double, nullable=True),
        sa.Column("high", sa.Double, nullable=True),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("query", sa.String, nullable=False),
        sa.PrimaryKeyConstraint(
            "name", "window_start", "window_end", "counted_at", name="pk_measures"
        ),
    )
    op.create_table(
        "measure_entries",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("fiscal_year", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("target", sa.Double, nullable=True),
        sa.Column("cost_yen", sa.BigInteger, nullable=True),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("entered_by", sa.String, nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", "fiscal_year", name="pk_measure_entries"),
    )


def downgrade() -> None:
    """Drop them: cases, messages and entered costs are gone."""
    for table in (
        "measure_entries",
        "measures",
        "notifications",
        "digests",
        "webhooks",
        "case_events",
        "cases",
    ):
        op.drop_table(table)
