"""Words that tell how a sound is, English and Chinese, and words that name several sounds.

Phrases are parted by commas. In English they are lower case and without accents, in Chinese
simplified.
"""

from typing import Any

from envsound_server.engines.procedural.layers import (
    Distance,
    Intensity,
    Motion,
    Pace,
    Place,
    Surface,
    Swell,
)
from envsound_server.engines.procedural.reading.meaning import Description, Meaning, Role


def _adjective(**values: Any) -> Meaning:
    """Return the meaning of a word that speaks of the next noun."""
    return Meaning(Role.DESCRIPTION, description=Description(**values))


def _adverb(**values: Any) -> Meaning:
    """Return the meaning of a phrase that speaks of the sound before it."""
    return Meaning(Role.DESCRIPTION, description=Description(**values), follows=True)


def _crossed(firsts: str, seconds: str, joint: str = " ") -> str:
    """Return every first word with every second word, parted by commas."""
    return ", ".join(f"{a}{joint}{b}" for a in firsts.split(", ") for b in seconds.split(", "))


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
        ("gong", "drum"),
        Intensity.HEAVY,
        "锣鼓喧天, 锣鼓齐鸣, 锣鼓震天",
    ),
    (
        ("church bell", "drum"),
        None,
        "钟鼓齐鸣, 钟鼓声, 钟鼓",
    ),
    (
        ("rain", "wind"),
        None,
        "风雨, 风雨声",
    ),
)
"""Phrases that name several kinds at once. A phrase for one kind stands with that kind."""

