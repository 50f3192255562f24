"""Where finished sounds are kept: written under a temporary name, then renamed, whole or not at all.

A `Take` belongs to one writer at a time; everything here blocks and runs in a writer thread.
"""

import errno
import fcntl
import hashlib
import logging
import os
import time
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
import soundfile

from envsound_server.audio.encoding import SoundEncoder
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.labels import AiLabel
from envsound_server.audio.levels import LevelMeter, gain_to_reach
from envsound_server.audio.loops import LoopJoiner
from envsound_server.audio.tags import SoundTags, write_tags
from envsound_server.audio.waveform import Samples
from envsound_server.errors import GenerationFailed, StorageFailed, StorageFull
from envsound_server.journal import Journal
from envsound_server.sounds import Sound, SoundPlan
from envsound_server.ticket import Abandoned

SLUG_MAX_BYTES = 80
SILENCE_PEAK = 1e-4
"""A sound whose peak stays below -80 dBFS is none."""

_SPOOL_BLOCK_FRAMES = 1 << 16
_FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

_log = logging.getLogger(__name__)
