import gc

from livegate.operations.memory import YOUNG_OBJECTS, settle_memory


def test_what_startup_made_is_not_looked_at_again() -> None:
    threshold = gc.get_threshold()
    startup: list[object] = []
    startup.append(startup)
    try:
        settle_memory()
        assert not any(kept is startup for kept in gc.get_objects())
        assert gc.get_threshold() == (YOUNG_OBJECTS, *threshold[1:])
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
