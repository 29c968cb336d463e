"""The Teams app package: the zip that an administrator uploads so that people can find the bot in Teams."""

from __future__ import annotations

from bot.app_package.archive import archive_of, replace_file
from bot.app_package.identity import Identity, IdentityError, identity_of, project_version

__all__ = ["Identity", "IdentityError", "archive_of", "identity_of", "project_version", "replace_file"]
