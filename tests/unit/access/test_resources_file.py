import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.access.permissions import DEFAULT_GRANTS, Grant, Permission
from livegate.access.resources import Resource
from livegate.access.resources_file import FIELDS, ResourcesFileError, load_resources, parse_resources

WHOLE = """
[[resource]]
name = "default"

[[resource]]
name = "payments-EU"
hosts = ["Pay.Example.", "[::1]"]
rate_limit = "10/second"
call_quota = "100000/day"
session_lifetime = 900
[resource.grants]
"payments.read" = ["read"]
"payments.admin" = ["create", "read", "delete", "configure"]
"""


def named(name: str) -> str:
    return f'[[resource]]\nname = "{name}"\n'


def test_a_file_names_resources_in_its_order() -> None:
    assert tuple(parse_resources(WHOLE)) == (
        Resource("default"),
        Resource(
            "payments-EU",
            hosts=("pay.example", "[::1]"),
            rate_limit="10/second",
            call_quota="100000/day",
            session_lifetime=900,
            grants=(
                Grant("payments.read", frozenset({Permission.READ})),
                Grant("payments.admin", frozenset(Permission)),
            ),
        ),
    )


def test_a_resource_without_grants_has_the_usual_ones_and_one_with_an_empty_table_has_none() -> None:
    (usual,), (closed,) = parse_resources(named("one")), parse_resources(named("one") + "grants = {}")
    assert usual.grants == DEFAULT_GRANTS
    assert closed.grants == ()


@pytest.mark.parametrize("name", ["ab", "a-b", "A1", "0x", "a" * 64])
def test_names_are_as_azures(name: str) -> None:
    assert [resource.name for resource in parse_resources(named(name))] == [name]


@pytest.mark.parametrize("name", ["", "a", "a" * 65, "-ab", "ab-", "a_b", "a b", "../ab", "äb", "ab\\n"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="must have 2 to 64 letters, digits and hyphens"):
        parse_resources(named(name))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"one \[\[resource\]\] table for each resource"),
        ("resource = []", r"one \[\[resource\]\] table"),
        ("[resource]\nname = 'one'", r"one \[\[resource\]\] table"),
        ("resource = [1]", r"must be a \[\[resource\]\] table"),
        (named("one") + "[grants]", r"one \[\[resource\]\] table .* nothing else"),
        ("[[resource]]\nhosts = []", "the name None"),
        (named("one") + "host = 'a.example'", "the resource one has the unknown key 'host'; there are name, hosts"),
        (named("one") + named("ONE"), "the name 'ONE' stands there twice"),
        (named("one") + "hosts = ['a.example', 'A.example']", r"the host 'a\.example' stands there twice"),
        (named("one") + "hosts = 'a.example'", "must be a list of host names"),
        (named("one") + "hosts = [1]", "must be a list of host names"),
        (named("one") + "hosts = ['a.example:443']", r"the host 'a\.example:443' .* without a port"),
        (named("one") + "hosts = ['https://a.example']", "without a port"),
        (named("one") + "hosts = ['']", "the host ''"),
        (named("one") + "rate_limit = 10", "the rate_limit of the resource one must be text"),
        (named("one") + "call_quota = 10", "the call_quota of the resource one must be text"),
        (named("one") + "session_lifetime = 59", "the session_lifetime of the resource one must be 60 to 172800"),
        (named("one") + "session_lifetime = 172801", "must be 60 to 172800 whole seconds"),
        (named("one") + "session_lifetime = 60.0", "must be 60 to 172800 whole seconds"),
        (named("one") + "session_lifetime = '60'", "must be 60 to 172800 whole seconds"),
        (named("one") + "session_lifetime = true", "must be 60 to 172800 whole seconds"),
        (named("one") + "grants = []", "the grants of the resource one must be a table"),
        (named("one") + "grants = {a = ['write']}", "the grant 'a' .* some of create, read, delete, configure"),
        (named("one") + "grants = {a = []}", "the grant 'a'"),
        (named("one") + "grants = {a = 'read'}", "the grant 'a'"),
        (named("one") + "grants = {a = [[]]}", "the grant 'a'"),
        ("[[resource]", "line 1"),
        (named("one") + "region = 7", "the region of the resource one must be text"),
        (named("one") + "region = 'north'", "the region 'north' of the resource one has no"),
        (named("one") + "[region]\nname = 'north'", r"each region must be a \[\[region\]\] table"),
        (named("one") + "[[region]]\nhosts = ['a.example']", "the name None must have 2 to 64"),
        (named("one") + "[[region]]\nname = 'north'", "the region north must have hosts"),
        (named("one") + "[[region]]\nname = 'north'\nhosts = ['a b']", "the host 'a b' of the region north"),
        (named("one") + "[[region]]\nname = 'north'\nhosts = ['a']\nkeys = 2", "the region north has the unknown key"),
        (named("one") + "hosts = ['a']\n[[region]]\nname = 'north'\nhosts = ['A']", "the host 'a' stands there twice"),
    ],
)
def test_every_fault_is_said_in_a_sentence(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_resources(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(FIELDS), VALUES)
def test_no_value_of_a_field_is_more_than_refused(field: str, value: object) -> None:
    text = named("one") if field != "name" else "[[resource]]\n"
    with suppress(ValueError):
        parse_resources(f"{text}{field} = {toml(value)}")


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(name)} = {toml(entry)}" for name, entry in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(letter):08x}" for letter in value) + '"'
    return str(value or 0)


def test_the_file_is_named_with_the_fault(tmp_path: Path) -> None:
    path = tmp_path / "resources.toml"
    with pytest.raises(ResourcesFileError, match=r"resources\.toml cannot be read: No such file"):
        load_resources(path)
    path.write_bytes(b"\xff")
    with pytest.raises(ResourcesFileError, match=r"resources\.toml .*utf-8"):
        load_resources(path)
    path.write_text(named("-"), encoding="utf-8")
    with pytest.raises(ResourcesFileError, match=r"resources\.toml .* the name '-'"):
        load_resources(path)
    path.write_text(WHOLE, encoding="utf-8")
    assert len(tuple(load_resources(path))) == 2


def test_the_example_of_the_documentation_holds_and_its_table_names_every_field() -> None:
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "several-resources.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert [resource.name for resource in parse_resources(example)] == ["default", "payments", "support"]
    assert set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)))) == set(FIELDS)
