"""The pages that follow from the contract's tables."""

from livegate.contract.deviations import DEVIATIONS
from livegate.contract.error_catalogue import ERROR_CATALOGUE
from livegate.contract.operations import OPERATIONS
from livegate.http.operation_permissions import REQUIRED_PERMISSIONS
from tools.reference.citations import citing_tests
from tools.reference.markdown import code, page, table

SOURCE = "the tables in src/livegate/contract"


def deviations_page() -> str:
    """Return the page on where livegate departs from Azure's contract."""
    introduction = (
        "Where livegate departs from Azure's contract, or decides what the contract leaves open. "
        "Each is cited under its number by the tests that hold it."
    )
    tests = citing_tests()
    rows = (
        (
            deviation.number,
            deviation.what,
            deviation.why,
            ", ".join(f"[{path.stem.removeprefix('test_')}](../../{path})" for path in tests[deviation.number]),
        )
        for deviation in DEVIATIONS
    )
    return page("Deviations", SOURCE, introduction, table(("No.", "What you meet", "Why", "Tests"), rows))


def operations_page() -> str:
    """Return the page on what is served."""
    introduction = (
        "Paths stand below `/face/{version}`. Letter case does not matter in them, except in a session image id. A "
        "subscription key has all permissions, an access token those that its roles and scopes give "
        "([who may do what](../explanation/who-may-do-what.md))."
    )
    rows = (
        (
            code(operation.method),
            code(operation.path),
            ", ".join(operation.versions),
            str(operation.success_status),
            operation.caller.value,
            REQUIRED_PERMISSIONS.get(operation.id, ""),
        )
        for operation in OPERATIONS
    )
    columns = ("Method", "Path", "Versions", "Success", "Opened by", "Permission")
    return page("Operations", SOURCE, introduction, table(columns, rows))


def errors_page() -> str:
    """Return the page on errors."""
    introduction = (
        'The body is `{"error": {"code": …, "message": …}}`; the header `x-ms-error-code` repeats the code. A message '
        "may go on with a sentence about the request. A device whose capture cannot be judged is answered 400 with a "
        "client error name as the code."
    )
    rows = ((str(entry.status), code(entry.code), entry.message) for entry in ERROR_CATALOGUE)
    return page("Errors", SOURCE, introduction, table(("Status", "Code", "Message"), rows))
