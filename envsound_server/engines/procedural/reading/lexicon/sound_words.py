"""Words for a sound as such, which say nothing new beside the noun that makes it."""

from collections.abc import Mapping

ECHOES = (
    "rumble, rumbles, rumbling, rumbled, creak, creaks, creaking, creaked, roar, roars, roaring, "
    "roared, drumming, drums, drums on, drummed, ring, rings, ringing, rang, clink, clinks, clinking, "
    "clatter, clatters, clattering, crackle, crackles, crackling, howl, howls, howling, howled, "
    "whistle, whistles, whistling, hiss, hisses, hissing, buzz, buzzes, buzzing, hum, hums, "
    "humming, ticking, tick, ticks, tap, taps, tapping, knocking, bang, bangs, banging, splash, "
    "splashes, splashing, drip, drips, dripping, bubbling, murmur, murmurs, murmuring, "
    "chatter, chattering, flap, flaps, flapping, rustle, rustles, rustling, whoosh, whooshes, "
    "whooshing, thud, thuds, thudding, thump, thumps, thumping, boom, booms, booming, crash, "
    "crashes, crashing, squeak, squeaks, squeaking, jingle, jingles, jingling, clang, clangs, "
    "clanging, hammering, hammers, hammered, pound, pounds, pounding, beat, beats, beating, "
    "clapping, claps, slamming, crunch, crunches, crunching, singing, sings, tinkle, tinkles, "
    "tinkling, gurgle, gurgles, gurgling, lapping, trickle, trickles, trickling, splatter, "
    "explodes, exploding, clanking, clanks, rattle, rattles, rattling, running, breathing, "
    "whining, sigh, sighs, sighing, purring, galloping, gallops, boiling, sizzling, flowing, echoing footfalls, "
    "叮当, 叮当响, 叮当作响, 叮叮当当, 叮咚, 叮铃, 叮铃铃, 吱呀, 吱呀作响, 吱吱呀呀, 嘎吱, 嘎吱嘎吱, "
    "嘎吱作响, 吱嘎, 咕嘟, 咕嘟咕嘟, 咕噜, 咕噜咕噜, 轰鸣, 轰鸣声, 轰隆, 轰隆隆, 隆隆, 隆隆声, 呼啸, "
    "呼啸声, 咆哮, 滴答, 滴答滴答, 滴滴答答, 滴答声, 嘀嗒, 嘀嗒嘀嗒, 咚咚, 咚咚声, 砰砰, 砰, 砰的一声, "
    "啪, 啪啪, 哗啦, 哗啦啦, 哗哗, 噼里啪啦, 噼啪, 噼啪作响, 噼啪声, 噼噼啪啪, 嗡嗡, 嗡嗡声, 沙沙, "
    "沙沙声, 沙沙作响, 咔嚓, 咔哒, 咔哒咔哒, 哐当, 哐当哐当, 响铃, 铃响, 铃声, 怒吼, 嚎叫, 嚎, 咯吱, "
    "咯吱咯吱, 咯噔, 哒哒, 哒哒哒, 得得, 嘚嘚, 铿锵, 铿锵声, 簌簌, 淅沥, 淅淅沥沥, 潺潺, 汩汩, 呜呜, "
    "嗖, 嗖的一声, 嗖嗖, 扑通, 咣当, 当当, 当, 咕咕, 唧唧, 敲打声, 敲击声, 撞击声, 碰撞声"
)
"""Phrases, parted by commas."""

YIELDING: tuple[tuple[str, str], ...] = (
    ("campfire", "fireplace"),
    ("rain", "rain on leaves, rain on a tin roof, rain on a window, rain on a tent, rain on water"),
    ("footsteps on wood",
     "footsteps on stone, footsteps on gravel, footsteps on leaves, footsteps in snow, stairs, "
     "running"),
    ("wind", "wind in the trees, howling wind, blizzard, wind chimes"),
    ("city traffic", "car passing, car horn"),
    ("car passing", "car horn, door slam, door opening and closing"),
    ("church bell", "temple bell, clock striking"),
    ("door opening and closing", "knock on a door, door slam, door creak"),
    ("horse hooves", "horse and carriage"),
    ("ship horn", "train horn"),
    ("clock ticking", "clock striking"),
    ("stream", "waterfall, river"),
    ("fireplace", "boiling water, frying"),
    ("small bells", "telephone ringing, coins, keys"),
    ("crowd", "market, tavern, restaurant, cheering, applause"),
)  # fmt: skip
"""Kinds that say nothing beside a nearer kind that the same clause names."""

CONTEXTS: tuple[tuple[str, str, str, str], ...] = (
    ("church bell", "temple bell", "temple bell", "church, cathedral, 教堂, 礼拜"),
    ("ship horn", "train, inside a train, train horn", "train horn", "ship, fog, 船, 轮, 码头, 雾"),
)
"""A kind whose words may mean another: the kind, what else in the prompt decides for the other, the
other, and parts of phrases that leave no doubt."""

COUNTED_AS: Mapping[str, str] = {"clock ticking": "clock striking"}
"""What a kind is where its events are counted: "twelve strokes of the clock"."""

FIGURES = frozenset({
    "wave", "waves", "sea", "forest", "river", "ocean", "train", "flood", "stream", "storm",
    "mountain", "mountains", "shower", "bark", "rain", "hail", "desert", "jungle", "chorus", "thunder",
})  # fmt: skip
"""Nouns that only count what follows their "of": "a forest of masts"."""

PICTURES = frozenset({
    "picture", "pictures", "photo", "photos", "painting", "paintings", "drawing", "shadow",
    "shadows", "smell", "scent", "thought", "memory", "memories", "fear", "dream", "dreams",
    "statue", "name", "story", "book", "map", "taste", "sight", "colour", "color", "shape", "tale",
    "image", "end", "absence", "lack", "promise", "threat",
})  # fmt: skip
"""Nouns whose "of" names no sound: "a picture of a train"."""
