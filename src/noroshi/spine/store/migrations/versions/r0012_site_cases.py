"""Site cases: verdicts that persons propose, what holds for each URL, and what pages' makers leave."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

FILL = """
INSERT INTO site_cases
  (url_id, danger, label, score, brand, by, held_at, by_person, disputed, proposal)
SELECT v.url_id, v.danger, v.label, v.score, v.brand, v.by, v.at, v.by LIKE 'user:%', {no}, ''
FROM site_verdicts v
WHERE v.position = (SELECT max(w.position) FROM site_verdicts w WHERE w.url_id = v.url_id)
"""
"""Before this revision only the judge wrote verdicts, and the last one held."""


def upgrade() -> None:
    """Make the tables, and the case of every URL that was judged."""
    op.add_column(
        "site_verdicts",
        sa.Column("undo", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    _proposals()
    _cases()
    op.create_table(
        "site_traces",
        sa.Column("url_id", sa.String, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("trace", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("url_id", name="pk_site_traces"),
        sa.ForeignKeyConstraint(["url_id"], ["site_urls.id"], name="fk_site_traces_url_id"),
    )
    op.create_index("ix_site_traces_seen_at", "site_traces", ["seen_at"])
    no = "false" if op.get_bind().dialect.name == "postgresql" else "0"
    op.execute(FILL.format(no=no))


def downgrade() -> None:
    """Drop them."""
    for table in ("site_traces", "site_cases", "site_proposals"):
        op.drop_table(table)
    op.drop_column("site_verdicts", "undo")


def _proposals() -> None:
    op.create_table(
        "site_proposals",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("url_id", sa.String, nullable=False),
        sa.Column("danger", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("brand", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("keys", sa.BigInteger, nullable=False),
        sa.Column("undo", sa.Boolean, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("closed_by", sa.String, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_reason", sa.String, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site_proposals"),
        sa.ForeignKeyConstraint(["url_id"], ["site_urls.id"], name="fk_site_proposals_url_id"),
    )
    op.create_index("ix_site_proposals_url_at", "site_proposals", ["url_id", "at"])
    op.create_index("ix_site_proposals_state", "site_proposals", ["state"])


def _cases() -> None:
    op.create_table(
        "site_cases",
        sa.Column("url_id", sa.String, nullable=False),
        sa.Column("danger", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("brand", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("held_at", MOMENT, nullable=False),
        sa.Column("by_person", sa.Boolean, nullable=False),
        sa.Column("disputed", sa.Boolean, nullable=False),
        sa.Column("proposal", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("url_id", name="pk_site_cases"),
        sa.ForeignKeyConstraint(["url_id"], ["site_urls.id"], name="fk_site_cases_url_id"),
    )
    op.create_index("ix_site_cases_danger", "site_cases", ["danger"])
    op.create_index("ix_site_cases_brand_held", "site_cases", ["brand", "held_at"])
