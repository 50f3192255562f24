"""The words that the engine reads, English and Chinese, by what they mean.

Phrases are parted by commas. In English they are lower case and without accents, in Chinese
simplified.
"""

from envsound_server.engines.procedural.layers import (
    Distance,
    Intensity,
    Motion,
    Pace,
    Place,
    Surface,
)
from envsound_server.engines.procedural.reading.meaning import Meaning, Role

_STORM = ("rain", "thunder", "wind")

SEVERAL_SOUNDS: tuple[tuple[tuple[str, ...], Intensity | None, str], ...] = (
    (
        _STORM,
        None,
        "storm, storms, stormy, thunderstorm, thunderstorms, thunder storm, "
        "雷雨, 雷阵雨, 雷暴, 雷暴雨, 雷雨声, 雷雨天, 风暴, 暴风",
    ),
    (
        _STORM,
        Intensity.HEAVY,
        "tempest, typhoon, hurricane, 暴风雨, 狂风暴雨, 暴风骤雨, 台风, 飓风",
    ),
    (
        ("rain", "wind"),
        None,
        "风雨, 风雨声",
    ),
)
"""Phrases that name several kinds at once; what names one stands with the kind."""

MODIFIER_WORDS: tuple[tuple[Meaning, str], ...] = (
    (
        Meaning(Role.MODIFIER, intensity=Intensity.HEAVY),
        "heavy, hard, strong, loud, intense, big, huge, violent, fierce, powerful, raging, "
        "roaring, howling, crashing, pouring, torrential, booming, mighty, busy, crowded, "
        "noisy, dense, "
        "暴, 大, 强, 重, 烈, 狂, 猛, 猛烈, 强烈, 巨大, 很大, 响亮, 大声, 激烈, 汹涌, 呼啸, "
        "繁忙, 热闹, 嘈杂, 密集, 倾盆, 熊熊, 剧烈, 喧闹",
    ),
    (
        Meaning(Role.MODIFIER, intensity=Intensity.LIGHT),
        "light, gentle, soft, quiet, calm, faint, mild, weak, small, little, tender, subtle, "
        "delicate, hushed, peaceful, "
        "小, 轻, 细, 微, 弱, 轻柔, 柔和, 轻轻, 温柔, 轻微, 微弱, 安静, 平静, 淡淡, 细微, 宁静, "
        "小声, 柔, 缓和",
    ),
    (
        Meaning(Role.MODIFIER, distance=Distance.DISTANT),
        "distant, far, faraway, remote, afar, background, "
        "远, 远处, 遥远, 远方, 远远, 背景, 很远, 远处传来, 远处的, 远方传来, 背景中, 背景里",
    ),
    (
        Meaning(Role.MODIFIER, distance=Distance.NEAR),
        "near, close, foreground, 近, 近处, 附近, 旁边, 身边, 很近, 近距离, 眼前, 前景",
    ),
    (
        Meaning(Role.MODIFIER, pace=Pace.SLOW),
        "slow, lazy, leisurely, unhurried, occasional, sparse, "
        "慢, 缓慢, 慢慢, 缓缓, 缓, 徐徐, 偶尔, 舒缓, 悠缓, 稀疏",
    ),
    (
        Meaning(Role.MODIFIER, pace=Pace.FAST),
        "fast, quick, rapid, swift, hurried, frequent, brisk, "
        "快, 快速, 急, 急促, 迅速, 湍急, 频繁, 急速, 飞快",
    ),
    (
        Meaning(Role.MODIFIER, distance=Distance.DISTANT, follows=True),
        "in the distance, far away, far off, from afar, in the background, at a distance, "
        "from far away",
    ),
    (
        Meaning(Role.MODIFIER, distance=Distance.NEAR, follows=True),
        "nearby, close by, up close, near by, in the foreground, close up",
    ),
    (
        Meaning(Role.MODIFIER, intensity=Intensity.HEAVY, follows=True),
        "heavily, loudly, strongly, fiercely, violently, intensely",
    ),
    (
        Meaning(Role.MODIFIER, intensity=Intensity.LIGHT, follows=True),
        "lightly, gently, softly, quietly, faintly, calmly",
    ),
    (
        Meaning(Role.MODIFIER, pace=Pace.SLOW, follows=True),
        "slowly, lazily, occasionally",
    ),
    (
        Meaning(Role.MODIFIER, pace=Pace.FAST, follows=True),
        "quickly, rapidly, swiftly",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.LEAVES, follows=True),
        "leaf, leaves, dry leaves, fallen leaves, autumn leaves, foliage, "
        "树叶, 叶子, 叶, 落叶, 枯叶, 芭蕉",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.LEAVES, place=Place.FOREST, follows=True),
        "tree, trees, forest, forests, woods, woodland, bushes, "
        "树林, 森林, 林间, 树, 竹林, 树木, 林子, 丛林",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.ROOF, follows=True),
        "roof, roofs, rooftop, rooftops, tin roof, metal roof, tin, car roof, iron roof, "
        "屋顶, 铁皮, 铁皮屋顶, 房顶, 铁皮屋, 屋檐, 瓦片, 瓦, 铁皮房顶, 车顶",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.WINDOW, follows=True),
        "window, windows, windowpane, windowpanes, pane, panes, glass, window pane, "
        "car window, skylight, windshield, "
        "窗, 窗户, 玻璃, 窗子, 玻璃窗, 车窗, 窗台",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.TENT, follows=True),
        "tent, tents, tent roof, canvas, umbrella, umbrellas, tarpaulin, awning, "
        "帐篷, 雨伞, 伞, 油纸伞, 雨棚, 篷布",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.WATER, follows=True),
        "water, pond, lake, puddle, puddles, pool, 水面, 湖面, 池塘, 水, 湖, 水坑, 湖水, "
        "水洼, 湖上",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.WOOD, follows=True),
        "wood, wooden floor, wood floor, wooden floorboards, floorboards, parquet, "
        "木地板, 地板, 木板, 木头",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.STONE, follows=True),
        "stone, stone floor, tiles, marble, marble floor, concrete, pavement, cobblestones, "
        "cobblestone, cobbles, 石板, 石板路, 石头, 石阶, 大理石, 水泥地, 石头路, 青石板",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.STONE, place=Place.CORRIDOR, follows=True),
        "stone corridor, 石廊",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.GRAVEL, follows=True),
        "gravel, gravel path, pebbles, shingle, 砾石, 石子, 石子路, 碎石, 碎石路, 鹅卵石, 沙砾",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.SNOW, follows=True),
        "snow, snowy ground, 雪, 雪地, 积雪, 雪里, 雪中, 雪地里",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.STAIRS, follows=True),
        "stair, staircase, wooden stairs, creaking stairs, upstairs, downstairs, 楼梯, 台阶",
    ),
    (
        Meaning(Role.MODIFIER, place=Place.ROOM, follows=True),
        "room, in a quiet room, in the quiet room, in an empty room, small room, indoors, "
        "inside a house, bedroom, kitchen, "
        "房间, 屋里, 屋内, 室内, 房间里, 在安静的房间里, 卧室, 厨房",
    ),
    (
        Meaning(Role.MODIFIER, place=Place.CORRIDOR, follows=True),
        "corridor, corridors, hallway, hallways, tunnel, passage, passageway, stairwell, "
        "走廊, 过道, 隧道, 通道, 楼道",
    ),
    (
        Meaning(Role.MODIFIER, place=Place.HALL, follows=True),
        "hall, great hall, large hall, castle hall, concert hall, theatre, theater, gymnasium, "
        "warehouse, 大厅, 礼堂, 大殿, 剧院, 仓库, 厅堂",
    ),
    (
        Meaning(Role.MODIFIER, place=Place.CHURCH, follows=True),
        "church, cathedral, chapel, abbey, monastery, crypt, 教堂, 大教堂, 礼拜堂, 修道院",
    ),
    (
        Meaning(Role.MODIFIER, place=Place.CAVE, follows=True),
        "cave, caves, cavern, caverns, grotto, mine, dungeon, well, "
        "洞穴, 山洞, 岩洞, 溶洞, 洞里, 地牢, 矿井",
    ),
    (
        Meaning(Role.MODIFIER, place=Place.STREET, follows=True),
        "in a street, in the street, on the street, on a street, in an alley, alley, alleyway, "
        "in an empty street, down the street, courtyard, 街上, 街道上, 巷子, 小巷, "
        "巷子里, 院子, 庭院",
    ),
    (
        Meaning(Role.MODIFIER, place=Place.FIELD, follows=True),
        "field, fields, open field, meadow, plain, plains, moor, moors, prairie, desert, "
        "田野, 草原, 荒原, 旷野, 原野, 平原, 荒野, 草地, 沙漠, 戈壁",
    ),
    (
        Meaning(Role.MODIFIER, place=Place.OUTSIDE_WINDOW, follows=True),
        "outside the window, outside a window, behind the window, through the window, 窗外",
    ),
    (
        Meaning(Role.MODIFIER, place=Place.THROUGH_WALL, follows=True),
        "through a wall, through the wall, behind the wall, next door, from the next room, "
        "in the next room, muffled, behind a closed door, through a door, "
        "隔墙, 隔壁, 隔着墙, 墙外, 门外, 隔壁房间",
    ),
    (
        Meaning(Role.MODIFIER, motion=Motion.APPROACHING, follows=True),
        "approaching, approaches, coming closer, comes closer, getting closer, gets closer, "
        "drawing near, coming nearer, from far to near, 越来越近, 由远及近, 由远而近, 渐近, 走近, "
        "驶近, 靠近, 逼近, 渐渐走近",
    ),
    (
        Meaning(Role.MODIFIER, motion=Motion.RECEDING, follows=True),
        "receding, recedes, going away, moving away, walking away, driving away, fading away, "
        "drives away, walks away, fading into the distance, disappearing into the distance, "
        "越来越远, 由近及远, 由近而远, 渐远, 远去, 渐渐远去, 走远, 驶远, 离去, 驶离",
    ),
    (
        Meaning(Role.MODIFIER, motion=Motion.PASSING, follows=True),
        "passing by, passes by, passing, passes, driving past, drives past, drives by, driving by, "
        "going past, goes past, rides past, riding past, flying over, flies over, "
        "passing overhead, "
        "驶过, 开过, 飞过, 经过, 路过, 疾驰而过, 呼啸而过, 飞驰而过, 走过",
    ),
    (
        Meaning(Role.MODIFIER, motion=Motion.LEFT_TO_RIGHT, follows=True),
        "from left to right, left to right, 从左到右, 从左往右, 由左至右",
    ),
    (
        Meaning(Role.MODIFIER, motion=Motion.RIGHT_TO_LEFT, follows=True),
        "from right to left, right to left, 从右到左, 从右往左, 由右至左",
    ),
)
"""What tells how a sound is."""

