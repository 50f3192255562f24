"""Songbirds: several singers of different species, each with its own repertoire.

Each syllable is a contour of pitch and one of level, the two controls of a bird: the tension of
the membranes and the pressure of its air sac. A second voice stands for the second side of the
syrinx. T. Smyth and J. O. Smith, "The sounds of the avian syrinx - are they really flute-like?",
DAFx 2002; A. Farnell, "Designing Sound" (MIT Press, 2010), "Birds".
"""

from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.calls import contour
from envsound_server.engines.procedural.models.events import Bouts, Event, LogNormal
from envsound_server.engines.procedural.models.flock import Caller, Flock
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source, frames_of

_SINGERS = {Intensity.LIGHT: 2, Intensity.NORMAL: 6, Intensity.HEAVY: 12}
_SONGS_OF_A_SINGER = 4
_LONGEST_SONG_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class _Species:
    """The singing parameters of a species.

    Attributes:
        pitch_hertz: Lowest and highest middle pitch of a singer.
        contours_octaves: Pitch over a syllable, a row of knots per kind of syllable.
        syllable_seconds: Shortest and longest syllable.
        gap_seconds: Shortest and longest silence between syllables.
        syllable_counts: Fewest and most syllables in a song.
        pause_seconds: Median silence between songs.
        second_voice: Level of the other side of the syrinx.
        melody_octaves: Spread of the syllables of a song in pitch.
        repeats: Fewest and most repetitions of a syllable.
    """

    pitch_hertz: tuple[float, float]
    contours_octaves: tuple[tuple[float, ...], ...]
    syllable_seconds: tuple[float, float]
    gap_seconds: tuple[float, float]
    syllable_counts: tuple[int, int]
    pause_seconds: float
    second_voice: float
    melody_octaves: float
    repeats: tuple[int, int] = (1, 1)


_SPECIES = (
    _Species(  # a thrush: fluted, each figure two to four times
        (2_300, 2_900), ((0.0, 0.3, 0.05, -0.15), (-0.25, 0.0, 0.25, 0.1), (0.4, 0.0, -0.1, 0.3),
                         (0.0, 0.12, -0.3, 0.0), (0.5, 0.1, 0.45)),
        (0.09, 0.22), (0.03, 0.09), (5, 10), 2.2, 0.3, 0.3, (2, 4),
    ),
    _Species(  # a warbler: quick falling sweeps
        (4_300, 5_200), ((0.45, 0.1, -0.3, -0.45), (0.3, 0.3, -0.2, -0.4)),
        (0.05, 0.09), (0.05, 0.09), (7, 13), 2.4, 0.0, 0.1, (1, 3),
    ),
    _Species(  # a tit: two notes in turn
        (3_900, 4_700), ((0.12, 0.16, 0.12, 0.08), (-0.22, -0.18, -0.2, -0.26)),
        (0.09, 0.15), (0.04, 0.07), (6, 11), 3.2, 0.1, 0.02,
    ),
    _Species(  # a wren: trills and rattles
        (4_600, 5_600), ((-0.12, 0.25, 0.1, -0.25), (0.25, -0.1, -0.25, 0.1), (0.2, 0.0, -0.3)),
        (0.028, 0.05), (0.014, 0.03), (24, 50), 3.5, 0.0, 0.1, (4, 12),
    ),
    _Species(  # a sparrow: single cheeps
        (3_200, 4_000), ((-0.3, 0.25, 0.1, -0.4), (-0.1, 0.25, 0.3, -0.15), (0.1, 0.35, -0.2)),
        (0.06, 0.12), (0.12, 0.4), (2, 5), 1.5, 0.25, 0.1,
    ),
    _Species(  # a finch: an accelerating fall with a flourish at its end
        (3_400, 4_200), ((0.5, 0.1, -0.25), (0.4, -0.1, -0.3), (-0.2, 0.3, -0.4)),
        (0.05, 0.1), (0.03, 0.07), (10, 16), 4.0, 0.15, 0.25, (3, 6),
    ),
)  # fmt: skip

_Syllable = tuple[int, float, float, float]
"""A syllable: index of its contour, pitch (Hz), length (s), silence after it (s)."""


def _make(part: Part) -> Source:
    draw = part.generator()
    first = int(draw.integers(len(_SPECIES)))
    count = _SINGERS[part.layer.intensity]
    return Flock(part, [_singer(draw, number, first) for number in range(count)])


