"""Leases by a clock of one's own, whatever happens to the database's."""

from backend.jobs.leases import Lease, LeaseWatch

LEASE_SECONDS = 15.0


class Clock:
    """A clock that moves only where a test moves it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def lease(lease_until: float, *, is_over: bool, lasts: float | None = LEASE_SECONDS) -> Lease:
    return Lease(1, 1, lease_until, lasts, is_over)


def watch() -> tuple[LeaseWatch, Clock]:
    clock = Clock()
    return LeaseWatch(LEASE_SECONDS / 2, clock), clock


def test_a_dead_workers_lease_is_dead_as_soon_as_it_is_over() -> None:
    leases, clock = watch()
    assert leases.dead([lease(15, is_over=False)]) == []
    clock.seconds = 14.9
    assert leases.dead([lease(15, is_over=False)]) == []
    clock.seconds = 15.0
    assert leases.dead([lease(15, is_over=True)]) == [lease(15, is_over=True)]


def test_a_clock_set_back_keeps_no_dead_workers_lease() -> None:
    leases, clock = watch()
    leases.dead([lease(3615, is_over=False)])
    clock.seconds = 15.0
    assert leases.dead([lease(3615, is_over=False)]) == [lease(3615, is_over=False)]


def test_a_clock_set_forward_ends_no_living_workers_lease() -> None:
    leases, clock = watch()
    leases.dead([lease(15, is_over=False)])
    clock.seconds = 4.9
    assert leases.dead([lease(15, is_over=True)]) == []
    clock.seconds = 5.1  # its heartbeat, by the new time
    assert leases.dead([lease(3615, is_over=False)]) == []
    clock.seconds = 10.2
    assert leases.dead([lease(3620, is_over=False)]) == []


def test_a_lease_found_at_the_start_gets_the_time_for_a_heartbeat() -> None:
    leases, clock = watch()
    assert leases.dead([lease(-99, is_over=True)]) == []
    clock.seconds = 7.5
    assert leases.dead([lease(-99, is_over=True)]) == [lease(-99, is_over=True)]


def test_a_longer_lease_of_another_backend_lasts_as_long_as_it_says() -> None:
    leases, clock = watch()
    leases.dead([lease(600, is_over=False, lasts=600)])
    clock.seconds = 599
    assert leases.dead([lease(600, is_over=False, lasts=600)]) == []
    clock.seconds = 600
    assert leases.dead([lease(600, is_over=False, lasts=600)]) != []


def test_a_lease_without_its_length_lasts_as_long_as_any_may() -> None:
    leases, clock = watch()
    leases.dead([lease(3600, is_over=False, lasts=None)])
    clock.seconds = 599
    assert leases.dead([lease(3600, is_over=False, lasts=None)]) == []
    clock.seconds = 600
    assert leases.dead([lease(3600, is_over=False, lasts=None)]) != []
