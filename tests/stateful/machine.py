"""A state machine that does to sessions what callers do, in any order, and compares each answer with the model's."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from livegate.sessions.ports import SessionKey
from livegate.sessions.session import SessionKind
from tests.stateful.door import RESOURCES, Door, Order, Refusal, RefusedError, View
from tests.stateful.model import ModelSession
from tests.support.sessions import ManualClock

T = TypeVar("T")

resources = st.sampled_from(RESOURCES)
kinds = st.sampled_from(SessionKind)
orders = st.builds(
    Order,
    resource=resources,
    kind=kinds,
    attempts_allowed=st.integers(1, 3),
    token_lifetime=st.sampled_from([60, 900]),
)
call_ids = st.sampled_from(["call-1", "call-2"])
durations = st.sampled_from([0, 1, 59, 60, 5 * 60, 10 * 60, 24 * 3600, 48 * 3600])
some_are_known = precondition(lambda machine: machine.known)


class SessionsAgainstModel(RuleBasedStateMachine):
    """``known`` holds every session ever acknowledged; ``calls`` the last one that each call has made."""

    def __init__(self, make_door: Callable[[Path, ManualClock], Door]) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.directory = tempfile.TemporaryDirectory()
        self.clock = ManualClock()
        self.make_door = make_door
        self.known: list[ModelSession] = []
        self.calls: dict[tuple[Order, str], ModelSession] = {}

    @initialize()
    def open(self) -> None:
        self.door = self.make_door(Path(self.directory.name), self.clock)
        self.run(self.door.open())

    def teardown(self) -> None:
        self.run(self.door.close())
        self.runner.close()
        self.directory.cleanup()

    def run(self, call: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(call)

    def refusal_of(self, call: Coroutine[Any, Any, object]) -> Refusal:
        with pytest.raises(RefusedError) as refused:
            self.run(call)
        return refused.value.refusal

    @rule(order=orders)
    def create(self, order: Order) -> None:
        self.acknowledge(order, self.run(self.door.create(order, None)))

    @rule(order=orders, call_id=call_ids, count=st.integers(1, 3))
    def create_at_once(self, order: Order, call_id: str, count: int) -> None:
        async def calls() -> list[View]:
            return await asyncio.gather(*(self.door.create(order, call_id) for _ in range(count)))

        views = self.run(calls())
        earlier = self.calls.get((order, call_id))
        if earlier is None or not earlier.is_repeatable(self.clock.now()):
            earlier = self.acknowledge(order, views[0])
            self.calls[order, call_id] = earlier
        assert views == [earlier.view(self.clock.now())] * count

    @precondition(lambda machine: machine.calls)
    @rule(data=st.data(), seconds=durations)
    def create_again(self, data: st.DataObject, seconds: int) -> None:
        order, call_id = data.draw(st.sampled_from(list(self.calls)))
        self.clock.advance(seconds=seconds)
        self.create_at_once(order, call_id, 1)

    @some_are_known
    @rule(data=st.data(), resource=resources, kind=kinds, deletes=st.booleans())
    def read_or_delete_under_any_name(
        self, data: st.DataObject, resource: str, kind: SessionKind, *, deletes: bool
    ) -> None:
        session = self.any_session(data)
        key = SessionKey(resource, kind, session.session_id)
        now = self.clock.now()
        if key != session.key or not session.is_alive(now):
            for call in (self.door.read(key), self.door.count_audit_entries(key), self.door.delete(key)):
                assert self.refusal_of(call) is Refusal.UNKNOWN
            return
        assert self.run(self.door.read(key)) == session.view(now)
        assert self.run(self.door.count_audit_entries(key)) == len(session.image_ids)
        if deletes:
            self.run(self.door.delete(key))
            session.is_deleted = True
            assert self.refusal_of(self.door.delete(key)) is Refusal.UNKNOWN

    @some_are_known
    @rule(data=st.data())
    def start(self, data: st.DataObject) -> None:
        session, now = self.any_session(data), self.clock.now()
        refusal = self.expected_refusal(session)
        if refusal is not None:
            assert self.refusal_of(self.door.start(session.token)) is refusal
            return
        self.run(self.door.start(session.token))
        session.begin(now)

    @some_are_known
    @rule(data=st.data())
    def judge(self, data: st.DataObject) -> None:
        session, now = self.any_session(data), self.clock.now()
        call = self.door.judge(session.token, session.order.kind)
        refusal = self.expected_refusal(session)
        if refusal is not None:
            assert self.refusal_of(call) is refusal
            return
        self.run(call)
        session.begin(now).ended_as = "Succeeded"
        *earlier, image_id = self.run(self.door.read(session.key)).image_ids
        assert earlier == session.image_ids
        session.image_ids.append(image_id)
        assert len({image for known in self.known for image in known.image_ids}) == sum(
            len(known.image_ids) for known in self.known
        )

    @some_are_known
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        session, now = self.any_session(data), self.clock.now()
        if not session.has_token(now):
            assert self.refusal_of(self.door.cancel(session.token)) is Refusal.TOKEN
            return
        self.run(self.door.cancel(session.token))
        running = session.running(now)
        if running is not None:
            running.ended_as = "Canceled"

    @some_are_known
    @rule(data=st.data(), resource=resources)
    def read_images(self, data: st.DataObject, resource: str) -> None:
        session = self.any_session(data)
        is_served = resource == session.order.resource and session.is_alive(self.clock.now())
        for image_id in session.image_ids:
            call = self.door.read_image(resource, image_id)
            if is_served:
                assert self.run(call)
            else:
                assert self.refusal_of(call) is Refusal.UNKNOWN

    @rule(resource=resources, kind=kinds, limit=st.integers(1, 3))
    def page(self, resource: str, kind: SessionKind, limit: int) -> None:
        seen: list[str] = []
        while page := self.run(self.door.list_sessions(resource, kind, seen[-1] if seen else "", limit)):
            assert len(page) <= limit
            seen += page
        assert seen == self.living(resource, kind)

    @rule(seconds=durations)
    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)

    @rule()
    def sweep(self) -> None:
        self.run(self.door.sweep())

    @rule()
    def restart(self) -> None:
        self.run(self.door.close())
        self.open()

    @invariant()
    def lists_are_in_order_and_complete(self) -> None:
        for resource in RESOURCES:
            for kind in SessionKind:
                listed = self.run(self.door.list_sessions(resource, kind, "", 1000))
                assert listed == self.living(resource, kind)

    def any_session(self, data: st.DataObject) -> ModelSession:
        return data.draw(st.sampled_from(self.known))

    def acknowledge(self, order: Order, view: View) -> ModelSession:
        assert view.session_id not in {session.session_id for session in self.known}
        session = ModelSession(order, view.session_id, view.token, self.clock.now())
        assert view == session.view(self.clock.now())
        self.known.append(session)
        return session

    def expected_refusal(self, session: ModelSession) -> Refusal | None:
        now = self.clock.now()
        if not session.has_token(now):
            return Refusal.TOKEN
        return None if session.can_begin(now) else Refusal.EXHAUSTED

    def living(self, resource: str, kind: SessionKind) -> list[str]:
        return sorted(
            session.session_id
            for session in self.known
            if (session.order.resource, session.order.kind) == (resource, kind) and session.is_alive(self.clock.now())
        )
