"""The echo bot of Microsoft's Bot Framework samples, on its CloudAdapter.

Built as its documentation shows it: ``CloudAdapter`` over ``ConfigurationBotFrameworkAuthentication``, an
``ActivityHandler``, and aiohttp with the SDK's error middleware.

Source: https://github.com/microsoft/BotBuilder-Samples (samples/python/02.echo-bot) and the package
description of botbuilder-integration-aiohttp 4.17.1, read 2026-11-25.
"""

from __future__ import annotations

import os
import sys
import traceback

from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.core.integration import aiohttp_error_middleware
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication


class Configuration:
    """No app id: nobody is authenticated. The names are the SDK's."""

    APP_ID = ""
    APP_PASSWORD = ""
    APP_TYPE = "MultiTenant"
    APP_TENANTID = ""


class EchoBot(ActivityHandler):  # type: ignore[misc]
    """Says what it was told."""

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Answer one message."""
        await turn_context.send_activity(f"Echo: {turn_context.activity.text}")


async def on_error(context: TurnContext, _error: Exception) -> None:
    """Say that something went wrong, here and there."""
    traceback.print_exc(file=sys.stderr)
    await context.send_activity("The bot encountered an error.")


def main() -> None:
    """Serve until told to stop."""
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration()))
    adapter.on_turn_error = on_error
    bot = EchoBot()

    async def messages(request: web.Request) -> web.Response:
        response: web.Response = await adapter.process(request, bot)
        return response

    app = web.Application(middlewares=[aiohttp_error_middleware])
    app.router.add_post("/api/messages", messages)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]))


if __name__ == "__main__":
    main()
