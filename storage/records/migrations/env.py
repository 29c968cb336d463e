"""What Alembic runs to take the steps; it expects a file of this name."""

from __future__ import annotations

from alembic import context

from storage.records.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
