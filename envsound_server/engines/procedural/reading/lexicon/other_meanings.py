"""English phrases in which a word of a sound means another thing."""

ENGLISH_OTHER_MEANINGS = (
    # Waves, wind, streams, rain.
    "wave hello, waves hello, waved hello, waving hello, wave goodbye, waves goodbye, "
    "waved goodbye, waving goodbye, wave of panic, wave of fear, wave of grief, wave of nausea, "
    "waves of panic, waves of nausea, waves of grief, wave of relief, wave of heat, wave of hatred, "
    "heat wave, heat waves, sound wave, sound waves, radio wave, radio waves, shock wave, "
    "shock waves, brain wave, brain waves, microwave, microwaves, mexican wave, permanent wave, "
    "new wave, crime wave, light wave, light waves, wave function, waved at, waves at, wave at, "
    "waved his hand, waved her hand, waves his hand, waves her hand, "
    "wind up, winds up, winding up, wound up, wind down, winds down, winding down, winding road, "
    "winding path, winding stairs, winding staircase, winding street, winding lane, windfall, "
    "second wind, got wind of, get wind of, wind instrument, wind instruments, wind farm, "
    "live stream, live streams, live streaming, livestream, video stream, data stream, "
    "stream of data, stream of insults, stream of consciousness, stream of tears, "
    "stream of visitors, stream of people, stream of words, steady stream of, streaming, "
    "streaming service, music stream, audio stream, jet stream, "
    "rain check, rain cheque, under the weather, brainstorm, brainstorms, brainstorming, "
    "storm out, storms out, stormed out, storming out, storm off, stormed off, storms off, "
    "stormed the castle, storm the castle, storming the castle, stormed into, storms into, "
    "storm in a teacup, perfect storm, storm of protest, take by storm, took the town by storm, "
    "storm trooper, storm troopers, storm of criticism, "
    "taking a shower, take a shower, takes a shower, took a shower, taking showers, in the shower, "
    "shower curtain, shower gel, baby shower, bridal shower, shower of gifts, shower of sparks, "
    "showered with, shower of praise, shower of confetti, rain of ashes, rain of petals, "
    "raining blows, rained blows, rain blows, raining questions, rain of questions, rain of blows, "
    "thunder thighs, steal my thunder, stole my thunder, stole his thunder, "
    "stole her thunder, stealing my thunder, lightning fast, lightning quick, "
    "flood of tears, flood of memories, flood of letters, sea of flowers, sea of troubles, ocean of tears, ocean of possibilities, sea lion, sea lions, "
    "sea salt, seafood, sea bass, at sea about, all at sea, overseas, sea change, river of tears, "
    "river of blood, sea green, sea level, tide over, tide you over, "
    # Fire.
    "fire someone, fired from, you're fired, got fired, was fired, cease fire, ceasefire, "
    "fire extinguisher, fire extinguishers, fire exit, fire escape, fire escapes, fire drill, "
    "fire department, fire station, fire hydrant, on fire with, fired up, crossfire of questions, "
    "fire sale, firefly, fireflies, fireproof, firewall, firearm licence, fire at will, "
    # Trains, traffic, ships, planes.
    "train of thought, trains of thought, train hard, trains hard, trained, to train, training, "
    "trainer, trainers, train a dog, train for, wedding train, train of her dress, "
    "traffic light, traffic lights, drug traffic, traffic cone, web traffic, traffic jam of thoughts, "
    "shipping, shipment, ship of the desert, ship of fools, friendship, relationship, "
    "plane geometry, flat plane, engine room politics, search engine, search engines, car keys lost, "
    "bus stop, car park, horsepower, horse around, horsing around, horse chestnut, high horse, "
    # Animals.
    "hot dog, hot dogs, dog eared, dog tired, underdog, dogma, top dog, dog days, sick as a dog, "
    "cat burglar, copycat, catwalk, cat's eye, cat nap, cats eye, bird's eye view, birds eye view, "
    "bird's eye, jailbird, free as a bird, early bird, angry birds, bird brain, "
    "cricket match, cricket matches, cricket bat, cricket bats, cricket ball, cricket pitch, "
    "cricket team, cricket ground, cricket club, playing cricket, play cricket, game of cricket, "
    "bark of a tree, tree bark, its bark, bark of the tree, bark of an oak, bark of the oak, birch bark, its bark, "
    "spelling bee, spelling bees, bee line, bees knees, busy bee, bee sting, "
    "night owl, night owls, crow's feet, crows feet, crow's nest, as the crow flies, eat crow, "
    "scarecrow, scarecrows, cock and bull, cocktail, cocktails, duck down, ducked, ducks down, "
    "duck tape, roast duck, roast chicken, chicken soup, chicken out, fried chicken, hen party, "
    "hen night, black sheep, sheepish, sheepishly, sheepskin, cowboy, cowboys, cow eyed, holy cow, "
    "pig headed, piggy bank, guinea pig, guinea pigs, pork chop, pork chops, lamb chop, lamb chops, "
    "wolf down, wolfed down, wolf in sheep's clothing, lone wolf, frog in my throat, "
    "frog in his throat, frog in her throat, leapfrog, when pigs fly, pigs might fly, "
    "cat out of the bag, let the cat out, fire !, open fire !, hold fire, hold your fire,  frogman, butterfly, butterflies, time flies, church mouse, "
    "west wing, east wing, left wing, right wing, wings of a theatre, wing of the house, "
    "in the wings, wing commander, "
    # Bells, drums, bars, keys, clocks.
    "rings a bell, ring a bell, rang a bell, ringing a bell, saved by the bell, bell pepper, "
    "bell peppers, bell curve, bell bottoms, alexander graham bell, "
    "wearing a ring, wedding ring, wedding rings, engagement ring, ring finger, boxing ring, "
    "ring road, ring of fire, ring tone deaf, circus ring, key ring finger, earring, earrings, "
    "diamond ring, gold ring, magic ring, drum up, drumming up, drums up, drumstick, drumsticks, "
    "bar of soap, bars of soap, gold bar, gold bars, bar of gold, bar of chocolate, chocolate bar, "
    "bar exam, bar chart, prison bars, behind bars, crossbar, bar code, barcode, status bar, "
    "key witness, key question, key to the mystery, key to success, key point, key role, key player, "
    "piano key, piano keys, low key, clockwork orange, around the clock, against the clock, "
    "clock in, clocked in, clock out, biological clock, o'clock, one o'clock, six o'clock, "
    "nine o'clock, ten o'clock, twelve o'clock, three o'clock, "
    # Hearts, breath, steps, hands.
    "by heart, broken heart, heart of gold, heart to heart, heart of the city, heart of the matter, "
    "sweetheart, heartbroken, take heart, heart of darkness, "
    "step by step, first step, next step, one step ahead, step forward, step aside, step back, "
    "steps of a plan, step of the plan, follow in his footsteps, in her father's footsteps, "
    "in his father's footsteps, follow in her footsteps, footsteps of his father, stepmother, "
    "stepfather, stepsister, out of breath, breath of fresh air, breath of air, take your breath away, "
    "save your breath, waste your breath, hold your breath, held his breath, held her breath, "
    "round of applause for, clap on the back, knock out, knocked out, knock off, knocked off, "
    "knock down, knocked down, knock over, knocked over, knock knock joke, knockout, "
    "hammer out a deal, hammer out, hammered out, pound of flesh, pounds of flesh, pound sterling, "
    "pounds sterling, pound cake, two pounds, three pounds, five pounds, ten pounds, a pound of, "
    "pounds of, british pound, "
    # Shots, blasts, crashes.
    "shot of whisky, shot of whiskey, shots of whisky, shot glass, shooting star, shooting stars, "
    "photo shoot, camera shot, flu shot, long shot, big shot, mug shot, screenshot, slap shot, "
    "shooting script, film shoot, blast from the past, having a blast, full blast radio, "
    "crash course, crash diet, stock market crash, market crash, gate crasher, population explosion, "
    "explosion of colour, explosion of color, explosion of joy, bomb at the box office, "
    "bombshell, photobomb, loose cannon, cannon fodder, top gun, gun for, jump the gun, "
    "stick to your guns, son of a gun, sword of damocles, arrow key, arrow keys, straight as an arrow, "
    # Markets, stages, pages, pens.
    "stock market, stock markets, job market, housing market, market share, market value, "
    "market research, marketing, market price, black market prices, bull market, bear market, "
    "bank of england, bank account, page boy, page boys, front page, web page, home page, yellow pages, "
    "paging doctor, turn the page on, pig pen, write off, wrote off, writer's block, "
    "saw him, saw her, saw it, saw them, saw me, saw you, saw us, saw a, saw the, saw an, "
    "a saw he knew by heart, he saw, she saw, i saw, they saw, we saw, chop suey, chopsticks, "
    "karate chop, chop chop, fan of, fans of, football fan, football fans, fan club, fan mail, "
    "big fan, fan letter, fan fiction, static electricity, static type, static image, "
    "saucepan politics, frying pan alley, bubble wrap, bubble tea, housing bubble, speech bubble, "
    "thought bubble, bubble gum, soap opera, soap operas, coin a phrase, coined the phrase, "
    "coined a phrase, flip side of the coin, other side of the coin, horn of plenty, shoehorn, "
    "french horn, english horn, horn rimmed, cape horn, greenhorn, siren song, siren call, "
    "typecast, blood type, type of, types of, her type, his type, not my type, typing pool, "
    "telephone book, phone book, phone number, on the phone with, phone case, phone battery, "
    "glass ceiling, glass of water, glass of wine, glass of milk, looking glass, magnifying glass, "
    "stained glass, wine glass, hourglass, glass eye, breaking news, breaking point, break even, "
    "heart breaking, break a leg, door to door, next door neighbour, open door policy, "
    "bath water temperature, washing line, washing powder, spring cleaning, spring roll, "
    "spring rolls, spring in his step, fall in love, falls in love, fell in love, falling in love, "
    "fall asleep, fell asleep, falls asleep, fall apart, fell apart, free fall, "
    "drop by, drops by, dropped by, drop out, dropped out, drop dead, name drop, cough drop, "
    "eavesdrop, eavesdropping, rock music, rock star, rock and roll, boiling point, boiling mad, "
    "boiling with rage, boiling hot, boiled with anger, blood boiling, makes my blood boil, "
    "cheers mate, cheer up, cheered up, cheerful, cheerleader uniform, three cheers for nothing, "
    "whooping cough, snow white, snowball effect, snow job, ice cream, ice queen, "
    "hum and haw, wing chair, whistle blower, whistleblower, clean as a whistle, "
    "wet one's whistle, chicken wire, campfire song book, carpet, carpets, season, terrain"
)
"""Parted by commas; every form is written out."""

