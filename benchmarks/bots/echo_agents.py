"""The echo agent of the Microsoft 365 Agents SDK's quickstart, in its anonymous mode.

Built as its documentation shows it: configuration from the environment, ``MsalConnectionManager``,
``CloudAdapter``, ``AgentApplication`` with ``MemoryStorage``, and aiohttp with the SDK's token middleware.

Source: the package description of microsoft-agents-hosting-aiohttp 1.9.0 and the quickstart it points to,
https://github.com/microsoft/Agents (samples/python/quickstart), read 2026-11-25.
"""

from __future__ import annotations

import os

from aiohttp import web
from microsoft_agents.activity import load_configuration_from_env
from microsoft_agents.authentication.msal import MsalConnectionManager
from microsoft_agents.hosting.aiohttp import (
    CloudAdapter,
    jwt_authorization_middleware,
    start_agent_process,
)
from microsoft_agents.hosting.core import (
    AgentApplication,
    Authorization,
    MemoryStorage,
    TurnContext,
    TurnState,
)


def main() -> None:
    """Serve until told to stop."""
    configuration = load_configuration_from_env(os.environ)
    storage = MemoryStorage()
    connections = MsalConnectionManager(**configuration)
    adapter = CloudAdapter(connection_manager=connections)
    agent = AgentApplication[TurnState](
        storage=storage,
        adapter=adapter,
        authorization=Authorization(storage, connections, **configuration),
        **configuration,
    )

    @agent.activity("message")  # type: ignore[untyped-decorator]
    async def on_message(context: TurnContext, _state: TurnState) -> None:
        await context.send_activity(f"You said: {context.activity.text}")

    async def messages(request: web.Request) -> web.Response:
        response: web.Response = await start_agent_process(request, agent, adapter)
        return response

    app = web.Application(middlewares=[jwt_authorization_middleware])
    app["agent_configuration"] = connections.get_default_connection_configuration()
    app["agent_app"] = agent
    app["adapter"] = adapter
    app.router.add_post("/api/messages", messages)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]))


if __name__ == "__main__":
    main()
