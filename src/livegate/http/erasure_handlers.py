"""The receipts of erasures, once more, for the app backend and its auditors (deviation D-45)."""

from collections.abc import Mapping

import msgspec
from starlette.responses import Response

from livegate.access.erasure_receipts import ErasureReceipts
from livegate.contract.erasures import ErasureItem, ErasureReceipt
from livegate.contract.error_catalogue import ERASURE_NOT_FOUND
from livegate.contract.errors import ServiceError
from livegate.contract.operations import OperationId
from livegate.contract.paging import parse_list_erasures
from livegate.contract.responses import format_datetime
from livegate.http.azure_routes import BackendHandler
from livegate.http.calls import BackendCall
from livegate.http.replies import reply
from livegate.sessions.erasure_register import ErasureRegister
from livegate.sessions.receipts import hash_in_receipt_id, receipt_id, receipt_of
from livegate.sessions.tombstones import Tombstone


class ErasureHandlers:
    """List the erasures of the resource, and read a receipt."""

    def __init__(self, register: ErasureRegister, receipts: ErasureReceipts) -> None:
        self._register = register
        self._receipts = receipts

    def table(self) -> Mapping[OperationId, BackendHandler]:
        """Return the handlers by operation."""
        return {OperationId.LIST_ERASURES: self.list_erasures, OperationId.GET_ERASURE: self.get}

    async def list_erasures(self, call: BackendCall) -> Response:
        """Answer with erasures of the resource, the oldest first."""
        asked = parse_list_erasures(call.request.query_params)
        tombstones = await self._register.page(call.resource, after=asked.start, limit=asked.top)
        return reply([_item(tombstone) for tombstone in tombstones])

    async def get(self, call: BackendCall) -> Response:
        """Answer with one erasure and its receipt."""
        session_hash = hash_in_receipt_id(call.match.parameters["receiptId"])
        found = None if session_hash is None else await self._register.find(call.resource, session_hash)
        if found is None:
            raise ServiceError(ERASURE_NOT_FOUND)
        return reply(
            ErasureReceipt(
                id=str(found.sequence),
                receipt_id=receipt_id(found),
                erased_at=format_datetime(found.erased_at),
                cause=found.cause.value,
                receipt=await signed_receipt(self._receipts, found),
            )
        )


async def signed_receipt(receipts: ErasureReceipts, tombstone: Tombstone) -> str:
    """Return the receipt of an erasure."""
    return await receipts.sign_receipt(msgspec.to_builtins(receipt_of(tombstone)))


def _item(tombstone: Tombstone) -> ErasureItem:
    return ErasureItem(
        id=str(tombstone.sequence),
        receipt_id=receipt_id(tombstone),
        erased_at=format_datetime(tombstone.erased_at),
        cause=tombstone.cause.value,
    )
