"""The SDK's adapter, with our own authentication before it and our own connector behind it."""

from __future__ import annotations

from typing import NoReturn

from botbuilder.core import CloudAdapterBase
from botframework.connector.auth import BotFrameworkAuthentication, ClaimsIdentity, ConnectorFactory
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult

from bot.teams.auth import Caller


class Adapter(CloudAdapterBase):  # type: ignore[misc]
    """Runs a turn: TurnContext, middleware, sending. HTTP is the endpoint's."""

    def __init__(self, connectors: ConnectorFactory) -> None:
        super().__init__(_Authentication(connectors))


class _Authentication(BotFrameworkAuthentication):  # type: ignore[misc]
    """What the adapter asks for; requests are authenticated before they are read, so not here."""

    def __init__(self, connectors: ConnectorFactory) -> None:
        self._connectors = connectors

    async def authenticate_request(self, activity: object, auth_header: str) -> NoReturn:
        raise NotImplementedError

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> NoReturn:
        raise NotImplementedError

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:  # noqa: ARG002
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """The bot signs nobody in."""


def authenticated(caller: Caller | None, connectors: ConnectorFactory) -> AuthenticateRequestResult:
    """What the adapter wants to know of a request that has been let through."""
    result = AuthenticateRequestResult()
    result.claims_identity = ClaimsIdentity(
        caller.claims if caller else {}, is_authenticated=caller is not None
    )
    result.connector_factory = connectors
    return result
