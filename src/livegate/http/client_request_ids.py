"""What callers name their calls: SDKs give each call an id of its own and repeat it when they repeat the call."""

import re

from starlette.datastructures import Headers

CLIENT_REQUEST_ID_HEADERS = ("repeatability-request-id", "client-request-id", "x-ms-client-request-id")
"""The first is OASIS Repeatable Requests 1.0, the second Azure Face's audit, the third every Azure SDK's."""

_CLIENT_REQUEST_ID = re.compile(r"[!-~]{1,128}")


def client_request_id(headers: Headers) -> str | None:
    """Return the first id that has 1 to 128 visible ASCII characters, or None.

    Any other id counts as none (deviation D-39): it must not fail a call that would do without.
    """
    sent = (headers.get(name, "") for name in CLIENT_REQUEST_ID_HEADERS)
    return next((request_id for request_id in sent if _CLIENT_REQUEST_ID.fullmatch(request_id)), None)
