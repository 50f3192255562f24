"""Woods, mountains, plains and fresh water."""

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.reading.lexicon.places.common import (
    AUTUMN,
    BIRDS_BY_TIME,
    DAWN,
    DAY,
    DUSK,
    FEW_BIRDS_BY_TIME,
    MODERN,
    NIGHT,
    SPRING,
    SUMMER,
    WINTER,
    far,
    heavy,
    light,
)
from envsound_server.engines.procedural.reading.situation import Situation

NATURE: tuple[Situation, ...] = (
    Situation(
        "forest",
        "woods, woodland, wood at night, wooded hills, wooded hill, deep forest, pine forest, "
        "fir forest, oak forest, birch forest, forest path, forest clearing, forest glade, "
        "glade, clearing in the woods, grove, thicket, forest floor, edge of the forest, "
        "enchanted forest",
        "森林, 树林, 林子, 林间, 林中, 密林, 山林, 深林, 松林, 松树林, 小树林, 白桦林, 林间小路, "
        "林中小路, 林间空地, 森林深处, 密林深处, 丛林小路, 野林, 老林, 深山老林",
        always=(light("wind in the trees", -1.0),),
        during={
            **BIRDS_BY_TIME,
            NIGHT: (Member("crickets", -2.0), Member("owl")),
            SPRING: (far("woodpecker", -3.0),),
            SUMMER: (Member("cicadas", -4.0),),
            WINTER: (far("crows", -2.0),),
        },
        place=Place.FOREST,
    ),
    Situation(
        "dark forest",
        "haunted forest, haunted woods, dark woods, black forest, cursed forest, spooky forest, "
        "sinister forest, eerie forest, eerie woods",
        "黑森林, 幽暗的森林, 阴森的森林, 阴森的树林, 黑暗森林, 鬼林, 诡异的森林, 迷雾森林",
        always=(
            light("wind in the trees", -1.0),
            Member("dark drone", -6.0),
            Member("owl", -2.0),
            far("crows", -2.0),
        ),
        during={NIGHT: (far("wolf howl", -1.0),)},
        usual=(NIGHT, MODERN),
        place=Place.FOREST,
    ),
    Situation(
        "autumn forest",
        "autumn woods, autumnal forest, autumnal woods, forest in autumn, woods in autumn, "
        "fall forest, forest in the fall",
        "秋林, 秋日森林, 秋天的森林, 秋天的树林, 秋日树林, 枫林, 枫树林, 红叶林, 落叶林",
        always=(Member("wind in the trees"), far("crows", -3.0)),
        during={
            DAWN: (Member("songbirds", -3.0),),
            DAY: (light("songbirds", -5.0),),
            NIGHT: (light("crickets", -3.0), Member("owl", -1.0)),
        },
        usual=(DAY, AUTUMN, MODERN),
        place=Place.FOREST,
    ),
    Situation(
        "winter forest",
        "snowy forest, snow-covered forest, snowy woods, winter woods, forest in winter, "
        "woods in winter, frozen forest, taiga",
        "冬天的森林, 冬日森林, 雪林, 雪中森林, 冬林, 积雪的森林, 白雪覆盖的森林, 林海雪原",
        always=(Member("wind in the trees", -1.0), light("howling wind", -6.0)),
        during={
            DAY: (far("crows", -2.0), far("woodpecker", -4.0)),
            DUSK: (far("crows", -1.0),),
            NIGHT: (Member("owl"), far("wolf howl", -1.0)),
        },
        usual=(DAY, WINTER, MODERN),
        place=Place.FOREST,
    ),
    Situation(
        "deep jungle",
        "jungle, rainforest, rain forest, tropical forest, tropical rainforest, amazon, "
        "amazon rainforest, primeval forest",
        "丛林, 热带雨林, 雨林, 热带丛林, 原始森林, 原始丛林, 亚马逊雨林, 丛林深处, 原始雨林",
        always=(Member("cicadas"), Member("dripping water", -4.0), Member("frogs", -6.0)),
        during={
            **BIRDS_BY_TIME,
            DAY: (heavy("songbirds", -1.0),),
            NIGHT: (heavy("crickets"), Member("owl", -4.0)),
        },
        place=Place.FOREST,
    ),
    Situation(
        "bamboo grove",
        "bamboo forest, bamboo thicket, bamboo wood, bamboo woods, bamboo path",
        "竹林, 竹林深处, 竹林小径, 竹园, 翠竹林, 紫竹林, 竹径",
        always=(Member("wind in the trees"),),
        during={
            **BIRDS_BY_TIME,
            SUMMER: (Member("cicadas", -5.0),),
            AUTUMN: (light("wind", -5.0),),
        },
        place=Place.FOREST,
    ),
    Situation(
        "orchard",
        "apple orchard, cherry orchard, fruit garden, olive grove, vineyard, plantation",
        "果园, 苹果园, 桃园, 桃林, 桃花林, 杏林, 梅林, 梅园, 桃花源, 葡萄园, 茶园, 茶山",
        always=(light("wind in the trees", -2.0),),
        during={**BIRDS_BY_TIME, SPRING: (Member("bees", -1.0),), SUMMER: (light("bees", -2.0),)},
        place=Place.FIELD,
    ),
    Situation(
        "mountain top",
        "mountain peak, mountain summit, summit, mountain ridge, mountain pass, high mountains, "
        "alpine peak, peak of a mountain, top of the mountain, top of a mountain, mountainside, "
        "mountain slope, mountains, mountain",
        "山顶, 山巅, 峰顶, 山峰, 高山, 雪山, 山脊, 山口, 山上, 山头, 山岭, 群山, 峰巅, 绝顶, "
        "华山之巅, 高山之巅, 山坡",
        always=(Member("wind"), light("howling wind", -3.0)),
        during={DAY: (far("crows", -5.0),), WINTER: (light("blizzard", -4.0),)},
        place=Place.FIELD,
    ),
    Situation(
        "alpine pasture",
        "alpine meadow, mountain pasture, mountain meadow, pasture, sheep pasture, alps",
        "高山牧场, 牧场, 草场, 山间草地, 高山草甸, 草甸, 牧羊的山坡",
        always=(light("wind", -2.0), far("small bells", 2.0), far("sheep")),
        during={**FEW_BIRDS_BY_TIME, DAY: (far("cow", -2.0), light("songbirds", -5.0))},
        place=Place.FIELD,
    ),
    Situation(
        "mountain valley",
        "valley, ravine, gorge, canyon, glen, deep valley, empty valley",
        "山谷, 峡谷, 幽谷, 空谷, 深谷, 山坳, 大峡谷, 山中, 山间, 山里, 深山, 深山里, 山沟, 谷底, "
        "空山, 大山里, 大山深处",
        always=(light("wind", -2.0), far("stream", -1.0)),
        during={**BIRDS_BY_TIME, DUSK: (far("crows", -1.0),)},
        place=Place.FIELD,
    ),
    Situation(
        "cliff",
        "cliffs, cliff edge, clifftop, cliff top, edge of a cliff, precipice, abyss, "
        "edge of the abyss",
        "悬崖, 悬崖边, 崖边, 断崖, 绝壁, 山崖, 崖顶, 悬崖峭壁, 崖上, 深渊",
        always=(Member("wind"), light("howling wind", -4.0)),
        during={DAY: (far("crows", -4.0),)},
        place=Place.FIELD,
    ),
    Situation(
        "sea cliff",
        "sea cliffs, cliffs above the sea, cliff above the sea, cliff by the sea, "
        "cliffs by the sea, rocky coast, headland",
        "海边悬崖, 海崖, 临海的悬崖, 礁石, 海边礁石, 海岬, 礁石岸",
        always=(heavy("ocean waves", -1.0), Member("wind", -2.0)),
        during={DAY: (Member("seagulls", -1.0),), DAWN: (Member("seagulls", -2.0),)},
        place=Place.FIELD,
    ),
    Situation(
        "desert",
        "sandy desert, sand dunes, dunes, sand dune, sahara, gobi, wasteland, badlands, wastes",
        "沙漠, 大漠, 戈壁, 戈壁滩, 沙丘, 荒漠, 黄沙, 大漠黄沙, 黄沙大漠, 沙海, 塞外, 西域",
        always=(Member("wind"), light("howling wind", -5.0)),
        during={NIGHT: (light("crickets", -6.0),)},
        place=Place.FIELD,
    ),
    Situation(
        "caravan in the desert",
        "desert caravan, camel caravan, caravan, camel train, silk road, caravan of camels",
        "驼队, 商队, 沙漠驼队, 沙漠商队, 大漠驼队, 丝绸之路, 丝路, 骆驼队, 沙漠中的驼队",
        always=(Member("wind", -2.0), Member("small bells"), light("crowd", -8.0)),
        during={NIGHT: (Member("campfire", -2.0),)},
        usual=(DAY, MODERN),
        place=Place.FIELD,
    ),
    Situation(
        "swamp",
        "swamps, marsh, marshes, marshland, bog, bayou, wetland, wetlands, fen, mire, mangrove",
        "沼泽, 沼泽地, 湿地, 泥沼, 芦苇荡, 芦苇丛, 水泽, 红树林, 大泽",
        always=(Member("frogs", -1.0), Member("bubbles", -6.0), light("wind", -6.0)),
        during={
            DAWN: (Member("songbirds", -3.0), Member("duck", -4.0)),
            DAY: (Member("songbirds", -4.0), Member("bees", -6.0)),
            DUSK: (Member("crickets", -2.0),),
            NIGHT: (Member("crickets"), far("owl", -1.0)),
        },
        place=Place.FIELD,
    ),
    Situation(
        "lake",
        "lakes, lakeside, lakeshore, lake shore, shore of a lake, shore of the lake, "
        "mountain lake, by the lake, at the lake, quiet lake, reservoir",
        "湖, 湖边, 湖畔, 湖面, 湖上, 湖水, 西湖, 湖岸, 湖心, 水库, 大湖, 洞庭湖, 湖光山色",
        always=(light("ocean waves", -6.0), light("wind", -4.0)),
        during={
            **FEW_BIRDS_BY_TIME,
            DAY: (light("songbirds", -5.0), Member("duck", -4.0)),
            NIGHT: (Member("crickets", -3.0), far("frogs", -1.0)),
        },
        place=Place.FIELD,
    ),
    Situation(
        "pond",
        "ponds, lily pond, garden pond, village pond, lotus pond, by the pond, fish pond",
        "池塘, 荷塘, 荷花池, 莲池, 水塘, 池塘边, 塘边, 鱼塘, 荷塘月色, 池边, 池畔",
        always=(light("wind in the trees", -4.0), Member("bubbles", -8.0)),
        during={
            DAWN: (Member("songbirds", -2.0), Member("duck", -3.0)),
            DAY: (Member("songbirds", -4.0), Member("duck", -3.0)),
            DUSK: (Member("frogs", -2.0),),
            NIGHT: (Member("frogs"), Member("crickets", -3.0)),
        },
        place=Place.FIELD,
    ),
    Situation(
        "river bank",
        "riverbank, riverside, riverside path, by the river, bank of the river, bank of a river, "
        "banks of the river, banks of a river, river valley, ford, river crossing",
        "江岸, 岸边, 河边, 河畔, 江边, 江畔, 河岸, 河滩, 河堤, 江堤, 江滩, 小河边, 大河边, "
        "河岸边, 长江边, 黄河边",
        always=(light("river", -1.0), light("wind in the trees", -6.0)),
        during={
            **FEW_BIRDS_BY_TIME,
            SUMMER: (Member("frogs", -5.0),),
        },
        place=Place.FIELD,
    ),
    Situation(
        "mountain stream bank",
        "forest stream, stream in the forest, stream in the woods, stream bank, streamside, "
        "by the stream, by a stream, by the brook, by a brook, brookside",
        "溪边, 溪畔, 山溪, 山间小溪, 小溪边, 林间小溪, 山涧边, 林中溪流, 溪谷, 泉边",
        always=(Member("stream"), light("wind in the trees", -5.0)),
        during={**BIRDS_BY_TIME},
        place=Place.FOREST,
    ),
    Situation(
        "waterfall valley",
        "valley with a waterfall, foot of the waterfall, foot of a waterfall, "
        "at the foot of the waterfall, behind the waterfall, plunge pool",
        "瀑布下, 瀑布边, 瀑布旁, 瀑布脚下, 瀑布山谷, 水帘洞, 深潭, 龙潭, 潭边",
        always=(Member("waterfall", -1.0), far("stream", -3.0)),
        during={DAWN: (Member("songbirds", -2.0),), DAY: (Member("songbirds", -3.0),)},
        place=Place.FOREST,
    ),
    Situation(
        "meadow",
        "meadows, flower meadow, wildflower meadow, grassland, grasslands, summer meadow, "
        "field of flowers, green hills, hillside, hill, hills, hilltop",
        "草地, 草坪, 花田, 花海, 草丛, 山花烂漫的草地, 野花丛, 花丛, 小山坡, 山丘, 草坡",
        always=(light("wind", -3.0),),
        during={
            **BIRDS_BY_TIME,
            SPRING: (Member("bees", -2.0),),
            SUMMER: (Member("bees", -1.0), far("cicadas", -4.0)),
        },
        place=Place.FIELD,
    ),
    Situation(
        "steppe",
        "prairie, prairies, plains, savanna, savannah, moor, moors, moorland, heath, heathland, "
        "open plain, open country, the great plains, mongolian steppe, pampas",
        "草原, 大草原, 荒原, 旷野, 原野, 平原, 荒野, 野外, 呼伦贝尔草原, 塞北草原, 茫茫草原, "
        "郊野, 荒郊, 荒郊野外, 荒山, 荒山野岭",
        always=(Member("wind", -1.0),),
        during={
            DAWN: (light("songbirds", -3.0),),
            DAY: (far("crows", -5.0),),
            SUMMER: (Member("crickets", -4.0),),
            NIGHT: (far("wolf howl", -1.0),),
        },
        place=Place.FIELD,
    ),
    Situation(
        "field",
        "fields, open field, wheat field, corn field, cornfield, wheat fields, barley field, "
        "farmland, cropland, ploughed field, plowed field, countryside, rural landscape",
        "田野, 麦田, 田间, 田地, 田里, 田园, 庄稼地, 玉米地, 农田, 地里, 乡间, 乡下, 乡野, "
        "金色麦田, 高粱地, 菜地, 菜园",
        always=(light("wind", -2.0),),
        during={
            **BIRDS_BY_TIME,
            SUMMER: (far("cicadas", -3.0),),
            WINTER: (far("crows", -1.0),),
        },
        place=Place.FIELD,
    ),
    Situation(
        "rice paddy",
        "rice paddies, paddy field, paddy fields, rice field, rice fields, rice terraces",
        "稻田, 水田, 稻田里, 稻田边, 梯田, 秧田, 稻花田, 田埂, 田埂上",
        always=(light("wind", -4.0), Member("frogs", -1.0), light("stream", -6.0)),
        during={
            **FEW_BIRDS_BY_TIME,
            DAY: (light("songbirds", -5.0), far("cow", -3.0)),
        },
        place=Place.FIELD,
    ),
    Situation(
        "cave",
        "caves, cavern, caverns, grotto, limestone cave, ice cave, underground cave, "
        "underground cavern, cave entrance, underground lake, catacomb, catacombs",
        "洞穴, 山洞, 岩洞, 溶洞, 石洞, 洞里, 洞中, 洞内, 地下洞穴, 钟乳石洞, 冰洞, 洞窟, 石窟, "
        "深洞, 山洞深处, 地下河",
        always=(Member("dripping water"), light("dark drone", -8.0)),
        place=Place.CAVE,
    ),
    Situation(
        "coal mine",
        "mines, in a mine, in the mine, abandoned mine, old mine, mine shaft, mineshaft, "
        "gold mine, silver mine, mine tunnel, quarry",
        "矿井, 矿洞, 矿山, 煤矿, 金矿, 矿坑, 坑道, 采石场",
        always=(far("hammering", -2.0), Member("dripping water", -2.0)),
        during={MODERN: (far("machine hum", -2.0),)},
        place=Place.CAVE,
    ),
    Situation(
        "snowfield",
        "snow field, snowy plain, snowy plains, snowy mountains, snowy mountain, tundra, arctic, "
        "antarctica, south pole, north pole, glacier, ice field, frozen lake, ice plain",
        "雪原, 雪地, 冰原, 冰川, 北极, 南极, 极地, 茫茫雪原, 冰天雪地, 冰湖, 雪域, 雪域高原, 雪岭",
        always=(Member("howling wind", -2.0), light("blizzard", -5.0)),
        usual=(DAY, WINTER, MODERN),
        place=Place.FIELD,
    ),
    Situation(
        "volcano",
        "volcanoes, volcanic crater, lava field, crater, lava lake",
        "火山, 火山口, 熔岩, 岩浆湖, 熔岩湖",
        always=(far("explosion", -4.0), Member("bubbles"), Member("dark drone", -6.0)),
        place=Place.FIELD,
    ),
)
"""Woods, mountains, plains and fresh water."""
