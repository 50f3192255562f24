"""Rooms of a house."""

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.reading.lexicon.places.common import (
    DAY,
    HISTORICAL,
    MODERN,
    NIGHT,
    WINTER,
    far,
    light,
)
from envsound_server.engines.procedural.reading.situation import Situation

HOMES: tuple[Situation, ...] = (
    Situation(
        "kitchen",
        "kitchens, castle kitchen, busy kitchen, restaurant kitchen, kitchen at home, scullery, "
        "home kitchen, hotel kitchen",
        "厨房, 厨房里, 后厨, 灶房, 灶间, 御膳房, 伙房, 灶台, 灶台边, 厨房间",
        always=(
            Member("chopping", -3.0),
            Member("frying", -3.0),
            Member("dishes", -3.0),
        ),
        during={
            MODERN: (light("fan", -4.0),),
            HISTORICAL: (Member("fireplace", -3.0), Member("boiling water", -3.0)),
        },
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "dinner table",
        "family dinner, dinner party, at the dinner table, family meal, breakfast table, "
        "banquet table, having dinner, having breakfast, supper",
        "饭桌, 餐桌, 吃饭, 吃晚饭, 家宴, 年夜饭, 晚餐, 饭桌上, 餐桌上, 早餐, 家里吃饭, 团圆饭",
        always=(Member("dishes", -3.0), light("crowd", -5.0)),
        during={MODERN: (Member("pouring water", -6.0),)},
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "bedroom",
        "bedrooms, bed room, bedchamber, sickbed, deathbed, in bed, hotel room, guest room",
        "卧室, 卧房, 寝室内, 睡房, 病榻, 病床前, 床边, 旅馆房间, 酒店房间, 客房, 厢房, 房中",
        always=(Member("room tone", -2.0),),
        during={
            MODERN: (Member("clock ticking", -2.0),),
            NIGHT: (light("breathing", -4.0),),
        },
        place=Place.ROOM,
    ),
    Situation(
        "bedroom at night",
        "sleeping room, sleeping family, asleep in bed, dark bedroom, child's bedroom at night, "
        "bedroom in the night",
        "夜晚的卧室, 深夜的卧室, 深夜卧室, 卧室夜晚, 熟睡的房间, 夜里的卧室, 卧室里的夜晚",
        always=(light("breathing", -3.0),),
        during={MODERN: (Member("clock ticking", -2.0),), HISTORICAL: (Member("room tone", -3.0),)},
        usual=(NIGHT, MODERN),
        place=Place.ROOM,
    ),
    Situation(
        "living room",
        "sitting room, drawing room, parlour, parlor, lounge, family room, apartment, "
        "apartment interior",
        "客厅, 起居室, 家中, 家里, 公寓, 堂屋, 客厅里, 屋子里, 家中客厅, 出租屋, 公寓里, 房子里",
        always=(Member("room tone", -2.0), Member("clock ticking", -1.0)),
        during={
            MODERN: (far("city traffic", -6.0),),
            NIGHT: (light("door creak", -7.0),),
        },
        place=Place.ROOM,
    ),
    Situation(
        "living room with fireplace",
        "fireside, by the fireside, by the fire, by the fireplace, by the hearth, "
        "cosy living room, cozy living room, room with a fireplace, "
        "living room with a fireplace, in front of the fireplace, sitting by the fire, "
        "winter evening by the fire",
        "炉边, 火炉旁, 壁炉前, 炉火旁, 炉边夜话, 围炉, 围炉夜话, 有壁炉的客厅, 温暖的客厅, 壁炉边",
        always=(Member("fireplace"), Member("clock ticking", -3.0)),
        during={WINTER: (far("howling wind", -1.0),)},
        place=Place.ROOM,
    ),
    Situation(
        "study",
        "study room, reading room, home office, private library, victorian study, "
        "professor's study, writer's room, reading nook",
        "读书室, 阅览室, 自习室, 书室, 写作间, 阅览室里",
        always=(
            Member("turning pages", 2.0),
            Member("writing", 2.0),
            Member("clock ticking", -1.0),
        ),
        during={WINTER: (light("fireplace", -4.0),)},
        place=Place.ROOM,
    ),
    Situation(
        "attic",
        "attics, loft, garret, attic room, dusty attic, roof space, box room",
        "阁楼, 顶楼, 阁楼上, 老阁楼, 亭子间, 阁楼里",
        always=(Member("door creak", -2.0), far("wind"), light("footsteps on wood", -6.0)),
        during={NIGHT: (light("howling wind", -5.0),)},
        place=Place.ROOM,
    ),
    Situation(
        "cellar",
        "cellars, basement, wine cellar, basement room, crypt-like cellar, vault, vaults, "
        "underground room, bunker, air-raid shelter",
        "地窖, 酒窖, 地下室, 地下密室, 密室, 地库, 防空洞, 地下室里, 地牢般的地下室, 冰窖",
        always=(Member("dripping water", -1.0), Member("door creak", -6.0)),
        during={MODERN: (light("machine hum", -4.0),)},
        place=Place.CAVE,
    ),
    Situation(
        "bathroom",
        "bathrooms, washroom, bath, bathtub, taking a bath, toilet, public toilet, bath house, "
        "bathhouse, public bath, hot spring, hot springs, thermal bath",
        "浴室, 卫生间, 洗手间, 洗澡, 沐浴, 澡堂, 浴池, 温泉, 厕所, 泡温泉, 浴桶, 华清池, 泡澡",
        always=(Member("pouring water", -1.0), Member("dripping water", -2.0)),
        during={MODERN: (light("fan", -4.0),)},
        place=Place.ROOM,
    ),
    Situation(
        "house corridor",
        "corridor, corridors, hallway, hallways, passageway, stairwell, hotel corridor, "
        "empty corridor, long corridor",
        "走廊, 过道, 楼道, 走廊里, 长廊, 回廊, 楼道里, 酒店走廊, 空荡的走廊, 廊下, 楼梯间",
        always=(Member("footsteps on stone", -2.0), far("door opening and closing", -3.0)),
        during={MODERN: (light("electric buzz", -4.0),)},
        place=Place.CORRIDOR,
    ),
    Situation(
        "haunted mansion",
        "haunted house, haunted castle, ghost house, old mansion, mansion, manor, manor house, "
        "abandoned mansion, vampire's castle, old dark house, spooky house",
        "鬼屋, 凶宅, 鬼宅, 古堡惊魂, 闹鬼的房子, 阴宅, 废弃的古堡, 庄园, 闹鬼的古堡, 义庄",
        always=(
            Member("dark drone", -4.0),
            Member("door creak", -1.0),
            light("howling wind", -4.0),
            light("footsteps on wood", -6.0),
        ),
        during={NIGHT: (far("clock striking", -4.0),)},
        usual=(NIGHT, MODERN),
        place=Place.HALL,
    ),
    Situation(
        "laundromat",
        "launderette, utility room, wash house",
        "洗衣店, 自助洗衣店, 洗衣间, 浣衣局, 洗衣坊",
        always=(Member("pouring water", -4.0),),
        during={
            MODERN: (Member("washing machine"), light("machine hum", -6.0)),
            HISTORICAL: (Member("boiling water", -2.0),),
        },
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "dormitory",
        "dormitories, dorm, dorm room, hostel, barracks at night, boarding school dormitory, "
        "student dormitory",
        "宿舍, 宿舍里, 大学宿舍, 学生宿舍, 寝室, 集体宿舍, 男生宿舍, 女生宿舍",
        always=(light("crowd", -8.0), Member("door opening and closing", -6.0)),
        during={
            DAY: (light("footsteps on wood", -6.0),),
            NIGHT: (Member("snoring", -2.0),),
            MODERN: (Member("fan", -4.0), light("keyboard typing", -4.0)),
        },
        place=Place.ROOM,
    ),
    Situation(
        "writer at the typewriter",
        "writer's desk, newspaper office, newsroom, editorial office, typing pool, "
        "detective's office, private eye's office",
        "报社, 编辑部, 报馆, 新闻编辑室, 侦探事务所, 侦探社",
        always=(Member("typewriter", -2.0), light("crowd", -7.0)),
        during={
            MODERN: (Member("telephone ringing", -5.0),),
            HISTORICAL: (Member("writing", 2.0), Member("turning pages")),
        },
        place=Place.ROOM,
        is_behind=True,
    ),
)
"""Rooms of a house."""
