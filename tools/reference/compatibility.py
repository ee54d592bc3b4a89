"""The page on which operation which of Azure's libraries was served, from the verdicts that the tests have written."""

from collections import defaultdict
from collections.abc import Iterator
from http import HTTPStatus

from livegate.contract.operations import OPERATIONS, Caller, Operation
from livegate.contract.versions import ApiVersion
from tests.support.compatibility import (
    CONTRACT,
    DEVICES,
    DOTNET,
    EXAMPLES,
    JAVA,
    JAVASCRIPT,
    PYTHON,
    SAMPLES,
    SPECIFICATION,
    Served,
    committed_verdicts,
    operation_name,
)
from tests.support.openapi import specification
from tools.reference.markdown import code, page, table

SOURCE = "the operation table and tests/compat/verdicts.json, which `make compatibility` writes"
INTRODUCTION = (
    "Azure's own client libraries run unchanged against a livegate server in `make test`. The tables below show which "
    "operation of which API version each of them called, and was answered with success, in a test that passed. That is "
    "observed, not declared: every library tells of the requests that it sends, and the last test of a run fails where "
    "this page says otherwise. Where answers differ from Azure's, or Azure leaves them open, the "
    "[deviations](deviations.md) are numbered, with the reason and the tests of each; "
    "[how to call livegate with the libraries](../how-to/call-with-azures-libraries.md) has what they need."
)
CALLERS = (
    (
        PYTHON,
        "PyPI `azure-ai-vision-face`, its synchronous and its asynchronous client",
        "its own tests, by their names; errors, retries, session images",
        "test_python_sdk.py",
    ),
    (
        JAVASCRIPT,
        "npm `@azure-rest/ai-vision-face`",
        "its own tests, by their names; for `v1.2` and newer also Java's and .NET's",
        "test_javascript_sdk.py",
    ),
    (
        DOTNET,
        "plain HTTP: `Azure.AI.Vision.Face` is not run",
        "the library's tests in both revisions, with what the disabled ones want",
        "test_dotnet_sdk.py",
    ),
    (
        JAVA,
        "plain HTTP: `azure-ai-vision-face` of Maven is not run",
        "the library's tests in both revisions",
        "test_java_sdk.py",
    ),
    (
        SAMPLES,
        "plain HTTP",
        "what Azure's sample apps send beside the specification",
        "test_sample_habits.py",
    ),
    (
        EXAMPLES,
        "plain HTTP",
        "every example of Azure's specification, replayed",
        "../contract/test_examples_over_http.py",
    ),
    (
        SPECIFICATION,
        "schemathesis",
        "requests made from Azure's specification",
        "../contract/test_specification_over_http.py",
    ),
    (CONTRACT, "plain HTTP", "livegate's tests of the contract", "../contract"),
)
MEANING = (
    "*Proven*: a library of Azure's was served. *Contract tests only*: no library that is run has the operation. "
    "*Beyond Azure*: the version has it with livegate alone (D-21)."
)
DEVICES_TEXT = (
    "Azure hands out its libraries for devices on application, and they cannot talk to livegate, as what they send is "
    "not published (D-15, D-20): no library proves these. The tests play the device; the "
    "[device protocol](device-protocol.md) says how to write one."
)
NOT_SERVED = (
    "livegate serves liveness sessions. The rest of the Face API is about pictures and people outside of a session: "
    "detection in a picture or at an address, lists and groups of faces, identification, verification. It needs "
    "galleries of faces, and livegate keeps none. So many operations of Azure's specification are not there:"
)
WHAT_RUNS = (
    "Python's older version and the npm packages are installed for the tests alone, beside the environment. The npm "
    "packages need Node.js 18 or newer. What they stand on is held, in `tests/compat/javascript/package.json`, at the "
    "last versions for Node.js 18, the one of Debian 12. Without Node.js these tests are skipped, and the page is not "
    "compared; where the environment says `CI=true`, they fail. No library for Python speaks `v1.2` or newer, and "
    "npm's 1.0.0-beta.2 cannot be installed."
)


def compatibility_page() -> str:
    """Return the page."""
    served = committed_verdicts()
    libraries = sorted({_library(caller) for caller in served if caller.startswith((PYTHON, JAVASCRIPT))})
    sections = [part for version in ApiVersion for part in _version_section(version, served, libraries)]
    return page(
        "Compatibility",
        SOURCE,
        INTRODUCTION,
        "## Who calls",
        table(("Caller", "Runs as", "Asserts", "Tests"), map(_caller_row, CALLERS)),
        "## Operations",
        MEANING,
        *sections,
        "### Devices",
        DEVICES_TEXT,
        table(("Operation", *ApiVersion), _device_rows(served)),
        "## Not served",
        NOT_SERVED,
        table(("Operations on", *ApiVersion), _missing_rows()),
        "## What runs the tests",
        WHAT_RUNS,
    )


