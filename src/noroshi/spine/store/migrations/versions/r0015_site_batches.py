"""Site batches: verdicts that were said of many pages at once know of each other."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the batch; what is there was said of single pages."""
    op.add_column(
        "site_proposals", sa.Column("batch", sa.String, nullable=False, server_default="")
    )
    op.create_index("ix_site_proposals_batch", "site_proposals", ["batch"])


def downgrade() -> None:
    """Drop it; each verdict stays as one of its page."""
    op.drop_index("ix_site_proposals_batch", "site_proposals")
    op.drop_column("site_proposals", "batch")
