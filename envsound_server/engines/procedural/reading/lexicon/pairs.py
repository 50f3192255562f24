"""English words that name a sound together, anywhere in one clause."""

ENGLISH_PAIRS: tuple[tuple[str, str, str], ...] = (
    (
        "door, doors, gate, gates, hinge, hinges, floorboard, floorboards, shutter, coffin lid, "
        "shutters, lid, trapdoor, drawbridge, wardrobe, wooden stair",
        "creak, creaks, creaking, creaked, creaky, squeak, squeaks, squeaking, squeaky, groans, "
        "groaned, squeaked, squeal, squeals, squealed, squealing, groan, groaning, grates, "
        "grated",
        "door creak",
    ),
    (
        "door, doors, gate, gates, lid, shutter, shutters, hatch, trapdoor, portcullis, drawer, "
        "cupboard",
        "slam, slams, slamming, slammed, bangs shut, banged shut, banged, slammed shut, bang, "
        "bangs, banging, slams shut, slamming shut, crashes shut, crashed shut, clangs shut, "
        "clanged shut, thrown shut, flung shut, blows shut, blew shut",
        "door slam",
    ),
    (
        "door, doors, gate, front door",
        "knock, knocks, knocking, knocked, rap, raps, rapping, rapped, pounds, pounding, "
        "hammers, taps, tapping, tapped, pound, pounded, hammer, hammered, hammering, tap, bangs "
        "on, banged on, banging on, bangs at, banged at, thumps, thumped, thumping",
        "knock on a door",
    ),
    (
        "door, doors, gate, front door, back door",
        "opens, opened, opening, closes, closed, closing, shuts, shut, swings, swung, open, "
        "close, shutting, swings open, swung open, pushes open, pushed open",
        "door opening and closing",
    ),
    (
        "wind, winds, gale, gales, draught, draft, blast of air",
        "howl, howls, howling, howled, moans, moaning, moaned, whistles, whistling, whistled, "
        "shrieks, shrieked, screams, screaming, moan, whistle, shriek, shrieking, wail, wails, "
        "wailing, wailed, scream, screamed, keens, keened, keening",
        "howling wind",
    ),
    (
        "bell, bells, church bell, church bells, steeple",
        "toll, tolls, tolling, tolled, peal, peals, pealing, pealed, ring, rings, rang, rung, "
        "ringing, strikes, struck",
        "church bell",
    ),
    (
        "clock, clocks, grandfather clock, tower clock, big ben, church clock, clock tower, old "
        "clock",
        "strikes, striking, struck, chimes, chiming, chimed, strike, chime, toll, tolls, tolled, "
        "tolling, bongs",
        "clock striking",
    ),
    (
        "clock, clocks, watch, grandfather clock, metronome, time bomb, chronometer",
        "tick, ticks, ticking, ticked",
        "clock ticking",
    ),
    (
        "phone, phones, telephone, telephones, payphone, switchboard",
        "ring, rings, rang, ringing, rung, shrills, shrilled, jangles, jangled, buzzes",
        "telephone ringing",
    ),
    (
        "horse, horses, mare, stallion, pony, rider, riders, steed, ponies, steeds, colt, "
        "cavalry, horseman, horsemen, hooves, hoofs, unicorn, donkey, mule, mules",
        "gallop, gallops, galloping, galloped, trot, trots, trotting, canter, cantering, "
        "canters, trotted, cantered, clatter, clatters, clattered, clattering, thunder, "
        "thunders, thundered, thundering, drum, drummed, pound, pounded, ride past, rides past, "
        "rode past, ride by, rode by, rides off, rode off",
        "horse hooves",
    ),
    (
        "sword, swords, blade, blades, steel, sabre, sabres, rapier, rapiers, cutlass, "
        "cutlasses, knights, duellists",
        "clash, clashes, clashing, clashed, clang, clangs, rang, rings, clanged, clanging, rings "
        "on, rang on, rings against, rang against, rang upon, rings upon, ring, ringing, parry, "
        "parries, parried, duel, duelled, on steel, upon steel, against steel",
        "sword clash",
    ),
    (
        "glass, window, windows, bottle, vase, mirror, windowpane, bottles, pane, panes, lamp, "
        "jar, wineglass, chandelier",
        "shatter, shatters, shattered, shattering, smash, smashes, smashed, breaks, broke, "
        "breaking, burst, bursts, splinters, splintered",
        "glass breaking",
    ),
    (
        "fire, flames, logs, fires, flame, log, embers, coals, blaze, wood, firewood",
        "fireplace, hearth, grate, stove, chimney, mantelpiece, mantel, inglenook, woodstove",
        "fireplace",
    ),
    (
        "water, drops, drop, tap, faucet, gutter, rainwater, gutters, pipe, pipes, icicle, "
        "icicles, stalactite, stalactites, eaves, leak, ceiling, candle wax",
        "drip, drips, dripping, dripped, fall, falls, falling, fall from, falls from, fell from, "
        "falling from, falls drop by drop, drop by drop, plink, plinks, plinked, plop, plops, "
        "plopped, trickles down",
        "dripping water",
    ),
    (
        "leaves, trees, branches, tree, boughs, pines, firs, willows, poplars, birches, oaks, "
        "treetops, palms, palm trees, reeds, foliage, canopy, tall grass, cornfield, bamboo",
        "rustle, rustles, rustling, rustled, sway, swaying, sways, swayed, whisper, whispers, "
        "whispered, whispering, sough, soughs, soughed, sigh, sighs, sighed, sighing, stir, "
        "stirs, stirred, shiver, shivered, wind, winds",
        "wind in the trees",
    ),
    (
        "coin, coins, purse, gold pieces, silver pieces, pennies, penny, shillings, doubloons, "
        "moneybag",
        "clink, clinks, jingle, jingling, drops, dropped, tossed, clinked, clinking, chink, "
        "chinks, chinked, chinking, jingles, clatter, clatters, clattered, drop, dropping, fall, "
        "falls, fell, spill, spills, spilled, spilling, count, counts, counted, counting, toss, "
        "tosses",
        "coins",
    ),
    (
        "key, keys, padlock, lock, keyring, key ring, bunch of keys, jailer",
        "jingle, jingles, jingling, jangle, jangles, jangling, unlocked, unlocks, unlocking, "
        "rattles, jangled, rattle, rattled, rattling, unlock, turn in, turns in, turned in, "
        "turning in, turn, turns, turned, turning, click, clicks, clicked, clicking, clinks, "
        "clinked",
        "keys",
    ),
    (
        "page, pages, book, ledger, books, newspaper, paper, papers, parchment, scroll, "
        "magazine, diary, manuscript, album, tome, map",
        "turn, turns, turned, turning, leafing, leafs, leafed, flips, flipping, flipped, flip, "
        "thumbs through, thumbed through, rustle, rustles, rustled, rustling, unfold, unfolds, "
        "unfolded, shuffles, shuffled, shuffling, riffles, riffled",
        "turning pages",
    ),
    (
        "pen, pens, quill, pencil, quills, pencils, nib, chalk, letter, letters, diary, note, "
        "notes, notebook, clerk, scribe, scribes",
        "scratch, scratches, scratched, scratching, write, writes, writing, wrote, scribbling, "
        "scribble, scribbles, scribbled, scrawl, scrawls, scrawled, sketches, sketched, scrapes, "
        "scraped",
        "writing",
    ),
    (
        "car, cars, truck, bus, taxi, van, trucks, buses, taxis, vans, lorry, limousine, sedan, "
        "jeep, motorcycle",
        "drives by, drives past, passes, passing, speeds past, drove past, roars past, sped "
        "past, drive by, drove by, drive past, driving by, driving past, passed, passes by, "
        "passed by, roared past, pulls up, pulled up, pulls away, pulled away, drives off, drove "
        "off, drives away, drove away, drives up, drove up, goes by, go by, went by",
        "car passing",
    ),
    (
        "engine, engines, motor, motors, car, truck, bus, motorcycle, motorbike, scooter, "
        "tractor, lorry, jeep, taxi",
        "roars, revs, sputters, idles, idling, coughs, start, starts, started, starting, idle, "
        "idled, roar, roared, roaring, rev, revved, sputter, sputtered, purr, purrs, purred, "
        "purring, hum, hums, hummed, humming, chug, chugs, chugged, chugging, throb, throbs, "
        "throbbed, rumble, rumbles, rumbled, coughed, turns over, turned over, stalls, stalled",
        "engine",
    ),
    (
        "train, trains, locomotive, steam engine",
        "whistle, whistles, whistled, horn, horns, whistling, hoot, hoots, hooted, hooting, "
        "shrieks, shrieked",
        "train horn",
    ),
    (
        "ship, ships, steamer, boat, steamers, steamship, boats, ferry, liner, ocean liner, "
        "freighter, tug, tugboat, tugboats, barge",
        "horn, horns, whistle, foghorn, hoot, hoots, hooted, hooting, whistles, whistled, toots, "
        "tooted, blares, blared",
        "ship horn",
    ),
    (
        "dog, dogs, hound, hounds, puppy, puppies, mastiff, terrier, spaniel, mongrel, "
        "bloodhound, bloodhounds, watchdog, fox, foxes",
        "bark, barks, barking, barked, bays, baying, bay, bayed, yap, yaps, yapped, yapping, "
        "yelp, yelps, yelped, growl, growls, growled, growling, snarl, snarls, snarled, "
        "snarling, whine, whines, whined, whining, howl, howls, howled, howling",
        "dog bark",
    ),
    (
        "wolf, wolves, werewolf, werewolves, coyote, coyotes",
        "howl, howls, howling, howled, bay, bayed, baying",
        "wolf howl",
    ),
    (
        "cat, cats, kitten, kittens, tomcat",
        "purr, purrs, purring, purred",
        "purring",
    ),
    (
        "rooster, cock, cockerel, roosters, cocks, cockerels",
        "crow, crows, crowing, crowed, crew",
        "rooster",
    ),
    (
        "people, guests, voices, men, women, crowd, crowds, passengers, patrons, customers, "
        "courtiers, villagers, onlookers, congregation, mourners, dinner guests, revellers, "
        "party",
        "talk, talking, talked, chat, chatting, murmur, talks, chats, chatted, murmurs, "
        "murmured, murmuring, mutter, mutters, muttered, muttering, converse, conversed, gossip, "
        "gossiped, gossiping, whisper, whispers, whispered, whispering, hum, hummed, buzz, "
        "buzzed, chatter, chattered, chattering, babble, laugh, laughs, laughed, laughing",
        "crowd",
    ),
    (
        "crowd, fans, spectators, crowds, audience, supporters, stadium, mob, people, army, "
        "villagers",
        "cheer, cheers, cheering, cheered, roar, roars, roared, roaring, hurrah, hurrahs, "
        "erupts, erupted, goes wild, went wild, chants, chanted, chanting",
        "cheering",
    ),
    (
        "audience, crowd, people, spectators, theatre, theater, hands, guests, opera house",
        "clap, claps, clapping, clapped, applaud, applauds, applauding, applauded, applause",
        "applause",
    ),
    (
        "stairs, staircase, stair, stairway, stairwell, steps of the stairs",
        "steps, footsteps, climb, climbs, climbing, climbed, ran up, goes up, descends, "
        "descended, descending, boots, mounts, mounted, runs up, runs down, ran down, comes up, "
        "came up, comes down, came down, creak, creaks, creaked, creaking",
        "stairs",
    ),
    (
        "snow, deep snow, fresh snow, ice crust",
        "footsteps, steps, boots, trudge, trudges, crunch, crunches, crunching, footstep, walks, "
        "walked, walking, trudged, trudging, wades, waded, tramps, tramped, tramping, crunched, "
        "underfoot, plods, plodded, plodding",
        "footsteps in snow",
    ),
    (
        "gravel, pebbles, shingle",
        "boots, steps, walks, walking, walked, crunch, crunches, crunching, footsteps, strolls, "
        "strolled, crunched, underfoot, trudges, trudged",
        "footsteps on gravel",
    ),
    (
        "leaves, dry leaves, autumn leaves, fallen leaves, dead leaves, twigs, undergrowth, "
        "bracken",
        "walk, walks, walked, walking, steps, underfoot, boots, crunch, crunches, crunched, "
        "crunching, crackled underfoot, crackle underfoot, wades, waded, trudges, trudged, "
        "treads, tread, stalks",
        "footsteps on leaves",
    ),
    (
        "cobbles, cobblestones, flagstones, pavement",
        "boots, heels, walks, walked, steps",
        "footsteps on stone",
    ),
    (
        "man, woman, boy, girl, child, someone, feet, children, boys, girls, men, women, "
        "somebody, thief, soldier, soldiers, messenger, figure, footfalls, stranger, kids, kid",
        "runs, ran, running, sprints, sprinting, run, sprint, sprinted, dashes, dashed, dashing, "
        "flees, fled, fleeing, races past, raced past",
        "running",
    ),
    (
        "heart, pulse, hearts",
        "beats, beating, pounds, pounding, pounded, thumps, thumping, beat, pound, thump, "
        "thumped, throb, throbs, throbbed, hammer, hammers, hammered, hammering, drum, drummed, "
        "drumming, race, races, raced, racing",
        "heartbeat",
    ),
    (
        "gun, pistol, rifle, revolver, guns, pistols, rifles, musket, muskets, shotgun, sniper, "
        "carbine, machine gun, machine guns, firing squad",
        "fires, fired, goes off, shot, shots, fire, firing, went off, crack, cracks, cracked, "
        "bark, barks, barked, answers, answered, bang, bangs, rattle, rattles, rattled, chatter, "
        "chatters, chattered",
        "gunshot",
    ),
    (
        "gun, guns, cannon, cannons, batteries, artillery, broadside, broadsides, howitzers, "
        "frigate, mortars",
        "thundered, thunder, boom, boomed, booming, thunders, thundering, booms, roar, roars, "
        "roared, roaring, fire, fires, fired, pound, pounds, pounded, bombard",
        "cannon",
    ),
    (
        "onions, bacon, eggs, meat, steak, egg, onion, steaks, sausage, sausages, fish, oil, "
        "pan, skillet, fat, pancakes, garlic, food, burgers, chops",
        "sizzle, sizzles, sizzled, sizzling, fries, fry, fried, frying, spit, spits, sputter, "
        "sputters, sputtered, sears, seared, searing",
        "frying",
    ),
    (
        "carrots, vegetables, onions, vegetable, carrot, onion, potato, potatoes, meat, herbs, "
        "cabbage, celery, leeks, parsley, mushrooms",
        "chop, chops, chopped, chopping, cut, cutting, dice, dices, diced, dicing, slice, "
        "slices, sliced, mince, minces, minced, cuts",
        "chopping",
    ),
    (
        "plane, planes, bomber, bombers, aeroplane, airplane, jet, jets, squadron, biplane, "
        "aircraft, zeppelin, fighters",
        "drone, droned, droning, overhead, flies, drones, roar, roars, roared, roaring, flies "
        "over, flew over, fly over, flies past, flew past, takes off, took off, hum, hums, "
        "hummed",
        "airplane",
    ),
    (
        "pigeon, pigeons, birds, dove, doves, bird, eagle, hawk, heron, pheasant, dragon, "
        "griffin, wings, wing, partridge",
        "flutter, flutters, clattered, take off, took off, take flight, takes flight, took "
        "flight, taking flight, takes wing, took wing, takes off, fly off, flies off, flew off, "
        "fly up, flies up, flew up, fluttered, fluttering, flap, flaps, flapped, flapping, beats "
        "its wings, beat its wings",
        "wings",
    ),
    (
        "cart, carriage, coach, hansom, brougham, carriages, coaches, stagecoach, cab, wagon, "
        "wagons, carts, buggy, landau",
        "rattled, rattles, rattling, creaked, drew up, rattle, clatter, clatters, clattered, "
        "clattering, rumble, rumbles, rumbled, rumbling, rolls by, rolled by, rolls past, rolled "
        "past, cobbles, cobblestones, draws up, horse, horses",
        "horse and carriage",
    ),
    (
        "timbers, hull, mast, rigging, masts, planking, bulkhead, bulkheads, deck, decks, spars, "
        "ropes, yardarm, keel, moorings, ship, boat, galleon",
        "groan, groans, groaned, creak, creaks, creaked, creaking, groaning, strains, strained, "
        "straining",
        "ship",
    ),
    (
        "tires, tyres",
        "gravel, asphalt, wet road, crunch, crunches, crunched, crunching, hiss, hissed, hisses, "
        "hissing, screech, screeches, screeched, screeching, squeal, squeals, squealed, "
        "squealing",
        "car passing",
    ),
    (
        "boots, heels, high heels, shoes, sandals, clogs, hobnails",
        "flagstones, stone, stone floor, marble, marble floor, tiles, tiled floor, cobblestones, "
        "cobbles, pavement, concrete, sidewalk",
        "footsteps on stone",
    ),
    (
        "boots, heels, shoes, slippers, bare feet",
        "floorboards, floor, planks, wooden floor, parquet, boardwalk, attic, upstairs",
        "footsteps on wood",
    ),
    (
        "he, she, they, we, i",
        "runs, ran, sprints, sprinted, sprinting, fled, flees, dashes, dashed",
        "running",
    ),
    (
        "body, corpse, man, woman, soldier, guard, knight, victim, somebody, someone, he, she",
        "falls to the floor, fell to the floor, falls to the ground, fell to the ground, hits "
        "the floor, hit the floor, hits the floorboards, hit the floorboards, collapse, "
        "collapses, collapsed, slumps, slumped, crumples, crumpled, topples over, toppled over, "
        "keels over, keeled over, drops to the floor, dropped to the floor, drops dead, dropped "
        "dead, falls down, fell down",
        "body fall",
    ),
    (
        "door, doors, gate, cell, strongbox, drawer",
        "unlock, unlocks, unlocked, unlocking, locks",
        "keys",
    ),
    (
        "flag, flags, banner, banners, pennant, pennants, sail, sails, canvas, awning, laundry, "
        "curtain, curtains, cloak",
        "flap, flaps, flapped, flapping, flutter, flutters, fluttered, fluttering, billow, "
        "billows, billowed, billowing, snaps, snapped",
        "wind",
    ),
    (
        "sky, heavens, clouds, storm clouds, thunderhead",
        "rumble, rumbles, rumbled, rumbling, growl, growls, growled, growling, thunders, "
        "thundered, grumbles, grumbled",
        "thunder",
    ),
    (
        "bell, bells, sleigh, shop bell, bellwether",
        "jingle, jingles, jingling, tinkle, tinkles, tinkled, tinkling, shop door",
        "small bells",
    ),
    (
        "alarm, alarm clock, alarms, school bell",
        "ring, rings, rang, ringing, goes off, went off, going off, buzz, buzzes, buzzed, "
        "shrills, blares, blared, blaring, jangles",
        "alarm clock",
    ),
    (
        "wheels, train wheels",
        "rails, tracks, clack, clacks, clacked, clacking, clickety clack, joints of the rails",
        "train",
    ),
    (
        "wheels, coach wheels, iron wheels",
        "cobbles, cobblestones",
        "horse and carriage",
    ),
    (
        "water, ripples, sea, wavelets",
        "lap, laps, lapped, lapping, slap, slaps, slapped, slapping, breaks on, broke on, breaks "
        "against, broke against, wash ashore",
        "ocean waves",
    ),
    (
        "water, brook water, spring, meltwater",
        "flow, flows, flowed, flowing, babble, babbles, murmur, murmurs, murmured, murmuring, "
        "trickle, trickles, trickled, trickling, ripples over, runs over, ran over, splashes "
        "over, tumbles over",
        "stream",
    ),
    (
        "water, waters, flood, floodwater, floodwaters, current",
        "rushes, rushed, roar, roars, roared, roaring, swirls, swirled, churns, churned",
        "river",
    ),
    (
        "water, tea, coffee, wine, whisky, whiskey, brandy, beer, ale, champagne, milk, rum, "
        "mead, drink, drinks, potion",
        "pour, pours, poured, pouring, ladles, ladled",
        "pouring water",
    ),
    (
        "glass, glasses, cup, cups, mug, goblet, tankard, bucket, bathtub, bath, jug, pitcher, "
        "teacup, basin, flask",
        "fill, fills, filled, filling, refill, refills, refilled, tops up, topped up, pour, "
        "pours, poured",
        "pouring water",
    ),
    (
        "kettle, kettles, pot, pots, cauldron, saucepan, stew, soup, samovar, broth, teakettle",
        "boil, boils, boiled, boiling, simmer, simmers, simmered, simmering, bubble, bubbles, "
        "bubbled, bubbling, whistle, whistles, whistled, whistling, sings, sang, singing, hiss, "
        "hisses, hissed, hissing, steaming, steamed",
        "boiling water",
    ),
    (
        "water",
        "boil, boils, boiled, boiling, simmer, simmers, simmered, simmering, kettle",
        "boiling water",
    ),
    (
        "fire, fires, flame, flames, log, logs, embers, coals, wood, twigs, kindling, torch, "
        "torches, bonfire, campfire, branches, brushwood, blaze",
        "crackle, crackles, crackled, crackling, pop, pops, popped, popping, snap, snaps, "
        "snapped, snapping, hiss, hisses, hissed, hissing, spit, spits, spat, spitting, roar, "
        "roars, roared, roaring, sputter, sputters, sputtered, burn, burns, burned, burnt, "
        "burning, blazes, blazed",
        "campfire",
    ),
    (
        "cup, cups, glass, glasses, plate, plates, cutlery, spoon, spoons, fork, forks, dish, "
        "dishes, bowl, bowls, saucer, saucers, teacup, teacups, tankards, goblets, pots, pans, "
        "crockery, china, teaspoon, mugs",
        "clink, clinks, clinked, clinking, clatter, clatters, clattered, clattering, rattle, "
        "rattles, rattled, rattling, clank, clanks, clanked, clanking, chink, chinks, chinked, "
        "tinkle, tinkles, tinkled, tinkling, stacks, stacked",
        "dishes",
    ),
    (
        "typewriter, typewriters, typist, typists, telegraph, teletype",
        "type, typed, typing, clack, clacks, clacked, clacking, clatter, clatters, clattered, "
        "clattering, hammer, hammers, hammered, hammering, rattle, rattles, rattled, pound, "
        "pounds, pounded, keys, click, clicks, clicked, clicking, chatter, chatters, chattered",
        "typewriter",
    ),
    (
        "keyboard, keyboards, laptop, laptops, computer, computers, hacker, programmer, fingers",
        "type, typed, typing, clack, clacks, clacked, clacking, clatter, clatters, clattered, "
        "clattering, tap, taps, tapped, tapping, keys, clicks, clicked, clicking",
        "keyboard typing",
    ),
    (
        "car, cars, taxi, taxis, truck, trucks, bus, buses, driver, drivers, van, limousine, lorry",
        "honk, honks, honked, honking, hoot, hoots, hooted, hooting, beep, beeps, beeped, "
        "beeping, toot, toots, tooted, horn, horns, blare, blares, blared, blaring",
        "car horn",
    ),
    (
        "helicopter, helicopters, chopper",
        "beat, beats, beating, thud, thuds, thump, thumps, thumping, chop, chops, chopped, "
        "chopping, clatter, clatters, clattered, whir, whirred, whirring",
        "helicopter",
    ),
    (
        "siren, sirens, ambulance, ambulances, police car, police cars, fire engine, patrol car, "
        "squad car, cruiser",
        "wail, wails, wailed, wailing, scream, screams, screamed, screaming, howl, howls, "
        "howled, howling, shriek, shrieks, shrieked, blare, blares, blared, blaring",
        "siren",
    ),
    (
        "radio, radios, television, tv, receiver, walkie talkie, intercom, headset, transmitter, "
        "loudspeaker, speaker, speakers",
        "static, crackle, crackles, crackled, crackling, hiss, hisses, hissed, hissing, buzz, "
        "buzzes, buzzed, buzzing, white noise",
        "static",
    ),
    (
        "gramophone, phonograph, turntable, vinyl",
        "crackle, crackles, crackled, crackling, hiss, hisses, hissed, hissing, pops, scratches, "
        "scratched",
        "vinyl crackle",
    ),
    (
        "lights, lamps, bulb, bulbs, light bulb, neon, neon sign, tube, tubes, wires, cables, "
        "fluorescent lights, streetlamp, streetlamps, streetlight, streetlights, transformer, "
        "fuse box, pylon, pylons",
        "buzz, buzzes, buzzed, buzzing, hum, hums, hummed, humming, fizz, fizzes, fizzed, "
        "fizzing, crackle, crackles, crackled, crackling",
        "electric buzz",
    ),
    (
        "computer, computers, console, consoles, reactor, vending machine, printer, elevator, "
        "lift, life support, machine, machines, refrigerator, fridge, freezer, pump, pumps, air "
        "lock",
        "hum, hums, hummed, humming, whir, whirred, whirring, throb, throbs, throbbed, drone, "
        "drones, droned, droning, buzz, buzzes, buzzed, buzzing, vibrates, vibrated",
        "machine hum",
    ),
    (
        "cat, cats, kitten, kittens, tomcat, tomcats",
        "meow, meows, meowing, mew, mewed, mewing, miaow, miaows, miaowed, yowl, yowls, yowled, "
        "yowling, hiss, hisses, hissed, hissing, cry, cries, cried",
        "cat",
    ),
    (
        "hen, hens, chicken, chickens",
        "cluck, clucks, clucked, clucking, cackle, cackles, cackled, cackling",
        "hens",
    ),
    (
        "goose, geese, gander, swan, swans, duck, ducks, mallard, mallards",
        "honk, honks, honked, honking, quack, quacks, quacked, quacking, cackle, cackled, hiss, "
        "hisses, hissed",
        "duck",
    ),
    (
        "crow, crows, raven, ravens, rook, rooks, jackdaw, jackdaws, magpie, magpies",
        "caw, caws, cawed, cawing, croak, croaks, croaked, croaking, cry, cries, cried, call, "
        "calls, called, calling",
        "crows",
    ),
    (
        "gull, gulls, seagull, seagulls, tern, terns, albatross",
        "cry, cries, cried, crying, scream, screams, screamed, screaming, screech, screeches, "
        "screeched, screeching, shriek, shrieks, shrieked, mew, mewed, mewing, call, calls, "
        "called",
        "seagulls",
    ),
    (
        "owl, owls",
        "hoot, hoots, hooted, hooting, screech, screeches, screeched, call, calls, called, cry, "
        "cries, cried",
        "owl",
    ),
    (
        "frog, frogs, toad, toads, bullfrog, bullfrogs",
        "croak, croaks, croaked, croaking, sing, sings, sang, singing, chorus",
        "frogs",
    ),
    (
        "bird, birds, sparrow, sparrows, lark, larks, thrush, thrushes, nightingale, "
        "nightingales, wren, wrens, swallow, swallows, finch, finches, robin, robins, blackbird, "
        "blackbirds, cuckoo, starling, starlings",
        "sing, sings, sang, singing, song, songs, chirp, chirps, chirped, chirping, chirrup, "
        "chirruped, twitter, twitters, twittered, twittering, chatter, chatters, chattered, "
        "chattering",
        "songbirds",
    ),
    (
        "woodpecker, woodpeckers",
        "tap, taps, tapped, tapping, drum, drums, drummed, drumming, hammer, hammers, hammered, "
        "hammering, knock, knocks, knocked, knocking",
        "woodpecker",
    ),
    (
        "fly, flies, bluebottle, insect, insects, gnat, gnats, midges, mosquito, mosquitoes, "
        "wasp, wasps, bee, bees, hornet, hornets, bumblebee, bumblebees",
        "buzz, buzzes, buzzed, buzzing, hum, hums, hummed, humming, drone, drones, droned, droning",
        "bees",
    ),
    (
        "insect, insects, cricket, crickets, grasshopper, grasshoppers",
        "chirp, chirps, chirped, chirping, chirr, chirred, sing, sings, sang, singing, stridulate",
        "crickets",
    ),
    (
        "cicada, cicadas",
        "buzz, buzzes, buzzed, buzzing, hum, hums, hummed, drone, drones, droned, droning, "
        "chirp, chirps, chirped, chirping, sing, sang, scream, screamed, shrill",
        "cicadas",
    ),
    (
        "cow, cows, cattle, bull, bulls, ox, oxen, calf, herd",
        "low, lowed, lowing, bellow, bellows, bellowed, bellowing, moo, mooed, mooing",
        "cow",
    ),
    (
        "sheep, lamb, lambs, goat, goats, ewe, ewes, flock",
        "bleat, bleats, bleated, bleating, baa, baaed",
        "sheep",
    ),
    (
        "pig, pigs, piglet, piglets, hog, hogs, boar, sow, sows",
        "squeal, squeals, squealed, squealing, snort, snorts, snorted, snorting, oink",
        "pig",
    ),
    (
        "shell, shells, bomb, bombs, mine, mines, grenade, grenades, dynamite, rocket, rockets, "
        "torpedo, magazine, missile, missiles, gas tank, fuel tank",
        "burst, bursts, explode, explodes, exploded, exploding, detonate, detonates, detonated, "
        "blows up, blew up, goes off, went off, lands, landed",
        "explosion",
    ),
    (
        "rocket, rockets, fireworks, firework",
        "sky, skies, new year, celebration, burst, bursts",
        "fireworks",
    ),
    (
        "arrow, arrows, quarrel, quarrels, bowstring, bowstrings",
        "hiss, hisses, hissed, hissing, whistle, whistles, whistled, whistling, twang, twangs, "
        "twanged, whizzed, whiz, thud, thuds, thudded, strike, strikes, struck, sing, sings, "
        "sang, fly, flies, flew, rain down, rained down",
        "arrow",
    ),
    (
        "bow, longbow, crossbow, archer, archers, bowman, bowmen",
        "draw, draws, drew, loose, looses, loosed, shoot, shot, release, releases, released, "
        "twang, twangs, twanged, fire, fires, fired",
        "arrow",
    ),
    (
        "sword, blade, axe, whip, club, staff, scythe, spear",
        "swing, swings, swung, swinging, slashes, slashed, swish, swishes, swoosh, through the "
        "air, whips past",
        "whoosh",
    ),
    (
        "anvil, smith, blacksmith, farrier, nail, nails, horseshoe, horseshoes, carpenter, forge",
        "hammer, hammers, hammered, hammering, beat, beats, beating, strike, strikes, struck, "
        "striking, pound, pounds, pounded, pounding, clang, clangs, clanged, clanging, ring, "
        "rings, rang, ringing",
        "hammering",
    ),
    (
        "wood, plank, planks, log, logs, timber, branch, branches, carpenter, beam, tree trunk",
        "saws, sawed, sawing, handsaw",
        "sawing",
    ),
)
"""Nouns, verbs in all forms, and the kind."""