def _singer(draw: np.random.Generator, number: int, first: int) -> Caller:
    species = _SPECIES[(first + number) % len(_SPECIES)]
    pitch = draw.uniform(*species.pitch_hertz)
    songs = [_song(draw, species, pitch) for _ in range(_SONGS_OF_A_SINGER)]

    def sing(draw: np.random.Generator, event: Event) -> Mono:
        song = songs[int(draw.integers(len(songs)))]
        return _sung(draw, song, species, event.seconds_left)

    length = float(np.median([sum(s[2] + s[3] for s in song) for song in songs]))
    pause = LogNormal(length + species.pause_seconds, 0.4)
    bouts = Bouts((1, 1), pause, pause, tail_seconds=min(length, 1.5))
    far, level_db = min(0.1 + 0.1 * number, 0.8), -2.5 * min(number, 5)
    return Caller(bouts, sing, draw.uniform(-0.9, 0.9), level_db, far)


def _song(draw: np.random.Generator, species: _Species, pitch_hertz: float) -> list[_Syllable]:
    """Return the plan of a song, which a singer repeats with little variation."""
    low, high = species.syllable_counts
    count, song = int(draw.integers(low, high + 1)), list[_Syllable]()
    figure = int(draw.integers(len(species.contours_octaves)))
    while len(song) < count:
        octaves = draw.uniform(-species.melody_octaves, species.melody_octaves)
        seconds, gap = draw.uniform(*species.syllable_seconds), draw.uniform(*species.gap_seconds)
        times = int(draw.integers(species.repeats[0], species.repeats[1] + 1))
        song += times * [(figure, pitch_hertz * 2.0**octaves, seconds, gap)]
        figure = (figure + 1) % len(species.contours_octaves)
    return song[:count]


def _sung(
    draw: np.random.Generator, song: list[_Syllable], species: _Species, seconds_left: float
) -> Mono:
    """Return the song with the variation of one performance."""
    pieces, sung_seconds = list[Mono](), 0.0
    for number, (figure, pitch, seconds, gap) in enumerate(song):
        if sung_seconds > min(seconds_left, _LONGEST_SONG_SECONDS):
            break
        knots = np.array(species.contours_octaves[figure])
        octaves = contour(knots * draw.normal(1.0, 0.08), 9) + draw.normal(0.0, 0.01)
        level = (0.65 + 0.35 * np.sin(np.pi * (number + 0.7) / len(song))) * draw.uniform(0.8, 1.0)
        pieces.append(_syllable(draw, pitch * 2.0**octaves, seconds, level, species.second_voice))
        pause = gap * draw.lognormal(0.0, 0.06)
        pieces.append(np.zeros(frames_of(pause), np.float32))
        sung_seconds += seconds + pause
    return np.concatenate(pieces)


def _syllable(
    draw: np.random.Generator, knots_hertz: Curve, seconds: float, level: float, second_voice: float
) -> Mono:
    """Return one syllable, peak about `level`."""
    frames = frames_of(seconds * draw.normal(1.0, 0.03))
    along = np.linspace(0.0, 1.0, frames)
    pitch = np.interp(along, np.linspace(0.0, 1.0, len(knots_hertz)), knots_hertz)
    pitch *= 1.0 + 0.008 * np.sin(2 * np.pi * draw.uniform(22.0, 40.0) * along * seconds)
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE_HERTZ
    envelope = np.sin(np.pi * along ** draw.uniform(0.6, 1.0)) ** 0.8
    song = np.sin(phase) + 0.08 * np.sin(2 * phase)
    if second_voice:
        song += second_voice * np.sin(1.27 * phase) * np.sin(np.pi * along) ** 2
    return np.asarray(level * envelope * song / (1.08 + second_voice), np.float32)


