"""One sound alone among others."""

import asyncio

from backend.jobs.occupancy import Occupancy


async def test_who_wants_to_be_alone_waits_for_the_others_and_keeps_new_ones_waiting() -> None:
    occupancy = Occupancy()
    order: list[str] = []
    may_end = asyncio.Event()

    async def first() -> None:
        async with occupancy.shared():
            await may_end.wait()
            order.append("first")

    async def alone() -> None:
        async with occupancy.alone():
            order.append("alone begins")
            await asyncio.sleep(0)
            order.append("alone ends")

    async def later() -> None:
        async with occupancy.shared():
            order.append("later")

    async with asyncio.TaskGroup() as tasks:
        for work in (first, alone, later):
            tasks.create_task(work())
            await asyncio.sleep(0)
        assert order == []
        may_end.set()
    assert order == ["first", "alone begins", "alone ends", "later"]
    async with asyncio.timeout(5):
        await occupancy.wait_until_idle()


async def test_a_wait_that_is_given_up_lets_others_begin() -> None:
    occupancy = Occupancy()
    async with occupancy.shared():
        waiting = asyncio.create_task(occupancy.alone().__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        async with asyncio.timeout(5), occupancy.shared():
            pass
