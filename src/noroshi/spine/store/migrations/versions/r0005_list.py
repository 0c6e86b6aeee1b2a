"""List: editions of shared entries, who read them, and what members say."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "list_head",
        sa.Column("id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("added_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_list_head"),
    )
    # The one row that publishers lock is there from the start, so none of them has to make it.
    op.execute("INSERT INTO list_head (id, sequence, added_us) VALUES (1, 0, 0)")
    op.create_table(
        "editions",
        sa.Column("sequence", SEQUENCE, nullable=False, autoincrement=False),
        sa.Column("added_us", sa.BigInteger, nullable=False),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("indicator_id", sa.String, nullable=False),
        sa.Column("latest", sa.Boolean, nullable=False),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("subject_kind", sa.String, nullable=False),
        sa.Column("subject_value", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("confidence", sa.BigInteger, nullable=False),
        sa.Column("tlp", sa.String, nullable=False),
        sa.Column("valid_from", MOMENT, nullable=False),
        sa.Column("valid_until", MOMENT, nullable=False),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("last_seen", MOMENT, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("reason_ja", sa.String, nullable=False),
        sa.Column("reason_en", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_editions"),
        sa.UniqueConstraint("added_us", name="uq_editions_added_us"),
    )
    op.create_index(
        "ix_editions_collection_latest_sequence", "editions", ["collection", "latest", "sequence"]
    )
    op.create_index("ix_editions_indicator_sequence", "editions", ["indicator_id", "sequence"])
    op.create_index(
        "ix_editions_facets",
        "editions",
        ["latest", "collection", "standing", "kind", "label", "tlp", "confidence"],
    )
    op.create_index("ix_editions_subject_value", "editions", ["subject_value"])
    op.create_index("ix_editions_valid_until", "editions", ["valid_until"])
    op.create_table(
        "pulls",
        sa.Column("operator_id", sa.String, nullable=False),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("format", sa.String, nullable=False),
        sa.Column("day", sa.String, nullable=False),
        sa.Column("pulls", sa.BigInteger, nullable=False),
        sa.Column("octets", sa.BigInteger, nullable=False),
        sa.Column("entries", sa.BigInteger, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "collection", "format", "day", name="pk_pulls"),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_pulls_operator_id"),
    )
    op.create_index("ix_pulls_last_at", "pulls", ["last_at"])
    op.create_table(
        "sightings",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("indicator_id", sa.String, nullable=False),
        sa.Column("operator_id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("window_start", MOMENT, nullable=False),
        sa.Column("window_end", MOMENT, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sightings"),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_sightings_operator_id"),
    )
    op.create_index("ix_sightings_indicator_id", "sightings", ["indicator_id"])
    op.create_index("ix_sightings_operator_received", "sightings", ["operator_id", "received_at"])
    op.create_table(
        "contributions",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("submission_id", sa.String, nullable=False),
        sa.Column("operator_id", sa.String, nullable=True),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("object_id", sa.String, nullable=False),
        sa.Column("subject_kind", sa.String, nullable=False),
        sa.Column("subject_value", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("confidence", sa.BigInteger, nullable=False),
        sa.Column("tlp", sa.String, nullable=False),
        sa.Column("first_seen", MOMENT, nullable=True),
        sa.Column("last_seen", MOMENT, nullable=True),
        sa.Column("valid_until", MOMENT, nullable=True),
        sa.Column("standing", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contributions"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name="fk_contributions_operator_id"
        ),
    )
    op.create_index("ix_contributions_object_id", "contributions", ["object_id"])
    op.create_index("ix_contributions_operator_id", "contributions", ["operator_id"])
    op.create_index("ix_contributions_source", "contributions", ["source"])
    op.create_index("ix_contributions_standing", "contributions", ["standing"])
    op.create_index("ix_contributions_subject_value", "contributions", ["subject_value"])
    op.create_index("ix_contributions_submission_id", "contributions", ["submission_id"])
    op.create_table(
        "submissions",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("operator_id", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name="fk_submissions_operator_id"
        ),
    )
    op.create_index("ix_submissions_operator_id", "submissions", ["operator_id"])
    op.create_index("ix_submissions_received_at", "submissions", ["received_at"])
    op.create_table(
        "peers",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("cursor", sa.String, nullable=False),
        sa.Column("pulled_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_peers"),
    )
    op.create_table(
        "list_holds",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("entries_before", sa.BigInteger, nullable=False),
        sa.Column("entries_after", sa.BigInteger, nullable=False),
        sa.Column("held_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String, nullable=False),
        sa.Column("released", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_list_holds"),
    )
    op.create_index("ix_list_holds_collection", "list_holds", ["collection"])
    op.add_column(
        "decisions", sa.Column("undo", sa.Boolean, nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Drop them. Decisions stay, so the list can be published again under new numbers."""
    for table in (
        "list_holds",
        "peers",
        "submissions",
        "contributions",
        "sightings",
        "pulls",
        "editions",
        "list_head",
    ):
        op.drop_table(table)
    op.drop_column("decisions", "undo")
