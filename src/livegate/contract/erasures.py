"""Answers of the erasures, an extension of livegate's own: the same in every API version (deviation D-45)."""

from livegate.contract.responses import WireStruct

RECEIPT_HEADER = "livegate-erasure-receipt"
"""Beside a successful DELETE: the signed receipt."""


class ErasureItem(WireStruct, frozen=True, kw_only=True):
    """One erasure in a list; ``id`` is its number, from which a list goes on. Times are RFC 3339."""

    id: str
    receipt_id: str
    erased_at: str
    cause: str


class ErasureReceipt(WireStruct, frozen=True, kw_only=True):
    """One erasure with its signed receipt, a compact JWS."""

    id: str
    receipt_id: str
    erased_at: str
    cause: str
    receipt: str
