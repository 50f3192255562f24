"""Errors of files: of storage, of a sound's own file and of uploads."""

from backend.errors.base import BackendError


class StorageError(BackendError):
    """A file that could not be stored or read."""


class StorageFull(StorageError):
    """A disk without room for another sound."""

    reason = "STORAGE_FULL"


class StorageFailed(StorageError):
    """A sounds folder that is missing, or cannot be read or written."""

    reason = "STORAGE_FAILED"


class SoundFileGone(BackendError):
    """A row whose file is missing."""

    reason = "SOUND_FILE_GONE"

    def __init__(self) -> None:
        super().__init__("the sound's file is no longer there; generate the sound again")


class SoundFileDamaged(BackendError):
    """A file that cannot be decoded."""

    reason = "SOUND_FILE_DAMAGED"

    def __init__(self) -> None:
        super().__init__("the sound's file cannot be decoded; generate or upload the sound again")


class RescanRunning(BackendError):
    """A rescan while another one is running."""

    reason = "RESCAN_RUNNING"

    def __init__(self) -> None:
        super().__init__("a rescan is under way already; wait until it is over")


class UploadRefused(BackendError):
    """An upload that is not a supported sound file."""

    reason = "UPLOAD_REFUSED"


class UploadTooLarge(UploadRefused):
    """An upload with too many bytes."""

    reason = "UPLOAD_TOO_LARGE"

    def __init__(self, max_megabytes: int) -> None:
        super().__init__(
            f"the file is too large; send at most {max_megabytes} MB, or encode it as FLAC or MP3"
        )


class UploadBroken(BackendError):
    """An upload that ended early."""

    reason = "UPLOAD_BROKEN"

    def __init__(self) -> None:
        super().__init__("the file did not come in whole; send it again")
