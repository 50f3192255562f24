"""Kinds that belong together: who leaves one out means all of them."""

_RAIN = "rain, rain on leaves, rain on a tin roof, rain on a window, rain on a tent, rain on water"
_WIND = "wind, wind in the trees, howling wind, blizzard"
_BIRDS = "songbirds, crows, seagulls, owl, rooster, hens, duck, woodpecker, wings"
_TRAFFIC = "city traffic, car passing, car horn, engine, siren"
_INSECTS = "crickets, cicadas, bees"
_STEPS = (
    "footsteps on wood, footsteps on stone, footsteps on gravel, footsteps on leaves, "
    "footsteps in snow, running, stairs"
)
_PEOPLE = (
    f"crowd, tavern, market, restaurant, cheering, applause, {_STEPS}, turning pages, writing, "
    "keyboard typing, dishes, coins"
)
_WATER = (
    "stream, river, waterfall, ocean waves, dripping water, pouring water, bubbles, rain on water"
)
_ANIMALS = (
    f"{_BIRDS}, {_INSECTS}, dog bark, cat, cow, sheep, pig, wolf howl, frogs, horse hooves, purring"
)
_BELLS = "church bell, temple bell, small bells, gong, clock striking"
_TRAINS = "train, train horn, inside a train"
_ARMS = "gunshot, cannon, explosion, sword clash, arrow"
_MACHINES = (
    "machine hum, fan, engine, electric buzz, washing machine, vacuum cleaner, construction site"
)

FAMILIES: tuple[str, ...] = (
    _RAIN, _WIND, _BIRDS, _TRAFFIC, _INSECTS, _STEPS, _BELLS, _TRAINS, "fireplace, campfire",
    "thunder", "gunshot, cannon", "clock ticking, clock striking", "fireworks, firecrackers",
)  # fmt: skip
"""When the first kind of a family is left out, all of them are: "no rain", "no traffic"."""

ENDED: tuple[tuple[str, str], ...] = (
    ("雨停, 雨歇, 雨住, 雨止, 雨收", "rain"),
    ("风停, 风歇, 风住, 风止, 风息", "wind"),
    ("风停雨歇, 雨停风歇, 风停雨住, 风止雨歇, 雨歇风停", "wind, rain"),
)
"""Phrases that say that a sound is over, and the kinds."""

GROUPS: tuple[tuple[str, str], ...] = (
    ("people, voices, voice, talking, talk, human voices, conversation, conversations, speech, "
     "speaking, humans, human sounds, humans talking, anybody, anyone, crowds, murmurs, "
     "人声, 说话声, 人说话, 人, 人群, 人们说话, 人语", _PEOPLE),
    ("traffic, cars, car, vehicles, vehicle, engines, motors, road noise, traffic noise, "
     "交通, 汽车, 车辆, 车, 车声, 汽车声, 车流, 车流声, 机动车", _TRAFFIC),
    ("animals, animal, animal sounds, wildlife, creatures, beasts, 动物, 动物声, 动物叫声, 野兽",
     _ANIMALS),
    ("insects, insect, bugs, insect sounds, 昆虫, 虫子, 虫鸣, 虫声, 虫叫", _INSECTS),
    ("birds, bird, birdsong, birds singing, bird song, bird calls, 鸟, 鸟叫, 鸟鸣, 鸟声, 鸟儿, "
     "鸟叫声, 鸟鸣声", _BIRDS),
    ("water, water sounds, 水, 水声, 流水, 流水声", _WATER),
    ("wind, winds, breeze, 风, 风声", _WIND),
    ("bells, bell, ringing bells, 铃声, 钟声, 钟", _BELLS),
    ("footsteps, steps, walking, 脚步, 脚步声", _STEPS),
    ("machines, machinery, machine sounds, 机器, 机器声, 机械声", _MACHINES),
    ("weapons, guns, gunfire, shooting, fighting, 武器, 打斗, 打斗声", _ARMS),
    ("weather, 天气声", f"{_RAIN}, {_WIND}, thunder"),
    ("trains, 火车声", _TRAINS),
    ("storm, 风雨, 风雨声", f"{_RAIN}, {_WIND}, thunder"),
    ("music, singing, song, songs, melody, instruments, vocals, 音乐, 歌声, 乐声, 旋律", ""),
)  # fmt: skip
"""Words and the kinds that go when they are left out; a word may also name a sound."""
