"""Follow: pages that are looked at again, every look, and drafts of take-down requests."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
HISTORY = ("site_looks", "site_drafts")
"""Tables whose rows never change and never leave."""

SQLITE_GUARD = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END
"""

POSTGRES_GUARD = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION sites_are_append_only()
"""


def upgrade() -> None:
    """Make the tables and the guards of the history."""
    op.create_table(
        "site_follows",
        sa.Column("url_id", sa.String, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("alive_at", MOMENT, nullable=False),
        sa.Column("paced_from", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("looks", sa.BigInteger, nullable=False),
        sa.Column("full_looks", sa.BigInteger, nullable=False),
        sa.Column("harmless_run", sa.BigInteger, nullable=False),
        sa.Column("mark", sa.String, nullable=False),
        sa.Column("worker", sa.String, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_why", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("url_id", name="pk_site_follows"),
        sa.ForeignKeyConstraint(["url_id"], ["site_urls.id"], name="fk_site_follows_url_id"),
    )
    op.create_index("ix_site_follows_ended_next", "site_follows", ["ended_at", "next_at"])
    op.create_table(
        "site_looks",
        sa.Column("url_id", sa.String, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("depth", sa.String, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("reason", sa.JSON, nullable=False),
        sa.Column("addresses", sa.JSON, nullable=False),
        sa.Column("status", sa.BigInteger, nullable=True),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("score", sa.Double, nullable=True),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("url_id", "position", name="pk_site_looks"),
        sa.ForeignKeyConstraint(["url_id"], ["site_follows.url_id"], name="fk_site_looks_url_id"),
    )
    op.create_table(
        "site_drafts",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("url_id", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("recipients", sa.JSON, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site_drafts"),
        sa.ForeignKeyConstraint(["url_id"], ["site_urls.id"], name="fk_site_drafts_url_id"),
    )
    op.create_index("ix_site_drafts_url_at", "site_drafts", ["url_id", "at"])
    _guard()


def downgrade() -> None:
    """Drop them; guards go with their tables."""
    for table in ("site_drafts", "site_looks", "site_follows"):
        op.drop_table(table)


def _guard() -> None:
    dialect = op.get_bind().dialect.name
    for table in HISTORY:
        if dialect == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                op.execute(SQLITE_GUARD.format(table=table, verb=verb))
        elif dialect == "postgresql":
            op.execute(POSTGRES_GUARD.format(table=table))
