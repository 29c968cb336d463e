"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "audit_events",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("hearing_id", sa.String(length=64), nullable=False),
        sa.Column("party_id", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("audit_events_by_hearing", "audit_events", ["hearing_id", "party_id"], unique=False)
    op.create_table(
        "code_attempts",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("locked_until", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "hearings",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("handled_by", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("models", sa.Text(), nullable=False),
        sa.Column("opens_at", _MOMENT, nullable=False),
        sa.Column("deadline", _MOMENT, nullable=False),
        sa.Column("deletes_on", sa.Date(), nullable=True),
        sa.Column("takes_late", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("journal_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "parties",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("external", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "whereabouts",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("service_url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.String(length=64), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=True),
        sa.Column("principal_name", sa.String(length=320), nullable=True),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["parties.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("party_id", "object_id"),
        sa.UniqueConstraint("party_id", "principal_name"),
    )
    op.create_index("contacts_by_object_id", "contacts", ["object_id"], unique=False)
    op.create_index("contacts_by_principal_name", "contacts", ["principal_name"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("hearing_id", sa.String(length=64), nullable=False),
        sa.Column("party_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("deadline", _MOMENT, nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("tally", sa.Text(), nullable=False),
        sa.Column("responded_at", _MOMENT, nullable=True),
        sa.Column("timely", sa.Boolean(), nullable=False),
        sa.Column("late_decision", sa.String(length=16), nullable=True),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("reminded_at", _MOMENT, nullable=True),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.Column("registration", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["hearing_id"],
            ["hearings.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["parties.id"],
        ),
        sa.PrimaryKeyConstraint("hearing_id", "party_id"),
        sa.UniqueConstraint("code_hash"),
    )
    op.create_index("invitations_by_party", "invitations", ["party_id"], unique=False)
    op.create_table(
        "recommendations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("hearing_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("points", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hearing_id"],
            ["hearings.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "remarks",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("hearing_id", sa.String(length=64), nullable=False),
        sa.Column("party_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("refers_to", sa.Text(), nullable=False),
        sa.Column("points", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hearing_id", "party_id"],
            ["invitations.hearing_id", "invitations.party_id"],
        ),
        sa.ForeignKeyConstraint(
            ["hearing_id"],
            ["hearings.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "spokespersons",
        sa.Column("hearing_id", sa.String(length=64), nullable=False),
        sa.Column("party_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hearing_id", "party_id"],
            ["invitations.hearing_id", "invitations.party_id"],
        ),
        sa.PrimaryKeyConstraint("hearing_id", "party_id", "user_id"),
    )
    op.create_index("spokespersons_by_user", "spokespersons", ["user_id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("hearing_id", sa.String(length=64), nullable=False),
        sa.Column("party_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["hearing_id", "party_id"],
            ["invitations.hearing_id", "invitations.party_id"],
        ),
        sa.PrimaryKeyConstraint("hearing_id", "party_id", "number"),
        sa.UniqueConstraint("draft_id"),
    )
