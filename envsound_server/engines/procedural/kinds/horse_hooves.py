"""Hooves of a shod horse on cobblestones: hollow horn, damped iron, stone."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.hooves import Hoof, hooves
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.presence import OUTDOORS, WithPresence
from envsound_server.engines.procedural.source import Part, Source

_HOOF = Hoof(
    wall=Body(
        843.0,
        1_440.0,
        11,
        0.0079,
        decay_exponent=0.449,
        level_exponent=0.888,
        spacing=1.0,
        spread=0.385,
    ),
    contact_seconds=0.000934,
    shoe=Body(
        2_080.0,
        13_000.0,
        35,
        0.00774,
        level_exponent=0.0689,
        decay_exponent=0.628,
        spacing=2.32,
        spread=1.1,
    ),
    shoe_db=-16.7,
    ground=Burst(529.0, 3_180.0, 0.0181, attack_seconds=0.000396),
    ground_db=-8.9,
    weight=Burst(37.9, 200.0, 0.0529, attack_seconds=0.0002),
    weight_db=-14.1,
)
_PRESENCE_DB = -39.2


def _make(part: Part) -> Source:
    return WithPresence(part, hooves(part, _HOOF), _PRESENCE_DB, OUTDOORS)


KIND = Kind(
    name="horse hooves",
    chinese_name="马蹄",
    ucs="FEETHors",
    group=Group.EVENT,
    english="horse, horses, hooves, hoof, hoofbeats, horse trotting, horses trotting, "
    "horse on cobblestones, horse trotting on cobblestones, hooves on cobblestones, "
    "trotting horse, clip-clop, clip clop, horse riding, horseback riding, "
    "horse walking, trot, horse hoofbeats, mare, stallion, steed, pony, ponies, "
    "hoofbeat, hoof beats, clip clopping, cavalry",
    chinese="马蹄声, 马匹, 骑马, 马跑, 马蹄哒哒, 哒哒的马蹄, 马走路, 马蹄声声, 马蹄声响, "
    "马蹄声阵阵, 马蹄声哒哒, 马蹄的声音, 马蹄达达, 马蹄得得, 得得的马蹄声, 得得马蹄, 哒哒马蹄, "
    "哒哒马蹄声, 哒哒的马蹄声, 嘚嘚的马蹄声, 马蹄嘚嘚, 马蹄笃笃, 马蹄踏地, 马蹄踏过, 马蹄疾, 蹄声, "
    "蹄声阵阵, 铁蹄, 铁蹄声, 马, 马儿, 马跑声, 马儿奔跑, 马小跑, 马慢跑, 马走, 马踏石板, "
    "马踏过石板路, 战马, 骏马, 白马, 马群, 骑兵, 骑马声, 骑马飞奔, 策马, 策马而来, 纵马, 打马而过, "
    "快马, 快马加鞭, 马队, 马帮, 骡马, 骑手, 驿马",
    heavy="galloping horse, galloping horses, horse galloping, horses galloping, gallop, "
    "galloping, 奔马, 骏马奔腾, 马奔跑, 策马奔腾, 战马奔腾, 骏马奔驰, 骏马飞奔, 马奔腾, 马飞奔, "
    "马疾驰, 马狂奔, 马奔驰, 万马奔驰, 策马狂奔, 策马飞奔, 策马疾驰, 纵马狂奔, 纵马疾驰, 马群奔腾, "
    "群马奔腾, 骑兵冲锋, 铁骑, 千军万马, 疾驰的马, 飞奔的马, 奔腾的马, 奔腾的骏马, 奔马声, "
    "马群飞奔, 骏马疾驰, 快马疾驰, 战马飞驰, 飞驰的骏马",
    light="walking horse, 慢走的马, 慢步的马, 马慢走, 马慢慢走, 马漫步, 马儿漫步, 信马由缰",
    examples=("a horse trotting on cobblestones", "马蹄声"),
    make=_make,
    place=Place.STREET,
    metres=(2.0, 6.0, 60.0),
    gain_db=-3.0,
    mix_db=-1.0,
)
