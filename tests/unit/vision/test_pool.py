import asyncio
import threading
import weakref
from collections.abc import Iterator

import pytest

from livegate.liveness.observation import ObserverBusyError
from livegate.vision.pool import WorkerPool
from tests.support.uncollected import without_collector


class Tool:
    """Notes who uses it, as a runtime that is not thread-safe would break."""

    def __init__(self) -> None:
        self.users = 0
        self.most_users = 0

    def use(self, gate: threading.Event) -> int:
        self.users += 1
        self.most_users = max(self.most_users, self.users)
        gate.wait(10)
        self.users -= 1
        return threading.get_ident()


class Workshop:
    """Makes tools and keeps them for the test to look at."""

    def __init__(self) -> None:
        self.tools: list[Tool] = []

    def make(self) -> Tool:
        self.tools.append(Tool())
        return self.tools[-1]


@pytest.fixture
def workshop() -> Workshop:
    return Workshop()


@pytest.fixture
def pool(workshop: Workshop) -> Iterator[WorkerPool[Tool]]:
    opened = WorkerPool(workshop.make, workers=2, waiting=1)
    yield opened
    opened.close()


def test_every_worker_has_its_tool_before_there_is_work(pool: WorkerPool[Tool], workshop: Workshop) -> None:
    assert len(workshop.tools) == 2


async def test_work_runs_off_the_event_loop(pool: WorkerPool[Tool]) -> None:
    gate = threading.Event()
    job = asyncio.create_task(pool.run(lambda tool: tool.use(gate)))

    # The loop goes on while the job waits; only then does it open the gate.
    await asyncio.sleep(0)
    gate.set()

    assert await job != threading.get_ident()


async def test_no_tool_is_used_by_two_workers_at_once(pool: WorkerPool[Tool], workshop: Workshop) -> None:
    gate = threading.Event()
    jobs = [asyncio.create_task(pool.run(lambda tool: tool.use(gate))) for _ in range(3)]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(*jobs)

    assert len(workshop.tools) == 2
    assert all(tool.most_users == 1 for tool in workshop.tools)


async def test_refuses_what_exceeds_the_line_and_accepts_again_later(pool: WorkerPool[Tool]) -> None:
    gate = threading.Event()
    accepted = [asyncio.create_task(pool.run(lambda tool: tool.use(gate))) for _ in range(3)]
    await asyncio.sleep(0)

    with pytest.raises(ObserverBusyError):
        await pool.run(lambda tool: tool.use(gate))

    gate.set()
    await asyncio.gather(*accepted)
    assert await pool.run(lambda _: "done") == "done"


async def test_keeps_running_after_failed_jobs(pool: WorkerPool[Tool], workshop: Workshop) -> None:
    for _ in range(10):
        with pytest.raises(ZeroDivisionError):
            await pool.run(lambda _: 1 // 0)

    assert await pool.run(lambda _: "done") == "done"
    assert len(workshop.tools) == 2


async def test_a_failed_job_s_error_is_let_go_with_all_that_it_held() -> None:
    pool = WorkerPool(lambda: "tool", workers=1, waiting=0)
    errors: list[weakref.ref[ObserverBusyError]] = []

    def job(_: str) -> None:
        raise remembered(ObserverBusyError("the job's own"))

    def remembered(error: ObserverBusyError) -> ObserverBusyError:
        errors.append(weakref.ref(error))
        return error

    with without_collector():
        with pytest.raises(ObserverBusyError, match="the job's own"):
            await pool.run(job)
        # The worker has let go of the first job when it takes another.
        await pool.run(lambda _: None)
        assert [error() for error in errors] == [None]
    pool.close()


async def test_a_cancelled_caller_s_running_job_keeps_its_place(workshop: Workshop) -> None:
    pool = WorkerPool(workshop.make, workers=1, waiting=0)
    started, gate = threading.Event(), threading.Event()

    def job(tool: Tool) -> int:
        started.set()
        return tool.use(gate)

    caller = asyncio.create_task(pool.run(job))
    await asyncio.to_thread(started.wait, 10)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller

    with pytest.raises(ObserverBusyError):
        await pool.run(lambda _: None)
    gate.set()
    pool.close()


def test_without_its_tools_the_pool_does_not_open() -> None:
    def make() -> Tool:
        raise OSError("no model")

    with pytest.raises(OSError, match="no model"):
        WorkerPool(make, workers=1, waiting=0)