OTHER_WORDS: tuple[tuple[Role, str], ...] = (
    (
        Role.NEGATION,
        "no, without, don't, do not, minus, except, excluding, 没有, 无, 不要, "
        "不带, 没, 除了, 别, 不含",
    ),
    (
        Role.UNDOING,
        "not, not too, not very, not so, never, 不, 不太, 不是, 不那么, 不很",
    ),
    (
        Role.ALTERNATIVE,
        "or, nor, any, 或, 或者",
    ),
    (
        Role.JOIN,
        "and, with, plus, while, then, as, but, followed by, together with, along with, "
        "and then, "
        "和, 与, 及, 以及, 并, 加, 加上, 伴, 伴随, 伴有, 伴着, 夹杂, 夹着, 同时, 还有, 跟, 而, "
        "但, 但是, 混合",
    ),
    (
        Role.FILLER,
        "a, an, the, this, that, some, of, on, onto, in, into, at, by, to, from, for, over, "
        "under, against, through, inside, outside, around, along, across, near a, near an, "
        "near the, near my, close to, next to, beside, is, are, was, be, being, it, its, "
        "there, here, very, really, quite, rather, too, so, such, slightly, extremely, pretty, "
        "sound, sounds, noise, noises, audio, recording, ambience, ambient, ambiance, "
        "atmosphere, soundscape, effect, effects, scene, environment, i, we, you, my, me, "
        "hear, hearing, heard, listen, make, please, give, want, need, like, just, falling, "
        "fall, falls, blowing, blows, blow, singing, sing, sings, song, chirping, chirp, "
        "chirps, tweeting, calling, rolling, rolls, rumble, rumbles, rumbling, crackling, "
        "crackle, crackles, burning, burns, flowing, flows, flow, babbling, rushing, rustling, "
        "breaking, break, rolling in, lapping, dripping, drops, drop, pattering, patter, "
        "talking, murmuring, buzzing, running, steady, continuous, constant, "
        "wooden, old, opening, closing, opens, closes, turns, turning, blowing through, "
        "moving, on the door, at the door, on a door, at a door, sandy, pot, cup, mug, harbour, "
        "harbor, yard, sty, pan, gap, dark, ominous, at sea, on the sea, in the fog, someone, "
        "somebody, people, person, man, woman, night, day, at night, morning, "
        "evening, noon, summer, winter, autumn, spring, dawn, dusk, "
        "natural, realistic, only, alone, relaxing, time, at all, "
        "的, 声, 声音, 在, 上, 里, 中, 下, 着, 了, 地, 得, 是, 有, 很, 非常, 十分, 更, 太, 一, "
        "一阵, 阵阵, 一点, 一些, 些, 阵, 场, 一场, 传来, 响, 叫, 鸣, 鸣叫, 吹, 吹过, 打, 打在, "
        "落在, 落, 敲打, 敲, 拍打, 拍岸, 拍, 滴, 从, 把, 那, 这, 个, 只, 几, 请, 我, 要, 听, "
        "听到, 音效, 环境, 环境音, 氛围, 效果, 背景音, 不断, 不停, 持续, 噼啪, 作响, 沙沙, "
        "哗哗, 淅沥, 轰隆, 轰隆隆, 啾啾, 唧唧, 呼呼, 隆隆, 流动, 流淌, 行驶, 面, "
        "潺潺, 嗡嗡, 嗡嗡声, 吱呀作响, 海上, 在海上, 雾中, 夜晚, 夜里, 夜, 清晨, 早晨, 傍晚, "
        "中午, 夏天, 冬天, 秋天, 春天, 夏夜, 冬夜, 有人, 木, "
        "外, 外面, 边, 到, 过, 也, 都, 又, 带, 带着, 走, 动, 转, 运转, 运行, 歌唱",
    ),
    (
        Role.UNKNOWN,
        "traffic light, traffic lights, fire alarm, fire engine, fire truck, fire trucks, "
        "sound wave, sound waves, radio waves, heat wave, sea lion, sea lions, street food, "
        "stream of consciousness, "
        "火箭, 消防, 消防车, 雨衣, 雨林, 风格, 风景, 风琴, 风筝, 风车, 火锅, "
        "火山, 火药, 鸟巢, 分钟, 钟头, 上海, 机器人, 自行车, 地铁, "
        "车厢, 水车, 车站, 海豚, 雷达, "
        "地雷, 手风琴, 浪漫, 流浪, 水果, 水晶, 树懒, 微波, 微笑, 大笑, 大象, 海豹, 海狮",
    ),
)
"""Everything else; `UNKNOWN` holds what would be taken for a sound and is none."""
