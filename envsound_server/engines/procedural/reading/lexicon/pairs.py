"""English words that name a sound together, anywhere in one clause."""

ENGLISH_PAIRS: tuple[tuple[str, str, str], ...] = (
    (
        "door, doors, gate, gates, hinge, hinges, floorboard, floorboards, shutter, coffin lid",
        "creak, creaks, creaking, creaked, creaky, squeak, squeaks, squeaking, squeaky, groans, groaned",
        "door creak",
    ),
    (
        "door, doors, gate, gates, lid, shutter, shutters",
        "slam, slams, slamming, slammed, bangs shut, banged shut, banged, slammed shut",
        "door slam",
    ),
    (
        "door, doors",
        "knock, knocks, knocking, knocked, rap, raps, rapping, rapped, pounds, pounding, hammers, taps, "
        "tapping, tapped",
        "knock on a door",
    ),
    (
        "door, doors, gate",
        "opens, opened, opening, closes, closed, closing, shuts, shut, swings, swung",
        "door opening and closing",
    ),
    (
        "wind, winds, gale, gales",
        "howl, howls, howling, howled, moans, moaning, moaned, whistles, whistling, whistled, shrieks, "
        "shrieked, screams, screaming",
        "howling wind",
    ),
    ("bell, bells", "toll, tolls, tolling, tolled, peal, peals, pealing", "church bell"),
    (
        "clock, clocks, grandfather clock, tower clock, big ben",
        "strikes, striking, struck, chimes, chiming, chimed",
        "clock striking",
    ),
    ("clock, clocks, watch", "tick, ticks, ticking, ticked", "clock ticking"),
    ("phone, phones, telephone", "ring, rings, rang, ringing", "telephone ringing"),
    (
        "horse, horses, mare, stallion, pony, rider, riders, steed",
        "gallop, gallops, galloping, galloped, trot, trots, trotting, canter, cantering, canters",
        "horse hooves",
    ),
    (
        "sword, swords, blade, blades, steel",
        "clash, clashes, clashing, clashed, clang, clangs, rang, rings",
        "sword clash",
    ),
    (
        "glass, window, windows, bottle, vase, mirror, windowpane",
        "shatter, shatters, shattered, shattering, smash, smashes, smashed, breaks, broke, breaking",
        "glass breaking",
    ),
    ("fire, flames, logs", "fireplace, hearth, grate, stove", "fireplace"),
    (
        "water, drops, drop, tap, faucet, gutter, rainwater",
        "drip, drips, dripping, dripped, fall, falls, falling",
        "dripping water",
    ),
    (
        "leaves, trees, branches, tree",
        "rustle, rustles, rustling, rustled, sway, swaying",
        "wind in the trees",
    ),
    ("coin, coins, purse", "clink, clinks, jingle, jingling, drops, dropped, tossed", "coins"),
    (
        "key, keys, padlock, lock",
        "jingle, jingles, jingling, jangle, jangles, jangling, unlocked, unlocks, unlocking, rattles",
        "keys",
    ),
    (
        "page, pages, book, ledger",
        "turn, turns, turned, turning, leafing, leafs, leafed, flips, flipping, flipped",
        "turning pages",
    ),
    (
        "pen, pens, quill, pencil",
        "scratch, scratches, scratched, scratching, write, writes, writing, wrote, scribbling",
        "writing",
    ),
    (
        "car, cars, truck, bus, taxi, van",
        "drives by, drives past, passes, passing, speeds past, drove past, roars past, sped past",
        "car passing",
    ),
    ("engine, engines, motor", "roars, revs, sputters, idles, idling, coughs", "engine"),
    ("train, trains, locomotive", "whistle, whistles, whistled, horn, horns", "train horn"),
    ("ship, ships, steamer, boat", "horn, horns, whistle", "ship horn"),
    ("dog, dogs, hound, hounds, puppy", "bark, barks, barking, barked, bays, baying", "dog bark"),
    ("wolf, wolves", "howl, howls, howling, howled", "wolf howl"),
    ("cat, cats, kitten", "purr, purrs, purring, purred", "purring"),
    ("rooster, cock, cockerel", "crow, crows, crowing, crowed", "rooster"),
    (
        "people, guests, voices, men, women",
        "talk, talking, talked, chat, chatting, murmur",
        "crowd",
    ),
    ("crowd, fans, spectators", "cheer, cheers, cheering, cheered", "cheering"),
    (
        "audience, crowd, people, spectators",
        "clap, claps, clapping, clapped, applaud, applauds, applauding",
        "applause",
    ),
    (
        "stairs, staircase, stair",
        "steps, footsteps, climb, climbs, climbing, climbed, ran up, goes up",
        "stairs",
    ),
    (
        "snow",
        "footsteps, steps, boots, trudge, trudges, crunch, crunches, crunching",
        "footsteps in snow",
    ),
    (
        "gravel",
        "boots, steps, walks, walking, walked, crunch, crunches, crunching",
        "footsteps on gravel",
    ),
    (
        "leaves, dry leaves, autumn leaves, fallen leaves",
        "walk, walks, walked, walking, steps, underfoot, boots",
        "footsteps on leaves",
    ),
    (
        "cobbles, cobblestones, flagstones, pavement",
        "boots, heels, walks, walked, steps",
        "footsteps on stone",
    ),
    (
        "man, woman, boy, girl, child, someone, feet, children",
        "runs, ran, running, sprints, sprinting",
        "running",
    ),
    ("heart, pulse", "beats, beating, pounds, pounding, pounded, thumps, thumping", "heartbeat"),
    ("gun, pistol, rifle, revolver", "fires, fired, goes off, shot, shots", "gunshot"),
    ("gun, guns", "thundered, thunder, boom, boomed, booming", "cannon"),
    ("onions, bacon, eggs, meat, steak", "sizzle, sizzles, sizzled, sizzling, fries", "frying"),
    ("carrots, vegetables, onions", "chop, chops, chopped, chopping, cut, cutting", "chopping"),
    (
        "plane, planes, bomber, bombers, aeroplane",
        "drone, droned, droning, overhead, flies",
        "airplane",
    ),
    (
        "pigeon, pigeons, birds, dove, doves",
        "flutter, flutters, clattered, take off, took off",
        "wings",
    ),
    (
        "cart, carriage, coach, hansom, brougham",
        "rattled, rattles, rattling, creaked, drew up",
        "horse and carriage",
    ),
    ("timbers, hull, mast", "groan, groans, groaned, creak, creaks, creaked, creaking", "ship"),
)
"""Nouns, verbs in all forms, and the kind."""
