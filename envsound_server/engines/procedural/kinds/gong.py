"""A gong: a struck sheet of bronze whose high modes rise after the low ones."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Event, Events, steady
from envsound_server.engines.procedural.models.gongs import Gong
from envsound_server.engines.procedural.models.open_air import OpenAir
from envsound_server.engines.procedural.source import Mono, Part, Source

_STROKES = steady(3.2, 0.08, tail_seconds=1.5)


def _make(part: Part) -> Source:
    made = part.generator()
    gong = Gong(made, made.uniform(230.0, 300.0))

    def stroke(draw: np.random.Generator, event: Event) -> Mono:
        return gong.strike(draw, event.seconds_left)

    return OpenAir(part, Events(part, _STROKES, stroke, width=0.1, level_sigma_db=1.0), -36.0)


KIND = Kind(
    name="gong",
    chinese_name="锣",
    ucs="BELLGong",
    group=Group.EVENT,
    english="gongs, gong strike, gong hit, striking a gong, gong ringing, tam tam, tamtam, "
    "bronze gong",
    chinese="铜锣, 锣声, 敲锣, 大锣, 敲锣打鼓, 鸣锣, 铜锣声, 锣响, 锣声响起, 锣声阵阵, 锣响声, "
    "敲锣声, 敲锣打鼓声, 敲响铜锣, 敲铜锣, 打锣, 铜锣响, 铜锣一响, 铜锣敲响, 大锣声, "
    "鸣锣开道, 鸣锣声, 鸣金, 鸣金收兵, 小锣, 开道锣, 堂锣, 锣鼓, 锣鼓声, 打更, 打更声, "
    "打更人, 更锣, 更夫敲锣, 更夫打更, 更夫敲梆, 更夫敲更, 敲更, 敲梆子, 梆子声, 敲梆, "
    "梆声, 更声",
    examples=("a gong", "铜锣"),
    make=_make,
    place=Place.HALL,
    metres=(2.0, 5.0, 60.0),
    gain_db=-2.0,
    mix_db=1.0,
)