MODIFIER_WORDS: tuple[tuple[Meaning, str], ...] = (
    (
        _adjective(intensity=Intensity.HEAVY),
        "heavy, hard, strong, loud, intense, big, huge, violent, fierce, powerful, raging, "
        "much, many, lots of, a lot of, plenty of, more, louder, heavier, stronger, deafening, "
        "furious, wild, thick, massive, relentless, thunderous, ear-splitting, blaring, forceful, "
        "piercing, full-throated, energetic, vigorous, "
        "roaring, howling, crashing, pouring, torrential, booming, mighty, busy, crowded, "
        "noisy, dense, "
        "暴, 大, 强, 重, 烈, 狂, 猛, 猛烈, 强烈, 巨大, 很大, 响亮, 大声, 激烈, 汹涌, 呼啸, "
        "繁忙, 热闹, 嘈杂, 密集, 倾盆, 熊熊, 剧烈, 喧闹, 巨, 极大, 震耳, 震耳欲聋, 凶猛, 凛冽, "
        "滚滚, 轰然, 隆重, 沉重, 更大, 大作, 很响, 太响, 更响, 特别响, 响彻, 洪亮, 嘹亮, 高亢, 震天, 滂沱, 瓢泼, 急骤, "
        "狂暴, 疯狂, 怒, 肆虐, 怒号, 不小, 喧嚣, 重重, 狠狠, 用力, 使劲, 激烈地",
    ),
    (
        _adjective(intensity=Intensity.LIGHT),
        "light, gentle, soft, quiet, calm, faint, mild, weak, small, little, tender, subtle, "
        "less, fewer, less loud, less heavy, less intense, less strong, slight, low, a bit of, a little, a touch of, a hint of, few, a few, hardly any, barely any, "
        "barely, softer, lighter, quieter, thin, muted, dim, feeble, whispering, "
        "delicate, hushed, peaceful, "
        "小, 轻, 细, 微, 弱, 轻柔, 柔和, 轻轻, 温柔, 轻微, 微弱, 安静, 平静, 淡淡, 细微, 宁静, "
        "小声, 柔, 缓和, 隐隐, 隐约, 轻盈, 幽幽, 淡, 细细, 绵绵, 薄, 悠悠, 轻声, 不大, 不响, "
        "较小, 很小, 细碎, 柔柔, 和缓, 稍微, 略微, 零星, 若有若无, 若隐若现, 依稀",
    ),
    (
        _adjective(distance=Distance.DISTANT),
        "distant, far, faraway, remote, afar, background, far-off, far-away, far distant, "
        "远, 远处, 遥远, 远方, 远远, 背景, 很远, 远处传来, 远处的, 远方传来, 背景中, 背景里, 远山, 天边, 天际, 远空, 老远, 远远的, 远远地, 从远处, 远端, 遥遥",
    ),
    (
        _adjective(distance=Distance.NEAR),
        "near, close, foreground, close-up, 不远处, 近旁, 耳边, 面前, 跟前, 近在咫尺, 近, 近处, 附近, 旁边, 身边, 很近, 近距离, 眼前, 前景",
    ),
    (
        _adjective(pace=Pace.SLOW),
        "slow, lazy, leisurely, unhurried, occasional, sparse, intermittent, sporadic, "
        "慢, 缓慢, 慢慢, 缓缓, 缓, 徐徐, 偶尔, 舒缓, 悠缓, 稀疏, 不紧不慢, 断断续续, 时不时, 间或, 时而, 不时, 偶尔地, 缓步, 从容",
    ),
    (
        _adjective(pace=Pace.FAST),
        "fast, quick, rapid, swift, hurried, frequent, brisk, "
        "快, 快速, 急, 急促, 迅速, 湍急, 频繁, 急速, 飞快, 匆匆, 匆忙, 急匆匆, 疾, 连续, 接连, 密密",
    ),
    (
        _adverb(distance=Distance.DISTANT),
        "in the distance, far away, far off, from afar, in the background, at a distance, a long way off, "
        "far in the distance, some way off, off in the distance, in the far distance, beyond the hills, "
        "on the horizon, "
        "from far away",
    ),
    (
        _adverb(distance=Distance.NEAR),
        "nearby, close by, up close, near by, in the foreground, close up, right here, close at hand, "
        "right next to me, right beside me, overhead",
    ),
    (
        _adverb(intensity=Intensity.HEAVY),
        "heavily, loudly, strongly, fiercely, violently, intensely, furiously, wildly, madly, angrily, "
        "frantically",
    ),
    (
        _adverb(intensity=Intensity.LIGHT),
        "lightly, gently, softly, quietly, faintly, calmly, peacefully, weakly, mildly, tenderly",
    ),
    (
        _adverb(pace=Pace.SLOW),
        "slowly, lazily, occasionally, now and then, from time to time, once in a while, every so often, "
        "at times, sometimes, intermittently, every now and then, now and again",
    ),
    (
        _adverb(pace=Pace.FAST),
        "quickly, rapidly, swiftly, briskly, hurriedly, hastily, repeatedly, frequently, at full speed, "
        "at speed, constantly",
    ),
    (
        _adverb(surface=Surface.LEAVES),
        "leaf, leaves, dry leaves, fallen leaves, autumn leaves, foliage, "
        "树叶, 叶子, 叶, 落叶, 枯叶, 芭蕉, 芭蕉叶, 竹叶, 荷叶, 枝叶, 树梢, 草丛, 芦苇, 梧桐, 梧桐叶, 树冠, "
        "bush, hedge, canopy, branches",
    ),
    (
        _adverb(surface=Surface.LEAVES, place=Place.FOREST),
        "tree, trees, forest, forests, woods, woodland, bushes, "
        "树林, 森林, 林间, 树, 竹林, 树木, 林子, 丛林",
    ),
    (
        _adverb(surface=Surface.ROOF),
        "roof, roofs, rooftop, rooftops, tin roof, metal roof, tin, car roof, iron roof, "
        "屋顶, 铁皮, 铁皮屋顶, 房顶, 铁皮屋, 屋檐, 瓦片, 瓦, 铁皮房顶, 车顶",
    ),
    (
        _adverb(surface=Surface.WINDOW),
        "window, windows, windowpane, windowpanes, pane, panes, glass, window pane, "
        "car window, skylight, windshield, "
        "窗, 窗户, 玻璃, 窗子, 玻璃窗, 车窗, 窗台, 天窗, 窗玻璃, 窗棂, 挡风玻璃",
    ),
    (
        _adverb(surface=Surface.TENT),
        "tent, tents, tent roof, canvas, umbrella, umbrellas, tarpaulin, awning, "
        "帐篷, 雨伞, 伞, 油纸伞, 雨棚, 篷布, 雨篷, 遮阳棚",
    ),
    (
        _adverb(surface=Surface.WATER),
        "water, pond, lake, puddle, puddles, pool, 水面, 湖面, 池塘, 水, 湖, 水坑, 湖水, "
        "水洼, 湖上",
    ),
    (
        _adverb(surface=Surface.WOOD),
        "wood, wooden floor, wood floor, wooden floorboards, floorboards, parquet, "
        "木地板, 地板, 木板, 木头",
    ),
    (
        _adverb(surface=Surface.STONE),
        "stone, stone floor, tiles, marble, marble floor, concrete, pavement, cobblestones, "
        "cobblestone, cobbles, 石板, 石板路, 石头, 石阶, 大理石, 水泥地, 石头路, 青石板",
    ),
    (
        _adverb(surface=Surface.STONE, place=Place.CORRIDOR),
        "stone corridor, 石廊",
    ),
    (
        _adverb(surface=Surface.GRAVEL),
        "gravel, gravel path, pebbles, shingle, 砾石, 石子, 石子路, 碎石, 碎石路, 鹅卵石, 沙砾",
    ),
    (
        _adverb(surface=Surface.SNOW),
        "snow, snowy ground, 雪, 雪地, 积雪, 雪里, 雪中, 雪地里",
    ),
    (
        _adverb(surface=Surface.STAIRS),
        "stair, staircase, wooden stairs, creaking stairs, upstairs, downstairs, 楼梯, 台阶",
    ),
    (
        _adverb(place=Place.ROOM),
        "room, in a quiet room, in the quiet room, in an empty room, small room, indoors, "
        "inside a house, bedroom, kitchen, "
        "房间, 屋里, 屋内, 室内, 房间里, 在安静的房间里, 卧室, 厨房",
    ),
    (
        _adverb(surface=Surface.STONE, place=Place.CORRIDOR),
        "corridor, corridors, hallway, hallways, tunnel, passage, passageway, stairwell, "
        "走廊, 过道, 隧道, 通道, 楼道",
    ),
    (
        _adverb(place=Place.HALL),
        "hall, great hall, large hall, castle hall, concert hall, theatre, theater, gymnasium, "
        "warehouse, 大厅, 礼堂, 大殿, 剧院, 仓库, 厅堂",
    ),
    (
        _adverb(surface=Surface.STONE, place=Place.CHURCH),
        "church, cathedral, chapel, abbey, monastery, crypt, 教堂, 大教堂, 礼拜堂, 修道院",
    ),
    (
        _adverb(surface=Surface.STONE, place=Place.CAVE),
        "cave, caves, cavern, caverns, grotto, mine, dungeon, well, "
        "洞穴, 山洞, 岩洞, 溶洞, 洞里, 地牢, 矿井",
    ),
    (
        _adverb(place=Place.STREET),
        "in a street, in the street, on the street, on a street, in an alley, alley, alleyway, "
        "in an empty street, down the street, courtyard, 街上, 街道上, 巷子, 小巷, "
        "巷子里, 院子, 庭院",
    ),
    (
        _adverb(place=Place.FIELD),
        "field, fields, open field, meadow, plain, plains, moor, moors, prairie, desert, "
        "田野, 草原, 荒原, 旷野, 原野, 平原, 荒野, 草地, 沙漠, 戈壁",
    ),
    (
        _adverb(place=Place.OUTSIDE_WINDOW),
        "outside the window, outside a window, behind the window, through the window, 窗外",
    ),
    (
        _adverb(place=Place.THROUGH_WALL),
        "through a wall, through the wall, behind the wall, next door, from the next room, "
        "in the next room, muffled, behind a closed door, through a door, "
        "隔墙, 隔壁, 隔着墙, 墙外, 门外, 隔壁房间",
    ),
    (
        _adverb(motion=Motion.APPROACHING),
        "closer and closer, nearer and nearer, ever closer, approached, came closer, drew near, "
        "approaching, approaches, coming closer, comes closer, getting closer, gets closer, "
        "drawing near, coming nearer, from far to near, 越来越近, 越走越近, 越开越近, 越跑越近, 越飞越近, 由远及近, 由远而近, 渐近, 走近, "
        "驶近, 靠近, 逼近, 渐渐走近",
    ),
    (
        _adverb(motion=Motion.RECEDING),
        "receding, recedes, going away, moving away, walking away, driving away, "
        "drives away, walks away, fading into the distance, disappearing into the distance, "
        "越来越远, 越走越远, 越开越远, 越跑越远, 越飞越远, 越传越远, 由近及远, 由近而远, 渐远, 远去, 渐渐远去, 走远, 驶远, 离去, 驶离",
    ),
    (
        _adverb(motion=Motion.PASSING),
        "passing by, passes by, passing, passes, driving past, drives past, drives by, driving by, "
        "going past, goes past, rides past, riding past, flying over, flies over, "
        "passing overhead, "
        "驶过, 开过, 飞过, 经过, 路过, 疾驰而过, 呼啸而过, 飞驰而过, 走过",
    ),
    (
        _adverb(motion=Motion.LEFT_TO_RIGHT),
        "from left to right, left to right, from the left to the right, 从左边到右边, 从左边开到右边, "
        "从左侧到右侧, 从左边驶到右边, 自左向右, 从左向右, 由左向右, 由左到右, 从左到右, 从左往右, 由左至右",
    ),
    (
        _adverb(motion=Motion.RIGHT_TO_LEFT),
        "from right to left, right to left, from the right to the left, 从右边到左边, 从右边开到左边, "
        "从右侧到左侧, 从右边驶到左边, 自右向左, 从右向左, 由右向左, 由右到左, 从右到左, 从右往左, 由右至左",
    ),
    (
        _adverb(swell=Swell.RISING),
        "getting closer and louder, louder and louder, stronger and stronger, heavier and heavier, "
        "picked up, grew, rose, swelled, built up, intensified, increased, builds, building, builds up, building up, intensifies, intensifying, picks up, picking up, "
        "swells, swelling, rises, rising, fades in, fading in, increasing, increases, crescendo, "
        "slowly building, slowly rising, grows, growing, "
        + _crossed(
            "getting, gets, growing, grows, becoming, becomes, grow, get, become, turning, turns",
            "louder, heavier, stronger, harder, fiercer, wilder, more intense, louder and louder, "
            "stronger and stronger, heavier and heavier, closer and louder",
        )
        + ", "
        + _crossed(
            "渐渐, 逐渐, 慢慢, 越来越, 越下越, 越刮越, 愈来愈, 渐, 变, 变得, 越变越, 愈发, 渐渐变, "
            "逐渐变, 慢慢变",
            "大, 响, 强, 急, 猛, 大声, 大了, 响了, 强了, 响亮, 大起来, 响起来, 猛烈, 强烈, 密集",
            "",
        )
        + ", 由小到大, 由弱到强, 由弱变强, 由小变大, 渐强, 增强, 加大, 变大, 渐起, 大起来, 渐渐响起, 渐渐传来, 慢慢响起, 缓缓响起, 逐渐响起, 渐渐响了起来, "
        "慢慢传来, 渐次响起",
    ),
    (
        _adverb(swell=Swell.FALLING),
        "faded, fading away, fades away, fade away, fades, fading, fades out, fading out, fade out, dies away, dying away, dies down, "
        "dying down, lets up, letting up, eases, easing, eases off, subsides, subsiding, "
        "tapers off, tapering off, decreasing, decreases, diminuendo, wanes, waning, "
        "softer and softer, quieter and quieter, fades to silence, fading to silence, "
        "weaker and weaker, fades into silence, slowly stops, gradually stops, "
        "gradually stopping, "
        + _crossed(
            "getting, gets, growing, grows, becoming, becomes, grow, get, become",
            "quieter, softer, fainter, weaker, lighter, calmer, quieter and quieter, "
            "softer and softer, fainter and fainter, weaker and weaker",
        )
        + ", "
        + _crossed(
            "渐渐, 逐渐, 慢慢, 越来越, 越下越, 越刮越, 愈来愈, 渐, 变, 变得, 越变越, 渐渐变, 逐渐变, "
            "慢慢变",
            "小, 弱, 轻, 小声, 小了, 弱了, 轻了, 稀, 微弱, 安静, 平息, 消失, 停, 停了, 停止, 停歇, "
            "停下, 停息, 停下来, 止, 止住, 散去, 平静",
            "",
        )
        + ", 由大到小, 由强到弱, 由强变弱, 由大变小, 渐弱, 减弱, 减小, 变小, 淡出, 渐息, 渐止, 渐歇",
    ),
)
"""Phrases that tell how a sound is."""
