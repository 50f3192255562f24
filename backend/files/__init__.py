"""The sounds: finished files, what is drawn from them, and what is told of them."""

from backend.files.derived import DerivedFiles
from backend.files.description import Source
from backend.files.library import Library, SoundFile, web_url
from backend.files.store import FolderStore, SoundStore
from backend.files.thumbnail import PictureFormat, Theme
from backend.settings import Settings, SettingUnusable

__all__ = [
    "DerivedFiles",
    "Library",
    "PictureFormat",
    "SoundFile",
    "SoundStore",
    "Source",
    "Theme",
    "open_shelf",
    "web_url",
]


def open_store(settings: Settings) -> SoundStore:
    """Where finished sounds are, as the settings have it.

    Raises:
        SettingUnusable: A bucket, without its client.
    """
    if settings.bucket_url is None:
        return FolderStore(settings.sounds_dir)
    try:
        # Not at the top: its libraries need not be installed.
        from backend.files.bucket import BucketStore
    except ImportError as error:
        raise SettingUnusable(
            "ENVIRONMENT_SOUNDS_DIR names a bucket, which needs s3fs; install envsound[s3], "
            "or name a folder"
        ) from error
    return BucketStore(
        settings.bucket_url, settings.sounds_dir, int(settings.fetched_gigabytes * 1e9)
    )
