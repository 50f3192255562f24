"""The documentation of errors in OpenAPI."""

from typing import Any, cast

import pytest

from backend import errors
from backend.api.problems import MEDIA_TYPE, Documentable, HttpError, documented


def reasons(responses: dict[int | str, dict[str, Any]]) -> dict[int | str, set[str]]:
    return {
        status: set(response["content"][MEDIA_TYPE]["examples"])
        for status, response in responses.items()
    }


def test_each_error_is_documented_under_its_status_with_an_example() -> None:
    responses = documented(errors.SoundNotFound, errors.StorageFull, HttpError.BAD_REQUEST)
    assert reasons(responses) == {
        400: {"BAD_REQUEST"},
        404: {"SOUND_NOT_FOUND"},
        500: {"INTERNAL"},
        507: {"STORAGE_FULL"},
    }


@pytest.mark.parametrize("kind", ["category", "tag", "preset"])
def test_an_entry_that_is_not_found_is_documented_by_its_kind(kind: str) -> None:
    (error,) = (e for e in errors.NotInTaxonomy.__subclasses__() if e.kind == kind)
    assert reasons(documented(error))[404] == {f"{kind.upper()}_NOT_FOUND"}
    assert error(7).message == f"there is no {kind} with the id 7; it may have been deleted"


def test_a_reason_as_text_is_refused() -> None:
    with pytest.raises(AttributeError):
        documented(cast("Documentable", "SOUND_NOT_FUOND"))


def test_an_error_without_an_example_is_refused() -> None:
    with pytest.raises(LookupError, match="no example of SOURCE_NOT_FOUND"):
        documented(errors.SourceNotFound)
