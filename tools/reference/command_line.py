"""The page on the command line, from the verbs of the ``livegate`` command."""

import inspect
from collections.abc import Iterator
from enum import StrEnum

from cyclopts import App
from cyclopts.argument import Argument

from livegate.cli.command import build_command
from tools.reference.markdown import code, first_paragraph, page, table

INTRODUCTION = (
    "Every verb explains itself with `--help`. The status is 0 when it did what was asked. What it prints goes to "
    "standard output, what went wrong to standard error. All verbs read the [settings](settings.md): run them where "
    "the server runs, with the same `LIVEGATE_DATA_DIR` and `LIVEGATE_MODELS_DIR`."
)


def command_line_page() -> str:
    """Return the page."""
    return page(
        "Command line", "the docstrings in src/livegate/cli", INTRODUCTION, *_sections(build_command(), "livegate")
    )


def _sections(command: App, name: str) -> Iterator[str]:
    for verb in command:
        if verb.startswith("-"):
            continue
        below = command[verb]
        if below.default_command is None:
            yield from _sections(below, f"{name} {verb}")
        else:
            yield _section(below, f"{name} {verb}")


def _section(verb: App, name: str) -> str:
    arguments = list(verb.assemble_argument_collection(parse_docstring=True))
    parts = [f"## {name}", first_paragraph(inspect.getdoc(verb.default_command))]
    if arguments:
        parts.append(table(("Argument", "Meaning"), map(_row, arguments)))
    return "\n\n".join(parts)


def _row(argument: Argument) -> tuple[str, str]:
    notes = [argument.parameter.help or ""]
    if argument.required:
        notes.append("Required.")
    if isinstance(argument.hint, type) and issubclass(argument.hint, StrEnum):
        notes.append(f"One of {', '.join(map(code, argument.hint))}.")
    default = argument.field_info.default
    if isinstance(default, str):
        notes.append(f"[default: {default}]")
    variables = argument.parameter.env_var or ()
    notes.extend(
        f"Otherwise taken from {code(variable)}."
        for variable in ((variables,) if isinstance(variables, str) else variables)
    )
    names = (
        argument.names if argument.index is None else (argument.names[0].removeprefix("--").upper(), *argument.names)
    )
    return " or ".join(map(code, names)), " ".join(notes)
