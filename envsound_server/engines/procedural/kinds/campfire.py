"""A campfire: flames, hissing gas, crackling and popping splinters."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.burning import crackles, pops
from envsound_server.engines.procedural.models.texture import Bed, GrainCloud, Texture
from envsound_server.engines.procedural.source import Part, Source

_BEDS = (
    Bed(
        (
            (60, -1),
            (125, 2),
            (250, -5),
            (500, -4),
            (1_000, -15),
            (2_000, -11),
            (4_000, -24),
            (8_000, -21),
            (16_000, -36),
        ),
        -9.0,
        depth_db=1.5,
        rate_hertz=4.6,
        bands=8,
        togetherness=0.3,
        coherence=0.3,
    ),
)

_STREWN = (
    GrainCloud(crackles, 64.0, -6.3, exponent=2.1, flurry=1.1, flurry_hertz=1.5, width=0.7),
    GrainCloud(crackles, 19.0, -9.0, sigma_db=6.5, flurry=1.4, flurry_hertz=2.5, width=0.7),
    GrainCloud(pops, 0.9, -11.0, sigma_db=6.0, flurry=1.2, flurry_hertz=1.0, width=0.6),
)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN)


KIND = Kind(
    name="campfire",
    chinese_name="篝火",
    ucs="FIRECrkl",
    group=Group.BED,
    english="campfires, camp fire, bonfire, bonfires, fire, fires, crackling fire, wood fire, "
    "burning wood, flames, flame, blaze, blazing, burning, torch, torches, embers",
    chinese="火堆, 篝火声, 火, 火焰, 火苗, 燃烧, 柴火, 火炬, 火把, 木柴燃烧, 火声, 火堆声, "
    "火堆噼啪, 篝火噼啪, 篝火噼啪作响, 柴火噼啪, 柴火声, 柴火燃烧, 木柴噼啪, 火焰噼啪, "
    "火焰声, 火焰燃烧, 火燃烧, 烧火, 生火, 点火堆, 燃烧声, 燃烧的声音, 燃烧的木柴, "
    "营火, 野火, 火光, 火苗跳动, 火烧, 火舌, 噼啪, 噼啪声, 噼啪作响, 噼噼啪啪, 毕剥, "
    "哔剥, 毕毕剥剥, 火噼啪作响, 干柴, 起火, 着火, 失火, 火把燃烧, 火花, 灶火, 灶膛, "
    "柴堆, 炭火, 火盆, 木头燃烧",
    heavy="烈焰, 熊熊大火, 熊熊烈火, 火势凶猛, 大火燃烧, 烈火熊熊, 火光冲天, 森林大火, 山火, "
    "火灾, 房屋燃烧, 房子着火, 大火熊熊燃烧, 烈焰冲天, inferno",
    light="小火, 小火堆, 微火, 余烬, 快熄灭的火堆",
    examples=("a crackling campfire", "篝火噼啪作响"),
    make=_make,
    metres=(1.0, 3.0, 14.0),
    gain_db=0.7,
    mix_db=-3.0,
)
