"""The words that the engine reads, English and Chinese, by what they mean.

Phrases are parted by commas. In English they are lower case and without accents, in Chinese
simplified.
"""

from envsound_server.engines.procedural.layers import Distance, Intensity, Pace, Sound, Surface
from envsound_server.engines.procedural.meaning import Meaning, Role

_STORM = (Sound.RAIN, Sound.THUNDER, Sound.WIND)

SOUND_WORDS: tuple[tuple[tuple[Sound, ...], Intensity | None, str], ...] = (
    (
        (Sound.RAIN,),
        None,
        "rain, rains, raining, rainy, rainfall, raindrop, raindrops, rainwater, shower, "
        "showers, rain shower, rain drops, "
        "雨, 雨声, 下雨, 雨水, 雨滴, 雨点, 中雨, 阵雨, 雨天",
    ),
    (
        (Sound.RAIN,),
        Intensity.LIGHT,
        "drizzle, drizzling, drizzly, sprinkle, sprinkling, "
        "小雨, 细雨, 毛毛雨, 蒙蒙细雨, 微雨, 春雨",
    ),
    (
        (Sound.RAIN,),
        Intensity.HEAVY,
        "downpour, downpours, cloudburst, rainstorm, rainstorms, pouring rain, "
        "torrential rain, monsoon, "
        "暴雨, 大雨, 豪雨, 倾盆大雨, 瓢泼大雨, 骤雨, 大暴雨",
    ),
    (
        (Sound.THUNDER,),
        None,
        "thunder, thunders, thundering, thunderclap, thunderclaps, lightning, "
        "thunder and lightning, rolling thunder, "
        "雷, 雷声, 打雷, 雷鸣, 响雷, 雷电, 闪电, 闷雷, 惊雷",
    ),
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
        (Sound.RAIN, Sound.WIND),
        None,
        "风雨, 风雨声",
    ),
    (
        (Sound.WIND,),
        None,
        "wind, winds, windy, gust, gusts, gusty, gusts of wind, "
        "风, 风声, 刮风, 起风, 风吹, 寒风, 阵风, 吹风",
    ),
    (
        (Sound.WIND,),
        Intensity.LIGHT,
        "breeze, breezes, breezy, 微风, 轻风, 清风, 小风",
    ),
    (
        (Sound.WIND,),
        Intensity.HEAVY,
        "gale, gales, windstorm, 大风, 狂风, 强风, 烈风",
    ),
    (
        (Sound.WAVES,),
        None,
        "ocean, oceans, sea, seas, seaside, seashore, waves, wave, ocean waves, ocean wave, "
        "sea waves, surf, surfs, beach, beaches, shore, shoreline, coast, breakers, tide, "
        "海, 海浪, 波浪, 浪, 浪花, 海洋, 大海, 海边, 海滩, 沙滩, 海岸, 潮水, 潮汐, 海水, 浪涛, "
        "涛声, 海浪声, 浪声, 海潮",
    ),
    (
        (Sound.WAVES,),
        Intensity.HEAVY,
        "巨浪, 大浪, 惊涛骇浪, 惊涛",
    ),
    (
        (Sound.STREAM,),
        None,
        "stream, streams, creek, creeks, river, rivers, running water, flowing water, "
        "trickling water, water stream, "
        "溪流, 水声, 小溪, 溪水, 溪, 小河, 河流, 河水, 流水, 流水声, 山涧, 泉水, 清泉, 山泉, 江水, "
        "水流, 水流声, 潺潺",
    ),
    (
        (Sound.STREAM,),
        Intensity.LIGHT,
        "brook, brooks, rivulet, trickle, babbling brook, 涓涓细流",
    ),
    (
        (Sound.FIRE,),
        None,
        "fire, fires, campfire, campfires, bonfire, fireplace, fireside, hearth, flame, "
        "flames, camp fire, log fire, wood fire, burning wood, "
        "火, 篝火, 壁炉, 火焰, 炉火, 柴火, 营火, 火堆, 火声, 烤火, 燃烧",
    ),
    (
        (Sound.BIRDS,),
        None,
        "bird, birds, birdsong, birdsongs, songbird, songbirds, bird song, bird songs, "
        "bird call, bird calls, dawn chorus, birdcall, birdcalls, "
        "鸟, 鸟鸣, 鸟叫, 小鸟, 鸟儿, 鸟声, 鸟语, 百鸟, 鸟鸣声, 鸟叫声, 鸟啼, 飞鸟",
    ),
    (
        (Sound.CRICKETS,),
        None,
        "cricket, crickets, insect, insects, grasshopper, grasshoppers, "
        "蟋蟀, 虫鸣, 虫子, 昆虫, 虫声, 虫叫, 蛐蛐, 夏虫, 虫, 虫鸣声, 虫叫声, 蝈蝈",
    ),
    (
        (Sound.TRAFFIC,),
        None,
        "traffic, city, cities, city traffic, street, streets, road, roads, car, cars, "
        "highway, urban, downtown, city street, passing cars, car traffic, vehicles, motorway, "
        "街道, 车流, 城市, 马路, 汽车, 车声, 交通, 大街, 街头, 公路, 都市, 车辆, 街, 城市街道, "
        "车流声, 车, 市区, 高速公路, 交通声",
    ),
    (
        (Sound.CAFE,),
        None,
        "cafe, cafes, cafe murmur, coffee shop, coffee shops, coffeehouse, coffee house, "
        "restaurant, restaurants, murmur, murmurs, chatter, chattering, crowd, babble, voices, "
        "people talking, people chatting, conversation, conversations, bistro, canteen, "
        "cafeteria, "
        "咖啡厅, 咖啡馆, 咖啡店, 咖啡屋, 人声, 餐厅, 餐馆, 人群, 交谈, 聊天, 谈话, 嘈杂人声, "
        "人声鼎沸, 说话声, 人们交谈, 人们聊天",
    ),
    (
        (Sound.CLOCK,),
        None,
        "clock, clocks, clock ticking, ticking clock, tick tock, ticktock, tick, ticks, "
        "ticking, grandfather clock, pendulum, wristwatch, pocket watch, "
        "时钟, 钟表, 钟, 挂钟, 座钟, 滴答, 嘀嗒, 滴答声, 钟摆, 闹钟, 秒针, 手表, 钟声",
    ),
    (
        (Sound.MACHINE,),
        None,
        "machine, machines, machinery, machine hum, hum, hums, humming, drone, fan, fans, "
        "air conditioner, air conditioners, air conditioning, refrigerator, fridge, "
        "ventilation, ventilator, hvac, generator, transformer, motor, motors, engine room, "
        "server room, factory, "
        "机器, 机器声, 嗡嗡, 嗡嗡声, 空调, 空调声, 风扇, 电扇, 电风扇, 冰箱, 机械, 马达, 电机, "
        "发电机, 变压器, 机房, 工厂, 通风, 机器轰鸣, 轰鸣",
    ),
)
"""The sounds that a phrase names, and how strong they are by that name."""

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
        "leaf, leaves, foliage, tree, trees, forest, woods, bushes, "
        "树叶, 叶子, 树林, 森林, 林间, 树, 叶, 竹林, 树木, 芭蕉",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.ROOF, follows=True),
        "roof, roofs, rooftop, rooftops, tin roof, metal roof, tin, tent roof, car roof, "
        "屋顶, 铁皮, 铁皮屋顶, 房顶, 铁皮屋, 屋檐, 瓦片, 瓦",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.WINDOW, follows=True),
        "window, windows, windowpane, pane, glass, window pane, car window, "
        "窗, 窗户, 玻璃, 窗外, 窗子, 玻璃窗, 车窗, 窗台",
    ),
    (
        Meaning(Role.MODIFIER, surface=Surface.WATER, follows=True),
        "water, pond, lake, puddle, puddles, pool, 水面, 湖面, 池塘, 水, 湖, 水坑, 湖水, 水洼",
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
        "passing, passes, talking, murmuring, buzzing, running, steady, continuous, constant, "
        "natural, realistic, only, alone, relaxing, time, at all, "
        "的, 声, 声音, 在, 上, 里, 中, 下, 着, 了, 地, 得, 是, 有, 很, 非常, 十分, 更, 太, 一, "
        "一阵, 阵阵, 一点, 一些, 些, 阵, 场, 一场, 传来, 响, 叫, 鸣, 鸣叫, 吹, 吹过, 打, 打在, "
        "落在, 落, 敲打, 敲, 拍打, 拍岸, 拍, 滴, 从, 把, 那, 这, 个, 只, 几, 请, 我, 要, 听, "
        "听到, 音效, 环境, 环境音, 氛围, 效果, 背景音, 不断, 不停, 持续, 噼啪, 作响, 沙沙, "
        "哗哗, 淅沥, 轰隆, 轰隆隆, 啾啾, 唧唧, 呼呼, 隆隆, 流动, 流淌, 行驶, 驶过, 经过, 面, "
        "外, 外面, 边, 到, 过, 也, 都, 又, 带, 带着, 走, 动, 转, 运转, 运行, 歌唱",
    ),
    (
        Role.UNKNOWN,
        "traffic light, traffic lights, fire alarm, fire engine, fire truck, fire trucks, "
        "sound wave, sound waves, radio waves, heat wave, sea lion, sea lions, street food, "
        "stream of consciousness, "
        "火车, 火箭, 消防, 消防车, 雨衣, 雨伞, 雨林, 风格, 风景, 风琴, 风铃, 风筝, 风车, 火锅, "
        "火山, 火药, 鸟巢, 分钟, 钟头, 上海, 机器人, 自行车, 地铁, "
        "车厢, 水车, 车站, 海豚, 海鸥, 雷达, "
        "地雷, 手风琴, 浪漫, 流浪, 水果, 水晶, 树懒, 微波, 微笑, 大笑, 大象, 海豹, 海狮, 马车",
    ),
)
"""Everything else; `UNKNOWN` holds what would be taken for a sound and is none."""
