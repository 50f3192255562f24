"""The folder of the sounds: finished files, what is drawn from them, and what is told of them."""

from backend.library.derived import DerivedFiles
from backend.library.description import Source
from backend.library.folder import Library, SoundFile, web_url
from backend.library.thumbnail import PictureFormat, Theme

__all__ = ["DerivedFiles", "Library", "PictureFormat", "SoundFile", "Source", "Theme", "web_url"]
