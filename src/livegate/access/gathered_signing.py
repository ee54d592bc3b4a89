"""Signs in one go what is asked for as long as each turn of the event loop asks for more.

An ES256 signature reads a table of some 150 KB, which everything that a server does between two requests drives out of
the processor's cache: signed one after the other, ten texts take little longer than three that are signed apart. What
the callers do next, such as writing to the store, then comes together too.
"""

import asyncio
from dataclasses import dataclass
from typing import Final

from livegate.access.signing_keys import TYPE, TokenKeys

MOST_AT_ONCE: Final = 16
"""Texts that are waited for: some half a millisecond of signing, in which nothing else is done."""


@dataclass(frozen=True, slots=True)
class _Unsigned:
    claims: dict[str, object]
    token_type: str
    signed: asyncio.Future[str]


class GatheredSigning:
    """Signs with ``keys``. Of one event loop."""

    def __init__(self, keys: TokenKeys) -> None:
        self._keys = keys
        self._waiting: list[_Unsigned] = []
        self._counted = 0  # of those that wait, at the last look

    async def sign(self, claims: dict[str, object], *, token_type: str = TYPE) -> str:
        """Return the claims as a compact JWT, as ``TokenKeys.sign``, and raise what that raises."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._look)
        unsigned = _Unsigned(claims, token_type, loop.create_future())
        self._waiting.append(unsigned)
        return await unsigned.signed

    def _look(self) -> None:
        """Sign, or wait for another turn where this one has asked for more."""
        if self._counted < len(self._waiting) < MOST_AT_ONCE:
            self._counted = len(self._waiting)
            asyncio.get_running_loop().call_soon(self._look)
        else:
            self._sign_all()

    def _sign_all(self) -> None:
        waiting, self._waiting, self._counted = self._waiting, [], 0
        for unsigned in waiting:
            if unsigned.signed.cancelled():
                continue
            try:
                unsigned.signed.set_result(self._keys.sign(unsigned.claims, token_type=unsigned.token_type))
            except Exception as error:  # noqa: BLE001  # whatever it is, it is the caller's
                unsigned.signed.set_exception(error)
