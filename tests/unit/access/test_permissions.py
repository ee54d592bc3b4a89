import pytest

from livegate.access.permissions import ALL_PERMISSIONS, DEFAULT_GRANTS, Grant, Permission, granted_permissions


@pytest.mark.parametrize(
    ("value", "permission"),
    [
        ("livegate.sessions.create", Permission.CREATE),
        ("livegate.sessions.read", Permission.READ),
        ("livegate.sessions.delete", Permission.DELETE),
        ("livegate.configure", Permission.CONFIGURE),
    ],
)
def test_each_role_gives_its_one_permission(value: str, permission: Permission) -> None:
    assert granted_permissions(DEFAULT_GRANTS, frozenset({value})) == {permission}


def test_every_permission_can_be_granted_and_several_add_up() -> None:
    every_value = frozenset(grant.value for grant in DEFAULT_GRANTS)
    assert granted_permissions(DEFAULT_GRANTS, every_value) == ALL_PERMISSIONS
    assert granted_permissions(DEFAULT_GRANTS, every_value - {"livegate.configure"}) == ALL_PERMISSIONS - {
        Permission.CONFIGURE
    }


@pytest.mark.parametrize(
    "value",
    ["", "Livegate.sessions.read", "livegate.sessions", "livegate.sessions.read ", "read", "Cognitive Services User"],
)
def test_any_other_role_gives_nothing(value: str) -> None:
    assert granted_permissions(DEFAULT_GRANTS, frozenset({value})) == frozenset()


def test_a_role_may_give_several_permissions() -> None:
    grants = (Grant("auditor", frozenset({Permission.READ, Permission.DELETE})),)
    assert granted_permissions(grants, frozenset({"auditor", "other"})) == {Permission.READ, Permission.DELETE}
