"""The records' tables. What they look like in a database that is there is for ``migrations`` to say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

METADATA = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept as UTC; SQLite has no zones, so it gets the moment without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a moment without a zone: nobody could say when it was."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Always aware, in UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if dialect.name == "sqlite" else moment.astimezone(UTC)


def _party_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["hearing_id", "party_id"], ["invitations.hearing_id", "invitations.party_id"]
    )


hearings = Table(
    "hearings",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("case_number", Text, nullable=False),
    Column("handled_by", Text, nullable=False),
    Column("material", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("models", Text, nullable=False),
    Column("opens_at", UtcDateTime, nullable=False),
    Column("deadline", UtcDateTime, nullable=False),
    Column("deletes_on", Date),
    Column("takes_late", Boolean, nullable=False),
    Column("remind_days", Text, nullable=False, server_default="[14,7,2]"),  # days before the deadline
    Column("public", Boolean, nullable=False, server_default=false()),  # staff may ask about it
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("journal_hash", String(64)),  # of the journal package, once it was taken
)

parties = Table(
    "parties",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("external", Boolean, nullable=False),
)

contacts = Table(
    "contacts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("party_id", ForeignKey("parties.id"), nullable=False),
    Column("object_id", String(64)),
    Column("principal_name", String(320)),
    UniqueConstraint("party_id", "object_id"),
    UniqueConstraint("party_id", "principal_name"),
)
Index("contacts_by_object_id", contacts.c.object_id)
Index("contacts_by_principal_name", contacts.c.principal_name)

invitations = Table(
    "invitations",
    METADATA,
    Column("hearing_id", ForeignKey("hearings.id"), primary_key=True),
    Column("party_id", ForeignKey("parties.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("deadline", UtcDateTime),
    Column("code_hash", String(64), unique=True),
    Column("reference", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("points", Integer, nullable=False),
    Column("tally", Text, nullable=False),
    Column("responded_at", UtcDateTime),
    Column("timely", Boolean, nullable=False),
    Column("late_decision", String(16)),
    Column("late_reason", Text, nullable=False),
    Column("reminded_at", UtcDateTime),
    Column("draft", Text),
    Column("registration", Text),
)
Index("invitations_by_party", invitations.c.party_id)

# Who has redeemed a party's invitation code.
spokespersons = Table(
    "spokespersons",
    METADATA,
    Column("hearing_id", String(64), primary_key=True),
    Column("party_id", String(64), primary_key=True),
    Column("user_id", Text, primary_key=True),
    _party_key(),
)
Index("spokespersons_by_user", spokespersons.c.user_id)

# Wrong invitation codes, by who entered them.
code_attempts = Table(
    "code_attempts",
    METADATA,
    Column("user_id", Text, primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("locked_until", UtcDateTime),
)

# Responses as they were sent; a row is written once. After deletion the document is gone and the hash stays.
versions = Table(
    "versions",
    METADATA,
    Column("hearing_id", String(64), primary_key=True),
    Column("party_id", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("draft_id", String(64), nullable=False, unique=True),
    Column("document", Text),
    Column("content_hash", String(64), nullable=False),
    _party_key(),
)

# What the administration makes of the responses: remarks, recommendations, paraphrases and checks. A row is
# a version and is written once, but for ``latest``; after deletion the document is gone and the hash stays.
treatments = Table(
    "treatments",
    METADATA,
    Column("hearing_id", ForeignKey("hearings.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("latest", Boolean, nullable=False),
    Column("document", Text),
    Column("content_hash", String(64), nullable=False),
)
Index("treatments_by_latest", treatments.c.hearing_id, treatments.c.latest)

# The channels of the teams that the bot is installed in.
channels = Table(
    "channels",
    METADATA,
    Column("id", String(255), primary_key=True),
    Column("team_id", String(255), nullable=False),
    Column("name", Text, nullable=False),
    Column("team_name", Text, nullable=False),
    Column("service_url", Text, nullable=False),
    Column("bot_id", Text, nullable=False),  # what the service calls the bot
    Column("gone", Boolean, nullable=False),
)
Index("channels_by_team", channels.c.team_id)

# What is to be posted, and what came of it; it stands here before anything is sent.
posts = Table(
    "posts",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("batch", String(64), nullable=False),  # what was ordered at once
    Column("kind", String(16), nullable=False),
    Column("hearing_id", String(64), nullable=False),  # "" for an answer that is shared
    Column("party_id", String(64), nullable=False),
    Column("channel_id", String(255), nullable=False),  # "" for a person's own chat
    Column("conversation_id", Text, nullable=False),  # "" for a new thread in the channel
    Column("service_url", Text, nullable=False),
    Column("bot_id", Text, nullable=False),
    Column("card", Text),  # JSON; gone after deletion
    Column("summary", Text, nullable=False),
    Column("replaces", String(64), nullable=False),  # the post whose message it takes the place of
    Column("ordered_by", Text, nullable=False),  # the user id; "" for the program itself
    Column("ordered_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("status", String(16), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),  # not tried before
    Column("changed_at", UtcDateTime, nullable=False),
    Column("sent_conversation_id", Text, nullable=False),
    Column("activity_id", Text, nullable=False),
)
Index("posts_by_status", posts.c.status, posts.c.next_at)
Index("posts_by_hearing", posts.c.hearing_id, posts.c.batch)

# Who alone does something among all that share the database, and until when.
leases = Table(
    "leases",
    METADATA,
    Column("name", String(32), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

# Links to a memo, each for one hearing and one person, once.
downloads = Table(
    "downloads",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("hearing_id", ForeignKey("hearings.id"), nullable=False),
    Column("user_id", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

audit_events = Table(
    "audit_events",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("what", String(64), nullable=False),
    Column("hearing_id", String(64), nullable=False),
    Column("party_id", String(64), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("body", Text),  # who and why; gone after deletion, its hash stays
    Column("body_hash", String(64), nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)
Index("audit_events_by_hearing", audit_events.c.hearing_id, audit_events.c.party_id)

# Where those can be written to who have talked to the bot on their own.
whereabouts = Table(
    "whereabouts",
    METADATA,
    Column("user_id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("service_url", Text, nullable=False),
    Column("leads", Boolean, nullable=False, server_default=false()),  # told when a deadline passes
)
