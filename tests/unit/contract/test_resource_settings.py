import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.contract.errors import ServiceError
from livegate.contract.resource_settings import parse_settings_update

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("fields", "enabled"),
    [
        ({}, None),
        ({"livenessAbuseMonitoring": None}, None),
        ({"livenessAbuseMonitoring": {}}, None),
        ({"livenessAbuseMonitoring": {"enabled": None, "level": 3}}, None),
        ({"livenessAbuseMonitoring": {"enabled": False}, "another": {}}, False),
        ({"LIVENESSABUSEMONITORING": {"Enabled": "True"}}, True),
    ],
)
def test_every_level_may_be_left_out(fields: dict[str, object], enabled: bool | None) -> None:  # noqa: FBT001  # a parameter of the table
    assert parse_settings_update(fields).abuse_monitoring_enabled is enabled


@given(json_values)
def test_what_is_no_object_is_refused(monitoring: object) -> None:
    if monitoring is None or isinstance(monitoring, dict):
        assert parse_settings_update({"livenessAbuseMonitoring": monitoring}).abuse_monitoring_enabled is None
    else:
        with pytest.raises(ServiceError, match="livenessAbuseMonitoring must be an object") as raised:
            parse_settings_update({"livenessAbuseMonitoring": monitoring})
        assert raised.value.entry.status == 400


@given(json_values)
def test_what_is_no_truth_value_is_refused(enabled: object) -> None:
    fields = {"livenessAbuseMonitoring": {"enabled": enabled}}
    if enabled is None or isinstance(enabled, bool):
        assert parse_settings_update(fields).abuse_monitoring_enabled is enabled
    elif str(enabled).strip().lower() not in {"true", "false"}:
        with pytest.raises(ServiceError, match="enabled must be true or false") as raised:
            parse_settings_update(fields)
        assert raised.value.entry.status == 400
