"""The gauges that are read at each scrape, in the thread that answers Prometheus."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from envsound_server.engines.base import RemembersPrompts
from envsound_server.engines.registry import Registry
from envsound_server.scheduling.scheduler import Scheduler
from envsound_server.telemetry.metrics import PREFIX


def read_gauges(scheduler: Scheduler, registry: Registry, sounds_folder: Path) -> Iterator[Metric]:
    """Yield the current state of queue, work, engines and disk."""
    ready = {slot.engine.description.name: slot.is_ready for slot in registry.slots}
    waiting, in_flight = scheduler.waiting_by_engine, scheduler.in_flight_by_engine
    yield _gauge("queue_capacity", "Sounds that may wait.", scheduler.queue_capacity)
    yield _by_engine("queue_length", "Sounds that wait.", {name: waiting[name] for name in ready})
    yield _by_engine(
        "sounds_in_flight", "Sounds in the making.", {name: in_flight[name] for name in ready}
    )
    yield _by_engine("engine_ready", "1 where the engine can be used.", ready)
    yield _prompt_lookups(registry)
    try:
        free_bytes = shutil.disk_usage(sounds_folder).free
    except OSError:  # the folder is gone, which the missing value shows
        return
    yield _gauge("storage_free_bytes", "Room on the disk of the sounds.", free_bytes)


def _prompt_lookups(registry: Registry) -> Metric:
    family = CounterMetricFamily(
        f"{PREFIX}_prompt_cache_lookups",
        "Prompts that an engine had read before (hit) or not (miss).",
        labels=["engine", "result"],
    )
    for slot in registry.slots:
        if isinstance(slot.engine, RemembersPrompts):
            lookups, name = slot.engine.prompt_lookups, slot.engine.description.name
            family.add_metric([name, "hit"], lookups.hit_count)
            family.add_metric([name, "miss"], lookups.miss_count)
    return family


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{PREFIX}_{name}", words, value)


def _by_engine(name: str, words: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"{PREFIX}_{name}", words, labels=["engine"])
    for engine, value in values.items():
        family.add_metric([engine], value)
    return family