KIND = Kind(
    name="songbirds",
    chinese_name="鸟鸣",
    ucs="BIRDSong",
    group=Group.EVENT,
    english="bird, birds, birdsong, birdsongs, songbird, bird song, bird songs, bird call, "
    "bird calls, birdcall, birdcalls, birds singing, bird singing, birds chirping, "
    "bird chirping, chirping birds, birds tweeting, tweeting birds, sparrow, "
    "sparrows, nightingale, robin, blackbird, canary, skylark, warbler, finch, "
    "morning birds, lark, thrush",
    chinese="鸟, 鸟叫, 小鸟, 鸟儿, 鸟声, 鸟语, 鸟鸣声, 鸟叫声, 鸟啼, 飞鸟, 鸟儿歌唱, 小鸟叫, 麻雀, "
    "黄鹂, 画眉, 夜莺, 云雀, 布谷鸟, 喜鹊, 燕子, 鸟儿叫, 鸟儿鸣叫, 鸟儿啼叫, 鸟儿啼鸣, 鸟儿鸣唱, "
    "鸟儿唱歌, 鸟儿叽叽喳喳, 鸟儿在歌唱, 鸟儿啁啾, 鸟儿欢唱, 鸟的叫声, 鸟的鸣叫, 鸟的歌声, "
    "鸟叫的声音, 鸟鸣阵阵, 鸟鸣声声, 鸟鸣啾啾, 鸟鸣婉转, 鸟鸣清脆, 鸟鸣山更幽, 鸟啼声, 鸟啼鸣, "
    "鸟啭, 鸟唱, 鸟叽叽喳喳, 鸟叽喳, 鸟语声, 鸟声啾啾, 鸟声阵阵, 鸟声婉转, 鸟雀, 鸟雀鸣叫, 鸟雀声, "
    "鸟雀啁啾, 鸟群, 鸟群鸣叫, 小鸟叫声, 小鸟鸣叫, 小鸟歌唱, 小鸟唱歌, 小鸟叽叽喳喳, 小鸟的叫声, "
    "小鸟啾啾, 小鸟啁啾, 小鸟啼叫, 飞鸟鸣叫, 群鸟, 群鸟鸣叫, 山鸟, 林鸟, 林中鸟鸣, 清晨鸟鸣, "
    "清晨的鸟鸣, 早晨的鸟叫, 清晨的鸟叫声, 晨鸟, 春鸟, 鸣鸟, 鸣禽, 野鸟, 清脆的鸟鸣, 清脆的鸟叫, "
    "婉转的鸟鸣, 悦耳的鸟鸣, 啾啾, 啾啾声, 啾啾鸟鸣, 啾啾的鸟鸣, 叽叽喳喳, 叽叽喳喳的鸟叫, "
    "叽叽喳喳的小鸟, 叽叽喳喳的麻雀, 叽喳, 啁啾, 啁啾声, 啁啾鸟鸣, 麻雀叫, 麻雀叫声, 麻雀叽叽喳喳, "
    "麻雀叽喳, 燕子呢喃, 燕子叫, 燕语, 燕语莺啼, 莺, 莺啼, 莺声, 莺歌, 莺鸣, 莺啼燕语, 黄莺, "
    "黄莺啼叫, 黄莺歌唱, 黄鹂鸣叫, 黄鹂鸣翠柳, 黄鹂啼鸣, 喜鹊叫, 喜鹊喳喳叫, 喜鹊叫声, 画眉叫, "
    "画眉鸣叫, 百灵, 百灵鸟, 百灵鸟歌唱, 杜鹃鸟, 杜鹃啼, 杜鹃啼叫, 子规, 子规啼, 布谷, 布谷声, "
    "布谷鸟叫, 布谷鸟的叫声, 布谷布谷, 鹧鸪, 知更鸟, 云雀歌唱, 山雀, 八哥, 雀, 雀鸟, 雀儿, 山雀叫, "
    "乌鸫, 夜莺歌唱, 夜莺啼叫, 斑鸠, 斑鸠叫, 鸽子, 鸽子叫, 鸽子咕咕叫, 鸽子咕咕, 咕咕叫的鸽子, "
    "春日鸟鸣, 晨间鸟鸣",
    heavy="dawn chorus, 百鸟, 百鸟齐鸣, 百鸟争鸣, 群鸟齐鸣, 众鸟齐鸣, 百鸟鸣叫, 百鸟欢唱, "
    "万鸟齐鸣, 鸟鸣喧闹, 百鸟啼鸣",
    light="一两声鸟鸣",
    examples=("birds singing in a forest at dawn", "清晨森林鸟鸣"),
    make=_make,
    place=Place.FOREST,
    metres=(4.0, 12.0, 60.0),
    gain_db=-3.5,
    mix_db=-5.0,
)
