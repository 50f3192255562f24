"""A fire in a hearth: softer than a campfire, with the acoustics of a room."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.burning import crackles, pops
from envsound_server.engines.procedural.models.texture import Bed, GrainCloud, Texture
from envsound_server.engines.procedural.source import Part, Source

_BEDS = (
    Bed(
        (
            (60, 0),
            (125, 2),
            (250, -5),
            (500, -6),
            (1_000, -17),
            (2_000, -14),
            (4_000, -26),
            (8_000, -25),
            (16_000, -40),
        ),
        -4.5,
        depth_db=1.5,
        rate_hertz=4.6,
        bands=8,
        togetherness=0.3,
        coherence=0.3,
    ),
)

_STREWN = (
    GrainCloud(crackles, 150.0, -6.0, exponent=2.1, flurry=1.1, flurry_hertz=1.5, width=0.7),
    GrainCloud(crackles, 25.0, -10.5, sigma_db=6.5, flurry=1.4, flurry_hertz=2.5, width=0.7),
    GrainCloud(pops, 0.9, -13.0, sigma_db=6.0, flurry=1.2, flurry_hertz=1.0, width=0.6),
)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN)


KIND = Kind(
    name="fireplace",
    chinese_name="壁炉",
    ucs="FIRECrkl",
    group=Group.BED,
    english="fireplaces, hearth, fire place, log fire, fire in the hearth, "
    "fire in the fireplace, stove fire, wood stove, wood burner, open fire, "
    "logs burning",
    chinese="壁炉里的火, 炉火, 火炉, 炉子, 壁炉火, 柴炉, 壁炉声, 壁炉燃烧, 壁炉噼啪, 壁炉噼啪声, "
    "壁炉火焰, 壁炉里的火焰, 壁炉里的柴火, 壁炉的火, 壁炉里的木柴, 壁炉的噼啪声, 壁炉旁, "
    "壁炉中的火, 炉火噼啪, 炉火噼啪作响, 炉火声, 炉火正旺, 炉子里的火, 炉中火, 炉膛, 炉灶, 火塘, "
    "火炕, 温暖的炉火, 暖炉, 火炉噼啪, 火炉噼啪作响, 柴炉噼啪, 炉里的火",
    examples=("a fireplace indoors", "壁炉里的火"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 2.5, 15.0),
    gain_db=-0.8,
    mix_db=-4.0,
)