ENGLISH_IDIOMS: tuple[tuple[str, str, str], ...] = (
    ("sea of people, sea of faces, throng of people", "crowd", "heavy"),
    ("cannon fire", "cannon", ""),
    (
        "thunderous applause, storm of applause, roar of applause, thunder of applause, "
        "burst of applause, rapturous applause, wild applause, standing ovation, "
        "applause like thunder, tumultuous applause",
        "applause",
        "heavy",
    ),
    (
        "shower of arrows, hail of arrows, volley of arrows, rain of arrows, storm of arrows, "
        "showers of arrows, hails of arrows, volleys of arrows",
        "arrow",
        "heavy",
    ),
    (
        "hail of bullets, rain of bullets, storm of bullets, hail of gunfire, bullets rain down, "
        "bullets rained down, gunfire, firefight, shootout, shoot out, exchange of fire, "
        "crossfire, machine gun, machine guns, machine gun fire",
        "gunshot",
        "heavy",
    ),
    (
        "pistol shot, pistol shots, rifle shot, rifle shots, shots fired, shot rings out",
        "gunshot",
        "",
    ),
    (
        "dust storm, dust storms, sandstorm, sandstorms, sand storm, sand storms",
        "howling wind",
        "heavy",
    ),
    ("swarm of bees, swarms of bees, buzzing of bees, cloud of bees, hum of bees", "bees", ""),
    (
        "thundering hooves, thunder of hooves, thundering of hooves, thunderous hooves, stampede, "
        "stampeding horses, cavalry charge, thundering herd, pounding hooves, thundering horses",
        "horse hooves",
        "heavy",
    ),
    (
        "dead silence, complete silence, absolute silence, total silence, eerie silence, "
        "pin drop silence, you could hear a pin drop, utter silence, awkward silence, "
        "uneasy silence, deathly silence",
        "room tone",
        "",
    ),
    (
        "raining cats and dogs, rains cats and dogs, rained cats and dogs, bucketing down, "
        "pouring down, pouring with rain, pelting down, coming down in sheets, sheets of rain, "
        "the heavens opened, the heavens open",
        "rain",
        "heavy",
    ),
    ("fire engine, fire engines, fire truck, fire trucks, ambulance, ambulances", "siren", ""),
    ("air raid siren, air raid sirens, fire alarm, fire alarms, smoke alarm", "siren", ""),
    (
        "lightning, lightning strike, lightning strikes, thunderbolt, thunderbolts, clap of thunder, "
        "peal of thunder, roll of thunder, rolling thunder, thunderclap, thunderclaps",
        "thunder",
        "",
    ),
    ("crack of thunder, cracks of thunder, crash of thunder", "thunder", "heavy"),
    ("babbling brook, murmuring brook, mountain brook, purling brook", "stream", ""),
    (
        "roar of the sea, roar of the ocean, roar of the surf, roaring surf, thundering surf, "
        "thunder of the surf, thundering waves, crashing surf, raging sea, stormy sea, heavy seas, "
        "rough sea, rough seas",
        "ocean waves",
        "heavy",
    ),
    ("roar of the crowd, roaring crowd, crowd roars, crowd goes wild", "cheering", "heavy"),
    ("thundering waterfall, thunder of the falls, roar of the falls", "waterfall", "heavy"),
    ("death knell, funeral bell, passing bell", "church bell", ""),
    (
        "cannonade, artillery, artillery fire, barrage, big guns, salvo",
        "cannon",
        "heavy",
    ),
    ("bubbling cauldron, cauldron bubbling, cauldron bubbles", "boiling water", ""),
)
"""Phrases, the kind that they name, and its strength."""
