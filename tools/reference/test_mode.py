"""The page on test mode, from the table of magic correlation ids."""

from livegate.contract.client_errors import ClientError
from livegate.contract.errors import ErrorEntry
from livegate.contract.test_mode import TEST_MODE_HEADER, WIPE_PATH
from livegate.http.scripted_refusals import RETRY_AFTER_SCRIPTED, SCRIPTED_REFUSALS
from livegate.sessions.correlation_ids import RESERVED_PREFIX
from livegate.sessions.scripted.scenario import Scenario
from livegate.sessions.scripted.scenarios import ScenarioForm, scenario_forms
from tools.reference.markdown import code, page, table

INTRODUCTION = f"""\
`livegate serve --test-mode`, or `LIVEGATE_TEST_MODE=true`, runs a server for the tests of apps. A magic correlation id
forces what happens to its session. It stands in `deviceCorrelationId` or `userCorrelationId`, when the app backend
creates the session or, with `…SetInClient`, when the device starts its attempt. Letter case does not matter; where both
ids are magic, the device's counts. [Test your app](../how-to/test-your-app.md) shows it at work.

- Every answer has the header `{TEST_MODE_HEADER}: true`, and the command says so when it starts.
- A scripted session takes any bytes for a capture and for a verify image. Forms, tokens, attempts and digests are real.
  Its session image is a grey PNG. It is not watched for abuse.
- A verify image that is sent with `…SetInClient`, before any id is known, must be a real one.
- A session without a magic id is judged for real. The models are loaded when the first one is; without them it is
  answered 503.
- An id that begins with `{RESERVED_PREFIX}` and is none of these is refused. Outside test mode, all of them are
  (deviation D-42).
- `DELETE {WIPE_PATH}`, with a subscription key, erases all sessions of the resource, whatever their ids force."""

ERRORS = (
    f"Words for `<error>`, in any letter case. The answers with status 429 and 503 have `Retry-After: "
    f"{RETRY_AFTER_SCRIPTED}`."
)


def test_mode_page() -> str:
    """Return the page."""
    forms = scenario_forms(ClientError, SCRIPTED_REFUSALS)
    return page(
        "Test mode",
        "src/livegate/sessions/scripted/scenarios.py and src/livegate/http/scripted_refusals.py",
        INTRODUCTION,
        "## Magic correlation ids",
        table(("Id", "What it forces", "The device may bring it"), map(_row, forms)),
        "Client errors are listed with the [verdict reasons](verdict-reasons.md#client-errors).",
        "## Errors",
        ERRORS,
        table(("Word", "Status", "Code", "Message"), (_refusal(*named) for named in SCRIPTED_REFUSALS.items())),
    )


def _row(form: ScenarioForm) -> tuple[str, str, str]:
    ids = " or ".join(code(RESERVED_PREFIX + word) for word in form.form.split(" or "))
    return ids, form.effect, "no" if _any(form).is_of_creation else "yes"


def _any(form: ScenarioForm) -> Scenario:
    return next(iter(form.scenarios.values()))


def _refusal(word: str, entry: ErrorEntry) -> tuple[str, str, str, str]:
    return code(word), str(entry.status), code(entry.code), entry.message
