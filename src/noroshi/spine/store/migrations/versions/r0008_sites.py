"""Sites: reports, the queue of their URLs, visits, verdicts, and their sources."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
HISTORY = ("site_verdicts", "site_visits")
"""Tables whose rows never change and never leave."""

SQLITE_GUARD = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END
"""

POSTGRES_FUNCTION = """
CREATE FUNCTION sites_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'this record is append-only'; END $$
"""

POSTGRES_GUARD = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION sites_are_append_only()
"""


def upgrade() -> None:
    """Make the tables and the guards of the history."""
    _reports()
    _history()
    _sources()
    _guard()


def downgrade() -> None:
    """Drop them all; SQLite's triggers go with their table."""
    for table in (
        "site_source_days",
        "site_sources",
        "site_verdicts",
        "site_visits",
        "site_hosts",
        "site_report_urls",
        "site_urls",
        "site_reports",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION sites_are_append_only()")


def _reports() -> None:
    op.create_table(
        "site_reports",
        sa.Column("receipt", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("signs", sa.JSON, nullable=False),
        sa.Column("origin", sa.String, nullable=True),
        sa.PrimaryKeyConstraint("receipt", name="pk_site_reports"),
        sa.UniqueConstraint("origin", name="uq_site_reports_origin"),
    )
    op.create_index("ix_site_reports_received_at", "site_reports", ["received_at"])
    op.create_table(
        "site_urls",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("host", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("reports", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("attempts", sa.BigInteger, nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("order_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("worker", sa.String, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site_urls"),
    )
    op.create_index("ix_site_urls_host", "site_urls", ["host"])
    op.create_index("ix_site_urls_state_order", "site_urls", ["state", "order_at"])
    op.create_table(
        "site_report_urls",
        sa.Column("receipt", sa.String, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("url_id", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("receipt", "position", name="pk_site_report_urls"),
        sa.ForeignKeyConstraint(
            ["receipt"], ["site_reports.receipt"], name="fk_site_report_urls_receipt"
        ),
        sa.ForeignKeyConstraint(["url_id"], ["site_urls.id"], name="fk_site_report_urls_url_id"),
    )
    op.create_index("ix_site_report_urls_url_id", "site_report_urls", ["url_id"])
    op.create_table(
        "site_hosts",
        sa.Column("host", sa.String, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_site_hosts"),
    )


def _history() -> None:
    op.create_table(
        "site_visits",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("url_id", sa.String, nullable=False),
        sa.Column("profile", sa.String, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("evidence", sa.String, nullable=False),
        sa.Column("worker", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site_visits"),
        sa.ForeignKeyConstraint(["url_id"], ["site_urls.id"], name="fk_site_visits_url_id"),
    )
    op.create_index("ix_site_visits_url_started", "site_visits", ["url_id", "started_at"])
    op.create_table(
        "site_verdicts",
        sa.Column("url_id", sa.String, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("danger", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("brand", sa.String, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("keys", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("url_id", "position", name="pk_site_verdicts"),
        sa.ForeignKeyConstraint(["url_id"], ["site_urls.id"], name="fk_site_verdicts_url_id"),
    )


def _sources() -> None:
    op.create_table(
        "site_sources",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("cursor", sa.String, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("error", sa.String, nullable=False),
        sa.Column("error_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_site_sources"),
    )
    op.create_table(
        "site_source_days",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("day", sa.String, nullable=False),
        sa.Column("read", sa.BigInteger, nullable=False),
        sa.Column("kept", sa.BigInteger, nullable=False),
        sa.Column("known", sa.BigInteger, nullable=False),
        sa.Column("refused", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("name", "day", name="pk_site_source_days"),
    )


def _guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in HISTORY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(SQLITE_GUARD.format(table=table, verb=verb))
    elif op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_FUNCTION)
        for table in HISTORY:
            op.execute(POSTGRES_GUARD.format(table=table))
