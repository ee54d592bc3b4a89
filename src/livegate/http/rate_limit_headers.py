"""What a resource's limits are and what is left of them, on every answer to a call that was counted.

Source: draft-ietf-httpapi-ratelimit-headers-10; both fields are lists of RFC 9651 with a policy's name as the item.
"""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from livegate.access.call_counter import LimitState


class RateLimitHeaders:
    """Puts the headers on the answer when the limiter has left what the limits say."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                allowance = scope.get("state", {}).get("allowance")
                if allowance is not None and allowance.states:
                    policy, state = _policy(allowance.states), _state(allowance.states)
                    message["headers"] += [(b"ratelimit-policy", policy.encode()), (b"ratelimit", state.encode())]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _policy(states: Iterable[LimitState]) -> str:
    """Return ``"rate";q=10;w=1``: calls (q) in a window of seconds (w)."""
    limits = (state.limit for state in states)
    return ", ".join(f'"{limit.kind}";q={limit.calls};w={limit.seconds}' for limit in limits)


def _state(states: Iterable[LimitState]) -> str:
    """Return ``"rate";r=9;t=1``: calls that remain (r), and seconds until there are more of them (t)."""
    return ", ".join(f'"{state.limit.kind}";r={state.remaining};t={state.seconds_to_reset}' for state in states)
