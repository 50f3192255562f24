"""Errors of the rows of the library: sounds, categories, tags and presets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from backend.errors.base import BackendError


class SoundNotFound(BackendError):
    """A sound id that no row has."""

    reason = "SOUND_NOT_FOUND"

    def __init__(self, sound_id: int) -> None:
        super().__init__(f"there is no sound with the id {sound_id}; it may have been deleted")


class SoundsNotFound(SoundNotFound):
    """Several sound ids that no row has.

    Attributes:
        missing_ids: The ids in the order of the request.
    """

    def __init__(self, missing_ids: Sequence[int]) -> None:
        self.missing_ids = tuple(missing_ids)
        ids = ", ".join(map(str, missing_ids))
        BackendError.__init__(
            self, f"there are no sounds with the ids {ids}; they may have been deleted"
        )


class SoundNotCompleted(BackendError):
    """A sound that has no file yet."""

    reason = "SOUND_NOT_COMPLETED"

    def __init__(self, status: str) -> None:
        super().__init__(f"the sound is {status}; only a completed sound has a file")


class SoundNotRunning(BackendError):
    """A sound that is finished, so that a cancel has no effect."""

    reason = "SOUND_NOT_RUNNING"

    def __init__(self, status: str) -> None:
        super().__init__(f"the sound is {status} already; there is nothing to cancel")


class SoundBusy(BackendError):
    """A sound that is being generated and cannot be generated again now."""

    reason = "SOUND_BUSY"

    def __init__(self, status: str) -> None:
        super().__init__(f"the sound is {status}; wait until it is over, or cancel it first")


class SoundNeeded(SoundBusy):
    """A sound whose file another unfinished sound is made from."""

    def __init__(self, sound_id: int) -> None:
        BackendError.__init__(
            self, f"the sound {sound_id} is being made from it; wait until that is over"
        )


class SoundNotGenerated(BackendError):
    """A sound that was uploaded or found, so that it cannot be generated again."""

    reason = "SOUND_NOT_GENERATED"

    def __init__(self, origin: str) -> None:
        super().__init__(f"the sound was {origin}, not generated; it cannot be generated again")


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The result for one sound of a batch.

    Attributes:
        sound_id: Its id.
        is_done: True if it was changed.
        reason: The reason of the refusal, or empty.
        detail: The refusal as a sentence.
    """

    sound_id: int
    is_done: bool
    reason: str = ""
    detail: str = ""


class BatchRefused(BackendError):
    """A batch that was not applied because one of its sounds cannot be changed.

    Attributes:
        results: One per sound, in the order of the request.
    """

    reason = "BATCH_REFUSED"

    def __init__(self, results: Sequence[BatchResult]) -> None:
        self.results = tuple(results)
        wrong = "; ".join(
            f"{result.sound_id}: {result.detail}" for result in results if result.reason
        )
        super().__init__(f"nothing was changed, for not all of it can be: {wrong}")


class NotInTaxonomy(BackendError):
    """An entry id that no category, tag or preset has.

    Attributes:
        kind: The kind, as people call it.
    """

    kind: ClassVar[str]

    def __init__(self, entry_id: int) -> None:
        super().__init__(
            f"there is no {self.kind} with the id {entry_id}; it may have been deleted"
        )


class CategoryNotFound(NotInTaxonomy):
    """A category id that no row has."""

    reason = "CATEGORY_NOT_FOUND"
    kind = "category"


class TagNotFound(NotInTaxonomy):
    """A tag id that no row has."""

    reason = "TAG_NOT_FOUND"
    kind = "tag"


class PresetNotFound(NotInTaxonomy):
    """A preset id that no row has."""

    reason = "PRESET_NOT_FOUND"
    kind = "preset"


class NameTaken(BackendError):
    """A name that another category, tag or preset has."""

    reason = "NAME_TAKEN"

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"there is a {kind} named {name!r} already; choose another name")


class CategoryInUse(BackendError):
    """A category with sounds, without a category to move them to."""

    reason = "CATEGORY_IN_USE"

    def __init__(self, sound_count: int) -> None:
        super().__init__(
            f"the category has {sound_count} sounds; say where they go with ?move_to=ID"
        )
