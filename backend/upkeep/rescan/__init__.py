"""The rescan: it reconciles rows and files after a crash, a lost database or changes by hand.

    known_rows     reads the rows and the files that they have
    moving         gives files that were moved by hand to their rows, by their content
    renewing       measures files again that were changed under their name
    adopting       makes rows for the other files
    marking        marks rows whose file is gone, and unmarks those whose file is back

Nothing is deleted. What cannot be used is reported by name and reason, and stops nothing else.

A sound that is just being finished has its file before its row says so. So a new file is left alone
while it is younger than a minute, and while a sound with its prompt is still to be made: a backend
that crashed in between gets the same file again.
"""

from backend.upkeep.rescan.rescan import Rescan

__all__ = ["Rescan"]
