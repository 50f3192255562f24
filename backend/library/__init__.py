"""The sounds: finished files, what is drawn from them, and what is told of them."""

from backend.library.derived import DerivedFiles
from backend.library.description import Source
from backend.library.folder import Library, SoundFile, web_url
from backend.library.shelves import FolderShelf, Shelf
from backend.library.thumbnail import PictureFormat, Theme
from backend.settings import Settings, SettingUnusable

__all__ = [
    "DerivedFiles",
    "Library",
    "PictureFormat",
    "Shelf",
    "SoundFile",
    "Source",
    "Theme",
    "open_shelf",
    "web_url",
]


def open_shelf(settings: Settings) -> Shelf:
    """Where finished sounds are, as the settings have it.

    Raises:
        SettingUnusable: A bucket, without its client.
    """
    if settings.bucket_url is None:
        return FolderShelf(settings.sounds_dir)
    try:
        # Not at the top: its libraries need not be installed.
        from backend.library.bucket import BucketShelf
    except ImportError as error:
        raise SettingUnusable(
            "ENVIRONMENT_SOUNDS_DIR names a bucket, which needs s3fs; install envsound[s3], "
            "or name a folder"
        ) from error
    return BucketShelf(
        settings.bucket_url, settings.sounds_dir, int(settings.fetched_gigabytes * 1e9)
    )
