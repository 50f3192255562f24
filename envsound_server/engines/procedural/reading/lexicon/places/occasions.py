"""Feasts, fairs, weather and seasons."""

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.reading.lexicon.places.common import (
    AUTUMN,
    DAWN,
    DAY,
    DUSK,
    FEW_BIRDS_BY_TIME,
    HISTORICAL,
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

OCCASIONS: tuple[Situation, ...] = (
    Situation(
        "zoo",
        "zoos, zoological garden, menagerie, safari park, animal park, petting zoo",
        "动物园, 动物园里, 野生动物园, 百兽园, 珍禽园",
        always=(light("crowd", -5.0), far("wolf howl", -4.0), far("sheep", -2.0)),
        during={DAY: (heavy("songbirds", -2.0), Member("duck", -3.0))},
        is_behind=True,
    ),
    Situation(
        "circus",
        "circuses, big top, circus tent, circus ring, circus performance",
        "马戏团, 马戏, 杂技, 杂技表演, 马戏表演, 马戏团帐篷, 杂耍",
        always=(
            Member("applause", -4.0),
            Member("cheering", -5.0),
            Member("drum", -4.0),
            light("horse hooves", -4.0),
        ),
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "fairground",
        "fairgrounds, funfair, amusement park, carnival, theme park, ferris wheel, "
        "roller coaster, merry-go-round, carousel, county fair",
        "游乐园, 游乐场, 嘉年华, 主题公园, 摩天轮, 过山车, 旋转木马, 狂欢节, 游园会",
        always=(Member("crowd", -3.0), far("cheering", -2.0)),
        during={
            MODERN: (Member("machine hum", -5.0),),
            HISTORICAL: (Member("small bells", -3.0), far("drum", -5.0)),
            NIGHT: (far("fireworks", -4.0),),
        },
        is_behind=True,
    ),
    Situation(
        "stadium",
        "stadiums, football stadium, football match, soccer match, football game, baseball game, "
        "cricket match, sports match, olympic stadium, basketball game, sports ground, "
        "boxing match, tennis match, rugby match",
        "体育场, 足球场, 球场, 足球比赛, 篮球比赛, 运动会, 比赛现场, 球赛, 看台, 运动场, 足球赛, "
        "赛场",
        always=(Member("cheering", -3.0), Member("crowd", -5.0), far("applause", -3.0)),
        during={MODERN: (far("drum", -5.0),)},
        place=Place.FIELD,
        is_behind=True,
    ),
    Situation(
        "wedding",
        "weddings, church wedding, wedding ceremony, wedding party, bride and groom, "
        "wedding reception",
        "西式婚礼, 教堂婚礼, 婚礼现场, 结婚典礼, 婚礼仪式, 婚礼, 结婚",
        always=(Member("crowd", -4.0), Member("applause", -4.0), far("church bell", -1.0)),
        during={DAY: (light("songbirds", -8.0),)},
        is_behind=True,
    ),
    Situation(
        "funeral",
        "funerals, burial, funeral procession, memorial service, requiem, mourners, interment",
        "葬礼, 下葬, 追悼会, 葬礼现场, 送葬, 告别仪式, 西式葬礼",
        always=(far("church bell"), light("wind", -4.0), light("footsteps on gravel", -4.0)),
        during={DAY: (far("crows", -3.0),)},
    ),
    Situation(
        "parade",
        "parades, military parade, procession, victory parade, street parade, marching band, "
        "triumphal procession",
        "游行, 阅兵, 阅兵式, 花车游行, 凯旋, 巡游, 仪仗队, 庆典游行, 庆典, 凯旋归来",
        always=(
            Member("drum", -3.0),
            Member("cheering", -3.0),
            Member("footsteps on stone", -3.0),
        ),
        during={HISTORICAL: (Member("horse hooves", -3.0),), NIGHT: (far("fireworks", -3.0),)},
        place=Place.STREET,
        is_behind=True,
    ),
    Situation(
        "new year's eve",
        "new year, new years eve, new year eve, new year celebration, new year's party, "
        "turn of the year, independence day, fourth of july",
        "跨年夜, 新年, 跨年, 元旦, 新年倒计时, 新年夜, 跨年倒计时, 国庆之夜",
        always=(Member("fireworks", -2.0), Member("cheering", -4.0), Member("crowd", -5.0)),
        during={NIGHT: (far("clock striking", -1.0),)},
        usual=(NIGHT, WINTER, MODERN),
        is_behind=True,
    ),
    Situation(
        "christmas",
        "christmas eve, christmas market, christmas night, christmas morning, christmas day, "
        "xmas, yuletide, christmas street",
        "圣诞节, 圣诞夜, 平安夜, 圣诞, 圣诞集市, 圣诞前夜",
        always=(
            Member("small bells", -1.0),
            far("church bell", -2.0),
            Member("footsteps in snow", -3.0),
        ),
        during={DAY: (light("crowd", -7.0),), NIGHT: (light("wind", -7.0),)},
        usual=(NIGHT, WINTER, MODERN),
    ),
    Situation(
        "christmas at home",
        "christmas tree, christmas dinner, family christmas, christmas by the fire, "
        "christmas at the fireplace",
        "圣诞树下, 圣诞晚餐, 圣诞壁炉, 家中圣诞",
        always=(Member("fireplace", -1.0), Member("small bells", -2.0), light("crowd", -7.0)),
        usual=(NIGHT, WINTER, MODERN),
        place=Place.ROOM,
    ),
    Situation(
        "halloween",
        "halloween night, witch's kitchen, seance, ritual, dark ritual, black mass",
        "万圣节, 万圣夜, 降灵会, 巫师的厨房, 女巫的小屋, 黑暗仪式, 万圣节之夜, 招魂, 祭坛",
        always=(Member("dark drone", -3.0), Member("owl", -2.0), Member("boiling water", -1.0)),
        during={NIGHT: (far("wolf howl", -1.0), light("howling wind", -5.0))},
        usual=(NIGHT, AUTUMN, MODERN),
    ),
    Situation(
        "party",
        "parties, birthday party, house party, cocktail party, garden party, celebration, "
        "nightclub, disco, reception with champagne, champagne reception",
        "派对, 聚会, 生日派对, 酒会, 鸡尾酒会, 夜总会, 夜店, 生日会, 生日聚会, 舞会派对, 庆祝",
        always=(Member("crowd", -3.0), Member("dishes", -3.0), far("applause", -5.0)),
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "picnic",
        "picnics, barbecue, bbq, picnic in the park, garden barbecue, picnic in the meadow",
        "野餐, 郊游, 春游, 踏青, 野炊, 秋游",
        always=(light("crowd", -5.0), Member("dishes", -5.0)),
        during={
            DAY: (Member("songbirds", -3.0), light("wind in the trees", -6.0)),
            DUSK: (Member("campfire", -5.0),),
            SPRING: (light("bees", -4.0),),
        },
        place=Place.FIELD,
        is_behind=True,
    ),
    Situation(
        "snowy night",
        "snow night, night in the snow, snow at night, winter night, winter's night, "
        "cold winter night, snowfall at night, frosty night, snowy evening, night of snow",
        "雪夜, 冬夜, 寒夜, 大雪之夜, 下雪的夜晚, 飘雪的夜晚, 雪天夜晚, 寒冬之夜, 寒冬深夜, "
        "雪中夜行, 下雪夜, 风雪之夜, 寒冷的冬夜",
        always=(light("wind", -1.0), Member("footsteps in snow", -3.0)),
        during={NIGHT: (far("dog bark", -3.0),)},
        usual=(NIGHT, WINTER, MODERN),
        place=Place.FIELD,
    ),
    Situation(
        "snowfall",
        "snowy day, snow, snowing, falling snow, snowy weather, snowy landscape, snowflakes, "
        "first snow, winter day",
        "下雪, 雪天, 大雪, 飘雪, 小雪, 雪景, 鹅毛大雪, 雪花, 雪花飘飘, 飞雪, 初雪, 雪落, "
        "漫天飞雪, 大雪纷飞, 冬日",
        always=(light("wind", -2.0), Member("footsteps in snow", -2.0)),
        during={DAY: (far("crows", -4.0),)},
        usual=(DAY, WINTER, MODERN),
        place=Place.FIELD,
    ),
    Situation(
        "winter morning",
        "frosty morning, snowy morning, cold winter morning, morning in winter, icy morning",
        "冬天的早晨, 冬日清晨, 雪后清晨, 寒冬清晨, 冬晨, 冬日早晨, 雪晨, 下霜的早晨",
        always=(light("wind", -4.0), Member("footsteps in snow", -3.0)),
        during={DAWN: (far("rooster", -2.0), far("crows", -4.0)), DAY: (far("crows", -3.0),)},
        usual=(DAWN, WINTER, MODERN),
        place=Place.FIELD,
    ),
    Situation(
        "spring morning",
        "morning in spring, may morning, morning in may, country morning, sunny morning, "
        "fresh morning",
        "春天的早晨, 春日清晨, 春晨, 乡村清晨, 山村清晨, 乡村早晨, 明媚的早晨, 春日, 晨光, 春晓",
        always=(light("wind in the trees", -5.0),),
        during={
            DAWN: (heavy("songbirds"), far("rooster")),
            DAY: (Member("songbirds", -1.0),),
            SPRING: (light("bees", -4.0),),
        },
        usual=(DAWN, SPRING, MODERN),
    ),
    Situation(
        "summer night",
        "summer nights, warm summer night, summer's night, summer evening, midsummer night, "
        "hot summer night, balmy night, july night",
        "夏夜, 夏日夜晚, 夏天的夜晚, 仲夏夜, 夏夜乘凉, 夏夜里, 盛夏之夜, 夏日晚上, 夏日的夜晚",
        always=(light("wind in the trees", -6.0),),
        during={
            DUSK: (Member("crickets"), far("frogs", 1.0)),
            NIGHT: (Member("crickets"), far("frogs", 1.0)),
        },
        usual=(NIGHT, SUMMER, MODERN),
        place=Place.FIELD,
    ),
    Situation(
        "summer day",
        "hot summer day, midsummer, summer noon, summer heat, sultry day, summer afternoon, "
        "hot afternoon",
        "夏日, 盛夏, 炎夏, 夏日午后, 夏天的午后, 酷暑, 炎热的夏天, 夏日正午, 暑天, 三伏天",
        always=(light("wind in the trees", -6.0),),
        during={
            DAY: (Member("cicadas"), light("songbirds", -5.0)),
            DUSK: (light("crickets", -1.0),),
            NIGHT: (Member("crickets"),),
        },
        usual=(DAY, SUMMER, MODERN),
    ),
    Situation(
        "autumn day",
        "autumn afternoon, autumn landscape, november day, october day",
        "秋日, 深秋, 晚秋, 秋日午后, 秋色, 萧瑟的秋天",
        always=(Member("wind in the trees", -1.0), far("crows", -2.0)),
        during={DUSK: (light("crickets", -3.0),), NIGHT: (light("crickets", -1.0),)},
        usual=(DAY, AUTUMN, MODERN),
    ),
    Situation(
        "autumn night",
        "autumn evening, evening in autumn, night in autumn, october night, november night",
        "秋夜, 秋天的黄昏, 秋日黄昏, 秋天的夜晚, 秋日夜晚, 深秋的夜晚, 秋天夜晚",
        always=(Member("wind in the trees", -2.0), light("crickets", -1.0)),
        during={DUSK: (far("crows", -2.0),), NIGHT: (far("owl", -3.0),)},
        usual=(NIGHT, AUTUMN, MODERN),
    ),
    Situation(
        "starry night",
        "quiet night, silent night, still night, calm night, peaceful night, moonlit night, "
        "clear night, moonlight, night outdoors, country night",
        "静夜, 月夜, 星空下, 星夜, 宁静的夜晚, 安静的夜晚, 月光下, 寂静的夜, 月下, 夜静, "
        "寂静的夜晚, 月色",
        always=(light("wind", -6.0),),
        during={
            NIGHT: (Member("crickets", -1.0), far("owl", -3.0)),
            WINTER: (far("dog bark", -3.0),),
        },
        usual=(NIGHT, MODERN),
        place=Place.FIELD,
    ),
    Situation(
        "night in the rain",
        "rainy evening, night rain, rain at night, night of rain, rainstorm at night, wet night",
        "雨中夜晚, 下雨的夜晚, 雨夜街头, 凄风苦雨, 夜里下雨, 秋雨之夜",
        always=(Member("rain"), light("wind", -5.0), Member("dripping water", -4.0)),
        usual=(NIGHT, MODERN),
    ),
    Situation(
        "stormy night",
        "storm at night, thunderstorm at night, dark and stormy night, night of storm, night storm",
        "暴风雨之夜, 雷雨夜, 雷雨之夜, 风雨之夜, 暴风雨的夜晚, 风雨夜, 雷电交加的夜晚",
        always=(heavy("rain", -1.0), Member("thunder", -1.0), heavy("wind", -3.0)),
        usual=(NIGHT, MODERN),
    ),
    Situation(
        "calm before a storm",
        "calm before the storm, before the storm, approaching storm, gathering storm, "
        "storm brewing, oncoming storm, storm is coming, approaching thunderstorm",
        "暴风雨前的宁静, 暴风雨前, 风雨欲来, 山雨欲来, 暴风雨来临前, 大雨将至, 暴雨将至, "
        "雷雨将至, 山雨欲来风满楼",
        always=(far("thunder"), Member("wind", -3.0), light("wind in the trees", -4.0)),
        during={DAY: (far("wings", -2.0),)},
    ),
    Situation(
        "after the rain",
        "after rain, after the storm, after a storm, after the shower, after the thunderstorm, "
        "rain has just stopped, when the rain has stopped",
        "雨后, 雨后初晴, 雨过天晴, 雨后清晨, 雨停之后, 暴雨过后, 空山新雨后, 雨后的森林, "
        "雨后的小巷, 雨后小镇",
        always=(Member("dripping water"), light("wind in the trees", -6.0)),
        during={
            DAWN: (heavy("songbirds", -1.0),),
            DAY: (Member("songbirds", -1.0),),
            DUSK: (Member("frogs", -3.0), light("songbirds", -5.0)),
            NIGHT: (Member("frogs", -1.0), light("crickets", -3.0)),
        },
    ),
    Situation(
        "foggy morning",
        "foggy, misty morning, foggy night, foggy day, foggy london",
        "晨雾, 雾天, 大雾弥漫, 雾蒙蒙的早晨",
        always=(light("wind", -6.0), Member("dripping water", -5.0)),
        during={
            **FEW_BIRDS_BY_TIME,
            DAWN: (far("crows", -3.0), far("songbirds", -2.0)),
            DAY: (far("crows", -3.0),),
            HISTORICAL: (far("church bell", -3.0),),
            MODERN: (far("ship horn", -5.0),),
        },
        usual=(DAWN, MODERN),
    ),
    Situation(
        "sandstorm",
        "sandstorms, sand storm, dust storm, dust storms, desert storm, dust devil",
        "尘暴, 狂沙, 狂风黄沙, 沙尘漫天, 沙漠风暴",
        always=(heavy("wind"), heavy("howling wind", -2.0)),
        place=Place.FIELD,
    ),
    Situation(
        "flood",
        "floods, dam break, flash flood, tsunami, flooded village, flooded river, tidal wave",
        "决堤, 发大水, 洪灾, 洪水泛滥, 溃坝, 水漫金山",
        always=(heavy("river"), heavy("rain", -3.0), far("cheering", -8.0)),
    ),
    Situation(
        "harvest",
        "harvest time, haymaking, harvesting, threshing, harvest field",
        "秋收, 收割, 丰收, 打谷场, 收麦子, 割麦, 晒谷场, 麦收",
        always=(light("crowd", -6.0), Member("whoosh", -3.0), light("wind", -4.0)),
        during={
            DAY: (light("songbirds", -4.0),),
            MODERN: (far("engine", -1.0),),
            HISTORICAL: (far("horse and carriage", -1.0),),
        },
        usual=(DAY, AUTUMN, MODERN),
        place=Place.FIELD,
    ),
    Situation(
        "nightmare",
        "nightmares, bad dream, fever dream, horror scene, horror film, hell, underworld",
        "噩梦, 梦魇, 恶梦, 噩梦中, 恐怖片, 地狱, 阴间, 地府, 恐怖场景, 黄泉",
        always=(Member("dark drone", -1.0), Member("heartbeat", -1.0), heavy("breathing", -3.0)),
    ),
    Situation(
        "chase",
        "pursuit, chase through the streets, chase scene, flight through the streets",
        "追逐, 追赶, 逃亡, 追杀, 被追赶, 追捕, 逃命",
        always=(Member("running", -1.0), heavy("breathing", -2.0)),
        during={
            HISTORICAL: (far("horse hooves"), far("dog bark", -2.0)),
            MODERN: (far("siren", -2.0),),
        },
    ),
    Situation(
        "burglary",
        "burglar, thief in the night, break-in, robbery, heist, sneaking into a house, "
        "safe cracking",
        "入室盗窃, 小偷, 盗窃, 潜入, 夜行人, 盗贼, 潜入房间, 飞贼",
        always=(light("footsteps on wood", -2.0), Member("keys", -2.0), light("door creak", -2.0)),
        during={NIGHT: (far("dog bark", -4.0),)},
        usual=(NIGHT, MODERN),
    ),
)
"""Feasts, fairs, weather and seasons."""
