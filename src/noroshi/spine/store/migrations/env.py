"""What alembic runs: our migrations on the connection that the caller opened."""

from alembic import context

from noroshi.spine.store.tables import State

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=State.metadata,
    # SQLite alters a table by copying it.
    render_as_batch=True,
)
# The caller's transaction covers this, so a migration happens whole or not at all.
context.run_migrations()
