from livegate.access.resources import Resource, Resources
from livegate.access.session_lifetimes import lifetimes_by_resource


def test_the_setting_holds_for_resources_without_a_lifetime_of_their_own() -> None:
    resources = Resources((Resource("short", session_lifetime=60), Resource("usual")))
    assert lifetimes_by_resource(resources, session_lifetime=7200) == {"short": 60, "usual": 7200}
