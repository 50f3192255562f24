"""The files of sounds: audio, derived pictures and metadata."""

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
    "open_store",
    "web_url",
]


def open_store(settings: Settings) -> SoundStore:
    """Return the store of finished sounds that the settings name.

    Raises:
        SettingUnusable: The store is a bucket and its client is not installed.
    """
    if settings.bucket_url is None:
        return FolderStore(settings.sounds_dir)
    try:
        # Imported here, since its libraries are optional.
        from backend.files.bucket import BucketStore
    except ImportError as error:
        raise SettingUnusable(
            "ENVIRONMENT_SOUNDS_DIR names a bucket, which needs s3fs; install envsound[s3], "
            "or name a folder"
        ) from error
    return BucketStore(
        settings.bucket_url, settings.sounds_dir, int(settings.fetched_gigabytes * 1e9)
    )
