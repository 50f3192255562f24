"""Villages, farms, gardens, roads and camps."""

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.reading.lexicon.places.common import (
    BIRDS_BY_TIME,
    DAWN,
    DAY,
    DUSK,
    FARM_BY_TIME,
    FEW_BIRDS_BY_TIME,
    HISTORICAL,
    MODERN,
    NIGHT,
    SPRING,
    SUMMER,
    WINTER,
    far,
    light,
)
from envsound_server.engines.procedural.reading.situation import Situation

COUNTRY: tuple[Situation, ...] = (
    Situation(
        "village",
        "villages, hamlet, small village, country village, rural village, little village, "
        "old village, village green, village street, village square, peasant village",
        "村庄, 小村, 小村庄, 村里, 乡村, 村落, 村口, 农村, 村头, 古村, 小山庄, 村中, 村镇, 乡镇, "
        "田庄",
        always=(light("wind in the trees", -5.0),),
        during={
            **FARM_BY_TIME,
            DAY: (Member("hens", -2.0), far("dog bark", -3.0), light("crowd", -9.0)),
            SUMMER: (far("cicadas", -2.0),),
        },
        place=Place.FIELD,
        is_behind=True,
    ),
    Situation(
        "mountain village",
        "mountain hamlet, village in the mountains, alpine village, hill village",
        "山村, 小山村, 山中小村, 山里的村子, 大山里的村子, 山寨村落, 山乡, 山中村落, 深山小村",
        always=(far("stream", -1.0), light("wind in the trees", -4.0)),
        during={**FARM_BY_TIME},
        place=Place.FIELD,
        is_behind=True,
    ),
    Situation(
        "deserted village",
        "abandoned village, ghost village, ghost town, ruined village, abandoned town, "
        "abandoned house, ruins, ruin, ruined castle, ruined city, derelict house",
        "荒村, 废村, 鬼村, 废弃的村庄, 废墟, 断壁残垣, 荒宅, 废弃的老屋, 老宅, 鬼镇, 空城, 荒城, "
        "废宅, 残垣断壁, 荒废的村庄, 破庙, 荒庙",
        always=(
            Member("wind", -1.0),
            Member("door creak", -3.0),
            light("dark drone", -7.0),
        ),
        during={
            DAY: (far("crows", -1.0),),
            DUSK: (far("crows"),),
            NIGHT: (far("owl", -1.0),),
        },
    ),
    Situation(
        "farm",
        "farms, farmyard, barnyard, farmhouse, ranch, homestead, farmstead, croft, country farm",
        "农场, 农家院, 农家, 农庄, 农舍, 农家小院, 养殖场, 牧羊场, 农家院子, 庄园农场, 乡下农家",
        always=(far("cow", -3.0), light("wind", -6.0)),
        during={
            **FARM_BY_TIME,
            DAY: (Member("hens", -1.0), Member("pig", -4.0), far("sheep", -3.0)),
        },
        place=Place.FIELD,
        is_behind=True,
    ),
    Situation(
        "stable",
        "stables, horse stable, horse stables, horse stall, paddock",
        "马厩, 马棚, 马房, 马圈, 马槽, 马场, 御马监",
        always=(
            light("horse hooves", -2.0),
            Member("door creak", -6.0),
            light("footsteps on wood", -7.0),
        ),
        place=Place.ROOM,
    ),
    Situation(
        "barn",
        "barns, cowshed, cow shed, byre, hayloft, sheepfold, sheep pen, granary, wooden shed, "
        "milking parlour",
        "谷仓, 牛棚, 牛圈, 牲口棚, 草棚, 柴房, 粮仓, 仓房, 马棚牛圈, 牛栏",
        always=(Member("cow", -3.0), Member("door creak", -5.0)),
        during={
            DAY: (Member("hens", -2.0),),
            NIGHT: (far("crickets", -3.0),),
            WINTER: (far("howling wind", -2.0),),
        },
        place=Place.ROOM,
    ),
    Situation(
        "blacksmith's forge",
        "blacksmith's workshop, blacksmith's shop, blacksmith shop, village forge, "
        "armoury forge, swordsmith's forge, foundry, ironworks",
        "铁匠作坊, 打铁铺, 铁匠炉, 锻造坊, 铸剑炉, 铸剑山庄, 兵器铺, 铁铺, 铸造坊, 锻炉",
        always=(Member("hammering"), Member("fireplace", -2.0)),
        usual=(DAY, HISTORICAL),
        place=Place.ROOM,
    ),
    Situation(
        "carpenter's workshop",
        "carpenter, carpenters, joinery, carpentry workshop, woodworking shop, wood shop, "
        "workshop, joiner's workshop, boatbuilder's workshop",
        "木匠铺, 木工房, 木工坊, 木匠作坊, 木匠, 木工车间, 作坊, 工坊, 棺材铺",
        always=(Member("sawing", -1.0), Member("hammering", -5.0)),
        place=Place.ROOM,
    ),
    Situation(
        "water mill",
        "mill, mills, watermill, mill wheel, water wheel, waterwheel, old mill, mill house",
        "磨坊, 水磨坊, 水车, 水磨, 老磨坊, 水车旁, 水碾",
        always=(Member("river", -2.0), Member("door creak", -3.0)),
        during={DAY: (light("songbirds", -7.0),)},
        usual=(DAY, HISTORICAL),
    ),
    Situation(
        "windmill",
        "windmills, old windmill, sails of a windmill",
        "风车, 风车磨坊, 老风车, 风车旁",
        always=(Member("wind", -1.0), Member("door creak", -3.0)),
        during={DAY: (light("songbirds", -6.0),)},
        place=Place.FIELD,
    ),
    Situation(
        "garden",
        "gardens, backyard, back garden, back yard, rose garden, flower garden, palace garden, "
        "herb garden, vegetable garden, lawn, greenhouse, terrace, veranda, porch",
        "花园, 后花园, 园林, 庭园, 御花园, 植物园, 花圃, 后院, 园子, 苏州园林, 药园, 花房, 露台, "
        "阳台",
        always=(light("wind in the trees", -3.0),),
        during={
            **BIRDS_BY_TIME,
            SPRING: (Member("bees", -1.0),),
            SUMMER: (Member("bees", -2.0), far("cicadas", -4.0)),
        },
    ),
    Situation(
        "apiary",
        "apiaries, bee yard, beekeeper, beekeeper's garden",
        "养蜂人, 蜂场",
        always=(light("wind in the trees", -6.0), Member("bees")),
        during={DAY: (light("songbirds", -5.0),), NIGHT: (light("crickets", -4.0),)},
        usual=(DAY, SUMMER, MODERN),
        place=Place.FIELD,
    ),
    Situation(
        "country road",
        "country lane, country roads, dirt road, footpath, lonely road, path, trail, cart track, "
        "highroad, post road, crossroads, wayside",
        "乡间小路, 小路, 小道, 山路, 土路, 古道, 官道, 驿道, 大路上, 路上, 山道, 田间小路, 路边, "
        "路旁, 茶马古道, 荒野小路, 十字路口, 小径, 乡村公路, 盘山公路",
        always=(light("wind", -4.0),),
        during={
            **FEW_BIRDS_BY_TIME,
            HISTORICAL: (far("horse and carriage"),),
            MODERN: (far("car passing", -2.0),),
        },
        place=Place.FIELD,
    ),
    Situation(
        "camp at night",
        "camp, camps, campsite, camping, encampment, bivouac, tent camp, night camp, "
        "camping trip, tent at night, wilderness camp, around the campfire, "
        "sitting around the campfire",
        "营地, 露营, 野营, 露营地, 宿营, 扎营, 宿营地, 营地夜晚, 野外露营, 篝火旁, 篝火边, "
        "围着篝火, 夜宿荒野, 露宿",
        always=(Member("campfire"), light("wind in the trees", -6.0)),
        during={
            DAY: (light("songbirds", -5.0),),
            NIGHT: (Member("crickets", -2.0), far("owl", -2.0)),
        },
        usual=(NIGHT, MODERN),
    ),
    Situation(
        "graveyard",
        "graveyards, cemetery, cemeteries, churchyard, burial ground, grave, graves, graveside, "
        "at the grave",
        "墓地, 坟地, 坟场, 公墓, 乱葬岗, 坟前, 墓园, 坟头, 墓前, 陵园, 荒坟, 坟墓",
        always=(Member("wind", -3.0),),
        during={
            DAWN: (far("crows", -1.0),),
            DAY: (Member("crows", -2.0),),
            DUSK: (Member("crows", -1.0),),
            NIGHT: (Member("owl"), light("dark drone", -5.0)),
        },
        place=Place.FIELD,
    ),
    Situation(
        "cottage",
        "cottages, cabin, log cabin, hut, mountain hut, hermit's hut, wooden cabin, "
        "cabin in the woods, thatched cottage, forest cabin, shack, chalet, hunting lodge",
        "小木屋, 木屋, 茅屋, 草屋, 草庐, 茅草屋, 林中小屋, 小屋, 猎人小屋, 山中小屋, 茅舍, 窝棚, "
        "土屋",
        always=(Member("fireplace", -2.0), Member("door creak", -7.0)),
        during={WINTER: (far("howling wind"),)},
        place=Place.ROOM,
    ),
    Situation(
        "village well",
        "old well, draw well, at the well, water well",
        "水井, 井边, 古井, 井台, 枯井, 井底, 老井",
        always=(Member("dripping water"), light("wind", -6.0)),
        during={**FEW_BIRDS_BY_TIME, HISTORICAL: (Member("pouring water", -4.0),)},
    ),
    Situation(
        "hunt",
        "hunting, fox hunt, hunting party, royal hunt, hunters in the forest, the hunt, stag hunt",
        "狩猎, 打猎, 围猎, 秋猎, 猎场, 围场, 追猎, 皇家围猎",
        always=(Member("dog bark", -2.0), far("wind in the trees", -3.0)),
        during={
            HISTORICAL: (Member("horse hooves", -1.0), Member("arrow", -3.0)),
            MODERN: (far("gunshot", -3.0), light("footsteps on leaves", -2.0)),
        },
        usual=(DAY, HISTORICAL),
        place=Place.FOREST,
    ),
)
"""Villages, farms, gardens, roads and camps."""
