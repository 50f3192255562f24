"""The OpenAPI document is what the server does: no 5xx, no answer that it does not tell of."""

import asyncio
import json
import re
import warnings
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from support.running_backend import BASE, Backend

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
_EXAMPLES = settings(
    max_examples=6,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_ENDLESS = f"{BASE}/{{sound_id}}/events"
"""Ends with the sound; the tests of watching have it."""


async def test_every_reference_of_the_document_leads_somewhere(backend: Backend) -> None:
    document = (await backend.http.get("/openapi.json")).json()
    references = set(re.findall(r'"\$ref": "#([^"]+)"', json.dumps(document)))
    assert len(references) > 20
    for reference in references:
        place = document
        for name in reference.strip("/").split("/"):
            assert name in place, reference
            place = place[name]
    problem = document["components"]["schemas"]["Problem"]
    assert set(problem["required"]) >= {"type", "title", "status", "detail", "reason"}


async def test_no_answer_that_the_document_does_not_tell_of(serving: Any) -> None:
    async with serving(rate_limit_requests="off", rate_limit_generate="off") as backend:
        for number in range(3):
            await backend.over(await backend.generate(name=str(number), category_id=1, tag_ids=[1]))
        assert await asyncio.to_thread(_try_all, backend) >= 35


def _try_all(backend: Backend) -> int:
    """Calls every operation some times; returns how many there are."""
    document = schemathesis.openapi.from_url(f"{backend.http.base_url}/openapi.json")
    operation_count = 0
    for found in document.get_all_operations():
        operation = found.ok()
        if operation.path != _ENDLESS:
            operation_count += 1
            _try(operation)
    return operation_count


def _try(operation: Any) -> None:
    @_EXAMPLES
    @given(case=operation.as_strategy())
    def call(case: Case) -> None:
        with warnings.catch_warnings():
            # Of the client's libraries, not of ours.
            warnings.simplefilter("ignore")
            case.call_and_validate(checks=_CHECKS, timeout=20)

    call()
