"""The dashboard and the alert rules ask for what the two processes really tell."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import promql_parser as promql
import pytest
import yaml
from support.processes import API, free_port, running_stack

ROOT = Path(__file__).resolve().parents[2]
MONITORING = ROOT / "docker" / "monitoring"
PROMETHEUS_OWN = {"up"}
PROMETHEUS_LABELS = {"job", "instance", "le"}

Known = dict[str, set[str]]
"""Names of metrics, and the labels that their samples have; empty where there is none yet."""


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def expressions() -> dict[str, str]:
    dashboard = json.loads((MONITORING / "dashboard.json").read_text())
    panels = {
        f"{panel['title']} {target['refId']}": target["expr"]
        for panel in dashboard["panels"]
        for target in panel["targets"]
    }
    return panels | {rule["alert"]: rule["expr"] for rule in rules()}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    """What both processes tell after one sound that was made and one that failed."""
    metrics_port = str(free_port())
    folder = tmp_path_factory.mktemp("monitored")
    with running_stack(folder, ENVSOUND_METRICS_PORT=metrics_port) as stack:
        asked = [
            httpx.post(
                f"{stack.url}{API}/generate",
                json={"prompt": "a test", "engine": engine, "duration": 1},
                headers={"Idempotency-Key": engine},
            ).json()["sound_id"]
            for engine in ("instant", "silent")
        ]
        sounds = stack.wait_until_done(asked)
        assert [sound["generation_status"] for sound in sounds] == ["completed", "failed"]
        pages = (
            httpx.get(f"{stack.url}/metrics").text,
            httpx.get(f"http://127.0.0.1:{metrics_port}/metrics").text,
        )
        yield metrics("\n".join(pages))


def metrics(text: str) -> Known:
    found: Known = {}
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE):
        suffixes = ("_bucket", "_sum", "_count") if kind == "histogram" else ("",)
        found |= {f"{name}{suffix}": set() for suffix in suffixes}
    for name, labels in re.findall(r"^(\w+)\{(.*)\} \S+$", text, re.MULTILINE):
        found[name] = set(re.findall(r'(\w+)="', labels))
    return found


def selectors(expression: Any) -> Iterator[tuple[str, set[str]]]:
    """Every metric that an expression reads, and the labels that it asks for around it."""
    match expression:
        case promql.VectorSelector():
            yield expression.name, {matcher.name for matcher in expression.matchers.matchers}
        case promql.MatrixSelector():
            yield from selectors(expression.vector_selector)
        case promql.AggregateExpr():
            labels = set(expression.modifier.labels) if expression.modifier else set()
            for name, others in selectors(expression.expr):
                yield name, labels | others
        case promql.Call():
            for argument in expression.args:
                yield from selectors(argument)
        case promql.BinaryExpr():
            yield from selectors(expression.lhs)
            yield from selectors(expression.rhs)
        case promql.ParenExpr() | promql.SubqueryExpr():
            yield from selectors(expression.expr)
        case promql.NumberLiteral():
            return
        case _:
            raise AssertionError(f"not looked into: {type(expression)}")


@pytest.mark.parametrize("name", expressions())
def test_every_metric_and_label_is_told(known: Known, name: str) -> None:
    read = list(selectors(promql.parse(expressions()[name])))
    assert read
    for metric, labels in read:
        assert metric in PROMETHEUS_OWN | known.keys()
        if known.get(metric):
            assert labels <= known[metric] | PROMETHEUS_LABELS, metric


def test_every_metric_of_ours_is_on_the_dashboard_or_rings(known: Known) -> None:
    read = {
        metric
        for expression in expressions().values()
        for metric, _ in selectors(promql.parse(expression))
    }
    families = {re.sub("_(bucket|sum|count)$", "", metric) for metric in read}
    ours = {
        re.sub("_(bucket|sum|count)$", "", name)
        for name in known
        if name.startswith("envsound_") and not name.endswith("_created")
    }
    # Both processes tell of the same disk and the same sounds; calls are counted by code.
    seldom = {
        "envsound_backend_audio_seconds_total",
        "envsound_backend_storage_free_bytes",
        "envsound_sidecar_request_duration_seconds",
    }
    assert ours - families == seldom


def test_every_alarm_says_what_to_do() -> None:
    headings = re.findall(r"^### (\w+)$", (ROOT / "docs/monitoring.md").read_text(), re.MULTILINE)
    assert headings == [rule["alert"] for rule in rules()]
    for rule in rules():
        assert rule["for"]
        assert rule["annotations"]["summary"].endswith(".")
        assert rule["annotations"]["runbook"] == f"docs/monitoring.md#{rule['alert'].lower()}"
