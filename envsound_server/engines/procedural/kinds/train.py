"""A passing train on a jointed track. The constants of the impacts come from a search."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Pace, Place
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.rails import Track, Train
from envsound_server.engines.procedural.source import Part, Source

_TRACK = Track(
    roll=((35, -14), (50, -11), (73, -1), (108, 0), (157, -1.5), (230, -0.5), (334, -1), (490, -3),
          (735, -5.5), (1_080, -9), (1_610, -13), (2_450, -17), (3_670, -23), (5_600, -28.5),
          (8_400, -32), (12_600, -40), (16_000, -46)),
    roll_db=-2.2,
    blow_db=-2.3,
    body=Body(262.0, 1_220.0, 26, 0.036, decay_exponent=0.41, level_exponent=0.74),
    contact_seconds=0.00036,
    click=Burst(1_000.0, 3_800.0, 0.057),
    click_db=-5.7,
    speed=15.6,
    tracks_apart_seconds=0.018,
)  # fmt: skip
_SPEED_FACTORS = {Pace.SLOW: 0.65, Pace.NORMAL: 1.0, Pace.FAST: 1.6}


def _make(part: Part) -> Source:
    return Train(part, _TRACK, speed_factor=_SPEED_FACTORS[part.layer.pace])


KIND = Kind(
    name="train",
    chinese_name="火车",
    ucs="TRNClak",
    group=Group.BED,
    english="trains, train passing, passing train, freight train, goods train, railway, "
    "railroad, train on tracks, train tracks, steam train, locomotive, "
    "train going by, clickety clack, train rolling by, rail traffic, steam engine",
    chinese="列车, 火车声, 火车驶过, 货运列车, 货车车厢, 铁路, 铁轨, 火车经过, 蒸汽火车, 绿皮火车, "
    "火车的声音, 火车行驶, 火车行驶声, 火车行驶的声音, 火车隆隆, 火车隆隆声, 火车轰鸣, 火车轰隆, "
    "火车轰隆隆, 火车飞驰, 火车进站, 火车出站, 火车驶来, 火车驶入, 火车驶进, 火车开动, 火车开来, "
    "火车启动, 火车哐当, 火车哐当声, 火车哐当哐当, 哐当哐当, 哐当哐当的火车, 咣当咣当, 况且况且, "
    "哐哧哐哧, 火车头, 火车轨道声, 火车轮声, 火车车轮声, 车轮与铁轨, 铁轨声, 铁轨哐当, "
    "铁轨的撞击声, 列车飞驰, 列车进站, 列车行驶, 列车声, 列车隆隆, 列车轰鸣, 列车驶来, 列车启动, "
    "货运火车, 运煤火车, 蒸汽机车, 蒸汽火车头, 蒸汽列车, 老火车, 老式火车, 旧火车, 绿皮车, 高铁, "
    "动车, 地铁驶过, 地铁进站, 地铁声, 夜行列车, 夜班火车, 铁路上的火车, 有轨电车, 电车, 小火车, "
    "城铁",
    heavy="express train, 特快列车, 特快火车, 疾驰的火车, 飞驰的火车, 飞驰的列车, 呼啸的火车, "
    "呼啸的列车",
    examples=("a train passing", "火车驶过"),
    make=_make,
    place=Place.FIELD,
    metres=(3.0, 8.0, 300.0),
    gain_db=-8.0,
    mix_db=3.0,
    doppler=True,
    passes=True,
)
"""The train."""
