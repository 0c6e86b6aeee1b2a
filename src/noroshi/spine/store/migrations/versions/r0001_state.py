"""Runs, findings, evidence, decisions and imports."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

SQLITE_GUARD = """
CREATE TRIGGER decisions_no_{verb} BEFORE {verb} ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END
"""

POSTGRES_GUARD = """
CREATE FUNCTION decisions_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'decisions are append-only'; END $$;
CREATE TRIGGER decisions_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions
FOR EACH STATEMENT EXECUTE FUNCTION decisions_are_append_only();
"""


def upgrade() -> None:
    """Make the tables and the guard of the record of decisions."""
    _runs()
    _findings()
    _evidence()
    _decisions()
    _imports()
    _guard()


def downgrade() -> None:
    """Drop them all; SQLite's triggers go with their table."""
    for table in ("imports", "decisions", "evidence", "findings", "runs"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION decisions_are_append_only()")


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("job", sa.String, nullable=False),
        sa.Column("detector_name", sa.String),
        sa.Column("detector_version", sa.String),
        sa.Column("detector_parameters", sa.String),
        sa.Column("window_start", MOMENT),
        sa.Column("window_end", MOMENT),
        sa.Column("inputs", sa.JSON, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_started_at", "runs", ["started_at"])


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("run_id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject_kind", sa.String, nullable=False),
        sa.Column("subject_value", sa.String, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("window_start", MOMENT, nullable=False),
        sa.Column("window_end", MOMENT, nullable=False),
        sa.Column("clients", sa.BigInteger),
        sa.Column("counterfactual_ja", sa.String, nullable=False),
        sa.Column("counterfactual_en", sa.String, nullable=False),
        sa.Column("detector_name", sa.String, nullable=False),
        sa.Column("detector_version", sa.String, nullable=False),
        sa.Column("detector_parameters", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_findings_run_id"),
    )
    op.create_index("ix_findings_run_id", "findings", ["run_id"])
    op.create_index("ix_findings_subject_value", "findings", ["subject_value"])
    op.create_index("ix_findings_kind_window", "findings", ["kind", "window_start", "window_end"])
    op.create_index("ix_findings_kind_score", "findings", ["kind", "score"])


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("finding_id", sa.String, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("baseline", sa.Double),
        sa.Column("weight", sa.Double, nullable=False),
        sa.Column("text_ja", sa.String, nullable=False),
        sa.Column("text_en", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("finding_id", "position", name="pk_evidence"),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name="fk_evidence_finding_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_evidence_code", "evidence", ["code"])


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("finding_id", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("reason_ja", sa.String, nullable=False),
        sa.Column("reason_en", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.UniqueConstraint("position", name="uq_decisions_position"),
    )
    op.create_index("ix_decisions_finding_id", "decisions", ["finding_id"])


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("path", sa.String, nullable=False),
        sa.Column("format", sa.String, nullable=False),
        sa.Column("read", sa.BigInteger, nullable=False),
        sa.Column("kept", sa.BigInteger, nullable=False),
        sa.Column("refused", sa.JSON, nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_imports"),
    )


def _guard() -> None:
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        for verb in ("update", "delete"):
            op.execute(SQLITE_GUARD.format(verb=verb))
    elif dialect == "postgresql":
        op.execute(POSTGRES_GUARD)