def _caller_row(caller: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    name, runs_as, asserts, path = caller
    file = f"tests/compat/{path}".replace("compat/../", "")
    return name, runs_as, asserts, f"[{file.rpartition('/')[2]}](../../{file})"


def _version_section(version: ApiVersion, served: Served, libraries: list[str]) -> Iterator[str]:
    called = [name for name in libraries if any(_called(served, name, version))]
    published = set(_published(version))
    yield f"### {version}"
    yield table(
        ("Operation", *called, "Restated", "Contract tests", "Verdict"),
        (
            _operation_row(operation_name(operation), version, served, called, published)
            for operation in OPERATIONS
            if version in operation.versions and operation.caller is Caller.APP_BACKEND
        ),
    )


def _operation_row(
    name: str, version: ApiVersion, served: Served, libraries: list[str], published: set[str]
) -> tuple[str, ...]:
    by_library = [
        [caller for caller, operations in _called(served, library, version) if name in operations]
        for library in libraries
    ]
    restated, tested = (
        ", ".join(short for caller, short in callers.items() if name in served.get(caller, {}).get(version, ()))
        for callers in (
            {DOTNET: ".NET", JAVA: "Java", SAMPLES: "samples"},
            {EXAMPLES: "examples", SPECIFICATION: "specification", CONTRACT: "livegate's"},
        )
    )
    verdict = "contract tests only" if restated or tested else "not tested"
    if any(by_library):
        verdict = "**proven**"
    if name not in published:
        verdict += ", beyond Azure"
    return code(name), *map(_clients, by_library), restated, tested, verdict


def _clients(callers: list[str]) -> str:
    if not callers or callers[0].startswith(JAVASCRIPT):
        return "yes" if callers else ""
    return ", ".join("async" if caller.endswith(", asynchronous") else "sync" for caller in callers)


def _library(caller: str) -> str:
    return caller.partition(",")[0]


def _called(served: Served, library: str, version: ApiVersion) -> Iterator[tuple[str, list[str]]]:
    for caller, versions in served.items():
        if _library(caller) == library and version in versions:
            yield caller, versions[version]


def _device_rows(served: Served) -> Iterator[tuple[str, ...]]:
    for operation in OPERATIONS:
        if operation.caller is Caller.DEVICE:
            yield code(operation_name(operation)), *(_device_cell(operation, version, served) for version in ApiVersion)


def _device_cell(operation: Operation, version: ApiVersion, served: Served) -> str:
    if operation.success_status == HTTPStatus.SWITCHING_PROTOCOLS:
        # Only plain HTTP calls are observed; tests/contract/test_stream_*.py hold what is said over it.
        return "WebSocket tests only"
    callers = (DEVICES, CONTRACT)
    is_tested = any(operation_name(operation) in served.get(caller, {}).get(version, ()) for caller in callers)
    return "contract tests only" if is_tested else "not tested"


def _missing_rows() -> Iterator[tuple[str, ...]]:
    missing: dict[str, dict[ApiVersion, int]] = defaultdict(lambda: defaultdict(int))
    for version in ApiVersion:
        served = {operation_name(operation) for operation in OPERATIONS if version in operation.versions}
        for name, operation_ids in _published(version).items():
            left = [each for each in operation_ids if name not in served or not _is_of_sessions(name, each)]
            missing[name.split("/")[1]][version] += len(left)
    for family, counts in sorted(missing.items()):
        if any(counts.values()):
            yield code(f"/{family}"), *(str(counts[version] or "") for version in ApiVersion)


def _is_of_sessions(name: str, operation_id: str) -> bool:
    # Azure has three ways to detect under one path, told apart by the body; one of them is about sessions.
    return name != "POST /detect" or operation_id.endswith("SessionImageId")


def _published(version: ApiVersion) -> dict[str, list[str]]:
    """Return the operation ids of Azure's specification by method and path."""
    content = specification(version)
    found: dict[str, list[str]] = defaultdict(list)
    for path, operations in (content["paths"] | content["x-ms-paths"]).items():
        for method, operation in operations.items():
            found[f"{method.upper()} {path.partition('?')[0]}"].append(operation["operationId"])
    return found
