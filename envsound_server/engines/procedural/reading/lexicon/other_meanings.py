"""English phrases in which a word of a sound means another thing."""

ENGLISH_OTHER_MEANINGS = (
    # Waves, wind, streams, rain.
    "wave hello, waves hello, waved hello, waving hello, wave goodbye, waves goodbye, waved "
    "goodbye, waving goodbye, wave of panic, wave of fear, wave of grief, wave of nausea, waves "
    "of panic, waves of nausea, waves of grief, wave of relief, wave of heat, wave of hatred, "
    "heat wave, heat waves, sound wave, sound waves, radio wave, radio waves, shock wave, shock "
    "waves, brain wave, brain waves, microwave, microwaves, mexican wave, permanent wave, new "
    "wave, crime wave, light wave, light waves, wave function, waved at, waved his hand, waved "
    "her hand, waves his hand, waves her hand, wind up, winds up, winding up, wound up, winds "
    "down, winding down, winding road, winding path, winding stairs, winding staircase, winding "
    "street, winding lane, windfall, second wind, got wind of, get wind of, wind instrument, "
    "wind instruments, wind farm, live stream, live streams, live streaming, livestream, video "
    "stream, data stream, stream of data, stream of insults, stream of consciousness, stream of "
    "tears, stream of visitors, stream of people, stream of words, streaming, streaming service, "
    "music stream, audio stream, jet stream, rain check, rain cheque, under the weather, "
    "brainstorm, brainstorms, brainstorming, stormed out, storming out, stormed off, stormed the "
    "castle, storm the castle, storming the castle, stormed into, storms into, storm in a "
    "teacup, perfect storm, storm of protest, take by storm, took the town by storm, storm "
    "trooper, storm troopers, storm of criticism, taking a shower, take a shower, takes a "
    "shower, took a shower, taking showers, in the shower, shower curtain, shower gel, baby "
    "shower, bridal shower, shower of gifts, shower of sparks, showered with, shower of praise, "
    "shower of confetti, rain of ashes, rain of petals, raining blows, rained blows, raining "
    "questions, rain of questions, rain of blows, thunder thighs, steal my thunder, stole my "
    "thunder, stole his thunder, stole her thunder, stealing my thunder, lightning fast, "
    "lightning quick, flood of tears, flood of memories, flood of letters, sea of flowers, sea "
    "of troubles, ocean of tears, ocean of possibilities, sea lion, sea lions, sea salt, "
    "seafood, sea bass, all at sea, overseas, sea change, river of tears, river of blood, sea "
    "green, sea level, tide over, tide you over, waves at him, waves at her, waves at them, "
    "waves at me, waves at us, waves at you, wave at him, wave at her, wave at them, wave at me, "
    "wave at us, wave at you, waving at him, waving at her, waving at them, waving at me, waves "
    "to him, waves to her, waves to them, waved to him, waved to her, waved to them, waved to "
    "me, waving to him, waving to her, wave farewell, waved farewell, waving farewell, wave good "
    "bye, waved good bye, waving good bye, wave a flag, waves a flag, waved a flag, waving a "
    "flag, waving flags, wave the flag, wave a wand, waves a wand, waved a wand, waves his wand, "
    "waves her wand, waved his wand, waved her wand, wave of his hand, wave of her hand, wave of "
    "the hand, waved him off, waved her off, waved them off, waved him through, waved her "
    "through, waved them through, waved away, waved aside, wave aside, make waves, made waves, "
    "making waves, wavelength, wavelengths, same wavelength, wavy hair, waves in her hair, "
    "seismic wave, seismic waves, gravitational wave, gravitational waves, electromagnetic "
    "waves, brainwave, brainwaves, airwaves, pressure wave, wave of anger, wave of sadness, wave "
    "of sickness, wave of dizziness, wave of pain, wave of shame, wave of guilt, wave of "
    "sympathy, wave of refugees, wave of support, wave of violence, wave of arrests, wave of "
    "attacks, wave of emotion, wave of terror, wave of exhaustion, wave of fatigue, wave of "
    "despair, wave of longing, wave of nostalgia, wave of loneliness, waves of pain, waves of "
    "fear, waves of anger, waves of shame, waves of emotion, waves of heat, waves of exhaustion, "
    "waves of refugees, waves of attackers, waves of laughter, wave of laughter, winded, long "
    "winded, three sheets to the wind, which way the wind blows, wind of change, winds of "
    "change, gone with the wind, break wind, broke wind, breaking wind, caught wind of, catch "
    "wind of, gets wind of, wind chill, wind chill factor, windfalls, ill wind, solar wind, "
    "solar winds, woodwind, woodwinds, wind section, wind player, wind quintet, wind band, wind "
    "orchestra, winding sheet, winding corridor, winding streets, winding paths, winding roads, "
    "winding lanes, winding passage, wound down, wound around, wound round, flesh wound, flesh "
    "wounds, gunshot wound, gunshot wounds, bullet wound, bullet wounds, arrow wound, arrow "
    "wounds, sword wound, sword wounds, it's a breeze, was a breeze, shoot the breeze, shooting "
    "the breeze, breezed through, breezy manner, gale of laughter, gales of laughter, gust of "
    "laughter, gusts of laughter, gust of anger, draught beer, draught of ale, draught of wine, "
    "draught of water, sleeping draught, deep draught, long draught, game of draughts, draughts "
    "board, stream of light, stream of sunlight, stream of blood, stream of abuse, stream of "
    "questions, stream of curses, stream of refugees, stream of customers, stream of smoke, "
    "stream of letters, stream of thought, stream of thoughts, streams of tears, streams of "
    "people, streams of light, streams of sweat, stream of sweat, stream a film, stream a movie, "
    "streamed a film, streaming video, streaming eyes, streaming nose, streaming sunlight, gulf "
    "stream, streamlined, slipstream, mainstream, bloodstream, blood stream, revenue stream, "
    "revenue streams, stream of income, income stream, trickle of sweat, trickle of blood, "
    "trickle of customers, trickle of visitors, trickle of people, trickle down economics, "
    "trickle down effect, torrent of abuse, torrents of abuse, torrent of words, torrent of "
    "tears, torrent of emotion, torrent of questions, torrent of insults, cascade of hair, "
    "cascade of curls, cascade of petals, cascade of events, waterfall of hair, fountain of "
    "youth, fountain of knowledge, chocolate fountain, soda fountain, beck and call, up the "
    "creek, up a creek, ear canal, ear canals, root canal, alimentary canal, birth canal, sold "
    "down the river, sell down the river, rivers of blood, river of sweat, rivers of sweat, "
    "river of time, river of people, river of gold, floods of tears, flood of light, flood of "
    "emotion, flood of emotions, flood of relief, flood of questions, flood of complaints, flood "
    "of refugees, floodlight, floodlights, right as rain, come rain or shine, rain or shine, "
    "rain on my parade, rain on his parade, rain on her parade, rain on your parade, raincoat, "
    "raincoats, rain coat, rain coats, rain hat, rain boots, rainbow, rainbows, rain dance, for "
    "a rainy day, it never rains but it pours, rains blows, rain blows on him, rain blows on "
    "her, rain blows on them, rain down blows, rained down blows, rain of kisses, raining "
    "kisses, rained kisses, rain of confetti, raining confetti, raining money, deluge of "
    "complaints, deluge of letters, deluge of questions, deluge of emails, deluge of mail, "
    "deluge of calls, cold shower, hot shower, quick shower, had a shower, have a shower, has a "
    "shower, having a shower, needs a shower, needed a shower, shower cap, shower room, shower "
    "head, shower cubicle, shower stall, showered and dressed, showered and shaved, showered him "
    "with, showered her with, showered them with, showering her with, showering him with, shower "
    "of kisses, shower of compliments, shower of petals, showers of praise, showers of sparks, "
    "meteor shower, meteor showers, sprinkle of salt, sprinkle of sugar, sprinkle of cinnamon, "
    "sprinkle salt, sprinkle sugar, sprinkle some, sprinkle with, sprinkles with, sprinkled "
    "with, sprinkling of sugar, sprinkling of freckles, sprinkling of snow, rainbow sprinkles, "
    "drizzle of oil, drizzle of olive oil, drizzle of honey, drizzle with, drizzled with, lemon "
    "drizzle, lemon drizzle cake, hail a taxi, hail a cab, hails a taxi, hails a cab, hailed a "
    "taxi, hailed a cab, hailing a taxi, hailing a cab, hail mary, hail caesar, all hail, hails "
    "from, hailed from, hailed as, hail of blows, hail of criticism, hail of abuse, hail of "
    "insults, storm out of the room, storms out of the room, storm out of the house, storms out "
    "of the house, storms out of the office, storm out in anger, storms out in anger, storm off "
    "in anger, storms off in anger, storm off in a huff, storms off in a huff, he storms out, "
    "she storms out, he storms off, she storms off, storming off, stormed away, stormed "
    "upstairs, stormed past, stormed up the stairs, stormed down the stairs, stormed in, "
    "storming in, storm into the room, storming into, stormed through the door, storm the gates, "
    "stormed the gates, storming the gates, storm the palace, stormed the palace, storming the "
    "palace, storm the walls, stormed the walls, storm the beaches, stormed the beaches, storm "
    "the stage, stormed the stage, stormed the barricades, storming of the bastille, took the "
    "world by storm, taken by storm, takes the world by storm, weather the storm, weathered the "
    "storm, weathering the storm, storm of tears, storm of abuse, storm of emotion, storm of "
    "emotions, storm of controversy, storm of rage, storm of indignation, storm of laughter, "
    "political storm, media storm, firestorm of, storm in his heart, storm in her heart, steals "
    "my thunder, steals his thunder, steals her thunder, steal his thunder, steal her thunder, "
    "steal the thunder, stole the thunder, black as thunder, face like thunder, blood and "
    "thunder, thunderstruck, ran like lightning, moved like lightning, struck like lightning, "
    "quick as lightning, fast as lightning, greased lightning, white lightning, lightning speed, "
    "at lightning speed, lightning reflexes, lightning rod, lightning rods, lightning conductor, "
    "lightning attack, lightning war, lightning bug, lightning bugs, lightning never strikes "
    "twice, sea of fog, sea of mist, sea of clouds, sea of grass, sea of sand, sea of green, sea "
    "of red, sea of lights, sea of stars, sea of umbrellas, sea of hands, sea of trees, sea of "
    "corn, sea of wheat, sea legs, seasick, seasickness, sea urchin, sea urchins, sea horse, sea "
    "horses, sea turtle, sea turtles, sea cucumber, sea blue, sea dog, sea dogs, old sea dog, "
    "sea salt caramel, dead sea scrolls, ocean of love, ocean of grief, ocean of knowledge, "
    "oceans of time, drop in the ocean, drop in the bucket, tide of events, tide of war, tide of "
    "history, tide of refugees, turn the tide, turned the tide, turning the tide, tide me over, "
    "tide him over, tide us over, rising tide of anger, rising tide of hatred, surf the web, "
    "surfs the web, surfed the web, surfing the web, surf the internet, surfing the internet, "
    "surfed the internet, channel surfing, couch surfing, crowd surfing, beach body, beach "
    "towel, beach towels, shore up, shored up, shoring up, coast to coast, coast is clear, the "
    "coast is clear, coasted along, circuit breaker, circuit breakers, record breakers, law "
    "breakers, ice breaker, ice breakers, swell of pride, swell with pride, swelled with pride, "
    "dripping with sarcasm, dripping with diamonds, dripping with jewels, dripping with sweat, "
    "bread and dripping, beef dripping, pouring his heart out, pouring her heart out, poured her "
    "heart out, poured his heart out, pour your heart out, pours scorn, pour scorn, poured "
    "scorn, pouring scorn, diving board, diving boards, sky diving, skydiving, submerged in "
    "thought, wind down the evening, wind down after work, fight like cat and dog, fighting like "
    "cats and dogs, "
    # Fire.
    "fire someone, fired from, you're fired, got fired, was fired, cease fire, ceasefire, fire "
    "extinguisher, fire extinguishers, fire exit, fire escape, fire escapes, fire drill, fire "
    "department, fire station, fire hydrant, on fire with, fired up, crossfire of questions, "
    "fire sale, firefly, fireflies, fireproof, firewall, firearm licence, fire at will, fire "
    "him, fire her, fire me, fires him, fires her, fired him, fired her, fired me, firing him, "
    "firing her, fired for, hire and fire, hired and fired, you are fired, play with fire, "
    "playing with fire, played with fire, baptism of fire, trial by fire, fire in his eyes, fire "
    "in her eyes, fire in his belly, fire in the belly, fire in her belly, fire and brimstone, "
    "fire away, fire ant, fire ants, fire safety, fire insurance, fire chief, fire marshal, fire "
    "warden, fire hazard, fire risk, fire blanket, fire resistant, fire red, fire opal, fire "
    "sign, fire code, fire regulations, fire hose, fire hoses, fire exits, fire drills, fire "
    "sales, firewalls, ceasefires, line of fire, out of the frying pan into the fire, out of the "
    "frying pan, hearth and home, irons in the fire, too many irons in the fire, add fuel to the "
    "fire, added fuel to the fire, adding fuel to the fire, fuel to the fire, no smoke without "
    "fire, like a house on fire, set the world on fire, great balls of fire, hair on fire, fire "
    "in the blood, cross fire of questions, fireworks between them, rapid fire questions, "
    # Trains, traffic, ships, planes.
    "train of thought, trains of thought, train hard, trains hard, trained, training, trainer, "
    "trainers, train a dog, wedding train, train of her dress, traffic light, traffic lights, "
    "drug traffic, traffic cone, web traffic, shipping, shipment, ship of the desert, ship of "
    "fools, friendship, relationship, plane geometry, search engine, search engines, bus stop, "
    "car park, horsepower, horse around, horsing around, horse chestnut, high horse, train to be "
    "a doctor, train to become, training to be, training to become, training for, training "
    "session, training ground, trainee, trainees, well trained, trained as, trained for, trained "
    "in, potty training, toilet training, weight training, military training, strength training, "
    "gravy train, train of events, train of mourners, bridal train, train of her gown, train of "
    "the dress, train of her wedding dress, train ticket, train tickets, train fare, trained "
    "eye, trained professional, traffic sign, traffic signs, traffic warden, traffic wardens, "
    "traffic ticket, traffic cones, traffic calming, drug trafficking, human trafficking, drug "
    "traffickers, traffickers, trafficking, free shipping, shipping costs, shipping label, "
    "shipping company, jump ship, jumped ship, tight ship, ship has sailed, ship in a bottle, "
    "shipshape, friendships, relationships, don't rock the boat, in the same boat, miss the "
    "boat, missed the boat, gravy boat, thrown in the brig, inclined plane, astral plane, plane "
    "of existence, planes of existence, higher plane, plane tree, plane trees, plane ticket, "
    "plane tickets, jet lag, jet lagged, jet black, jet set, jetlag, helicopter parent, "
    "helicopter parents, helicopter parenting, drone on, drones on, droned on, droning on, drone "
    "footage, game engine, graphics engine, engine of growth, engine of change, engine of "
    "progress, saloon car, saloon cars, car insurance, car dealer, car boot sale, football "
    "coach, head coach, life coach, coach of the team, coaching, carriage return, shopping cart, "
    "shopping carts, cart before the horse, golf cart, run out of steam, ran out of steam, "
    "running out of steam, let off steam, letting off steam, blow off steam, railroaded into, "
    "underground railroad, false alarm, cause for alarm, in alarm, to my alarm, to his alarm, to "
    "her alarm, alarmed, alarming, alarmingly, "
    # Animals.
    "hot dog, hot dogs, dog eared, dog tired, underdog, dogma, top dog, dog days, sick as a dog, "
    "cat burglar, copycat, catwalk, cat's eye, cat nap, cats eye, bird's eye view, birds eye "
    "view, bird's eye, jailbird, free as a bird, early bird, bird brain, cricket match, cricket "
    "matches, cricket bat, cricket bats, cricket ball, cricket pitch, cricket team, cricket "
    "ground, cricket club, playing cricket, play cricket, game of cricket, bark of a tree, tree "
    "bark, its bark, bark of the tree, bark of an oak, bark of the oak, birch bark, spelling "
    "bee, spelling bees, bee line, bees knees, busy bee, bee sting, night owl, night owls, "
    "crow's feet, crows feet, crow's nest, as the crow flies, eat crow, scarecrow, scarecrows, "
    "cock and bull, cocktail, cocktails, duck down, ducked, duck tape, roast duck, roast "
    "chicken, chicken soup, chicken out, fried chicken, hen party, hen night, black sheep, "
    "sheepish, sheepishly, sheepskin, cowboy, cowboys, cow eyed, holy cow, pig headed, piggy "
    "bank, guinea pig, guinea pigs, pork chop, pork chops, lamb chop, lamb chops, wolfed down, "
    "wolf in sheep's clothing, lone wolf, frog in my throat, frog in his throat, frog in her "
    "throat, leapfrog, when pigs fly, pigs might fly, cat out of the bag, let the cat out, fire "
    "!, open fire !, hold fire, hold your fire, frogman, butterfly, butterflies, time flies, "
    "church mouse, west wing, east wing, left wing, right wing, wings of a theatre, wing of the "
    "house, in the wings, wing commander, dog ear, dog ears, dog collar, dog food, dog biscuit, "
    "dog biscuits, dog lead, dog breath, dog walker, underdogs, hair of the dog, lucky dog, dog "
    "eat dog, every dog has its day, in the doghouse, dog's life, dog's dinner, dog's breakfast, "
    "dog rose, dog roses, dog tag, dog tags, prairie dog, prairie dogs, corn dog, corn dogs, "
    "chili dog, let sleeping dogs lie, sleeping dogs lie, work like a dog, worked like a dog, "
    "dog in the manger, doggedly, barking mad, barking up the wrong tree, barks up the wrong "
    "tree, barked orders, barking orders, barks orders, barked an order, barks an order, barked "
    "a command, barked his shin, barked her shin, bark is worse than his bite, bark is worse "
    "than her bite, bark worse than his bite, bark of trees, bark of the trees, bark of a birch, "
    "bark of a pine, bark of the pine, oak bark, pine bark, willow bark, peeling bark, bark "
    "chips, bark beetle, bark canoe, cat burglars, copycats, catwalks, cat naps, catnap, "
    "catfish, cat suit, cat o nine tails, cat and mouse, game of cat and mouse, cat got your "
    "tongue, curiosity killed the cat, fat cat, fat cats, cat litter, cat food, cat's cradle, "
    "cat's paw, cat scan, wildcat strike, cat lady, cheshire cat, what the cat dragged in, room "
    "to swing a cat, cat that got the cream, bird seed, birdseed, bird flu, lady bird, birds of "
    "a feather, two birds with one stone, kill two birds with one stone, a little bird told me, "
    "little bird told me, bird brained, flip the bird, flipped the bird, bird droppings, for the "
    "birds, robin hood, round robin, christopher robin, batman and robin, canary yellow, canary "
    "islands, canary wharf, canary in a coal mine, canary in the coal mine, florence "
    "nightingale, jack sparrow, for a lark, on a lark, what a lark, happy as a lark, up with the "
    "lark, larking about, cricket bat and ball, cricket pavilion, cricket captain, cricket "
    "whites, village cricket, test cricket, county cricket, international cricket, cricket "
    "player, cricket players, cricketer, cricketers, cricket season, cricket score, cricket "
    "field, cricket commentary, cricket fan, cricket fans, cricket world cup, cricket teams, "
    "cricket balls, played cricket, plays cricket, watch cricket, watched cricket, watching "
    "cricket, not cricket, just not cricket, jiminy cricket, bee's knees, bee in his bonnet, bee "
    "in her bonnet, bees in her bonnet, bee stings, busy as a bee, busy as bees, queen bee, "
    "quilting bee, sewing bee, beeswax, bee's wax, give a hoot, gives a hoot, gave a hoot, what "
    "a hoot, owlish, crowbar, crowbars, crow bar, crow bars, eating crow, ate crow, stone the "
    "crows, crowed about, crowing about, crowing over, crow black, cocked his head, cocked her "
    "head, cocks his head, cocks her head, cocked hat, half cocked, cock up, cock and bull "
    "story, weathercock, weather cock, shuttlecock, cockpit, chicken pox, chickenpox, chicken "
    "feed, chicken nuggets, chicken wing, chicken wings, buffalo wings, chicken curry, chicken "
    "salad, chicken sandwich, chicken stew, chicken pie, chicken breast, chicken dinner, chicken "
    "broth, chicken bones, grilled chicken, roasted chicken, chickened out, mother hen, spring "
    "chicken, no spring chicken, headless chicken, headless chickens, chicken and egg, hen's "
    "teeth, chicken hearted, rubber chicken, hen parties, duck down behind, ducks down behind, "
    "he ducks, she ducks, he ducks down, she ducks down, duck out, ducked out, ducking, duck "
    "under, ducked under, duck behind, ducked behind, duck his head, ducks his head, ducks her "
    "head, ducked his head, ducked her head, duck your head, duck a punch, ducked a punch, duck "
    "and cover, lame duck, sitting duck, sitting ducks, rubber duck, rubber ducks, peking duck, "
    "crispy duck, roasted duck, duck breast, duck confit, duck soup, dead duck, ducks in a row, "
    "water off a duck's back, duck to water, duck egg blue, ugly duckling, black sheep of the "
    "family, count sheep, counts sheep, counted sheep, counting sheep, sheep's clothing, sheep "
    "from the goats, goat cheese, goat's cheese, goats cheese, get my goat, gets my goat, got my "
    "goat, scapegoat, goatee, leg of lamb, rack of lamb, roast lamb, lamb stew, lamb curry, lamb "
    "kebab, lamb of god, sacrificial lamb, silence of the lambs, gentle as a lamb, mutton chops, "
    "cash cow, cash cows, sacred cow, sacred cows, cow parsley, cowhide, until the cows come "
    "home, till the cows come home, mad cow disease, bull in a china shop, bull's eye, bullseye, "
    "bull headed, papal bull, calf muscle, calf muscles, pig headedness, piggyback, piggy back, "
    "pig iron, pig out, pigged out, pigtail, pigtails, pig tails, pig in a poke, pigs in "
    "blankets, sweating like a pig, chauvinist pig, roast pig, pig's ear, hog the limelight, "
    "hogging the limelight, road hog, whole hog, hog roast, groundhog day, roast boar, boar's "
    "head, hold your horses, trojan horse, horseradish, horse radish, horse sense, charley "
    "horse, dark horse, gift horse, gift horse in the mouth, hobby horse, rocking horse, clothes "
    "horse, sawhorse, saw horse, pommel horse, vaulting horse, horse trading, horsehair, horse "
    "hair, horse chestnuts, horsed around, horse around with, eat like a horse, eats like a "
    "horse, flogging a dead horse, beating a dead horse, dead horse, horse's mouth, one horse "
    "town, wild horses couldn't drag me, cowboy hat, cowboy boots, cry wolf, cries wolf, cried "
    "wolf, crying wolf, wolf whistle, wolf whistles, wolf whistled, wolf of wall street, keep "
    "the wolf from the door, wolf from the door, wolf's bane, wolfish grin, wolf down his food, "
    "wolf down his dinner, wolf down her food, wolfs down, wolfing down, frog march, frogmarch, "
    "frogmarched, frog's legs, frog legs, toad in the hole, toadstool, toadstools, guinea pig "
    "experiment, wing mirror, wing mirrors, wing nut, wing nuts, wing tip, wing tips, wingspan, "
    "wingman, wingback chair, north wing, south wing, hospital wing, wing of the hospital, wing "
    "of the palace, wing of the castle, wing of the museum, wing of the mansion, wings of the "
    "stage, wings of the theatre, under his wing, under her wing, under your wing, wing it, "
    "winged it, winging it, wing and a prayer, clipped his wings, clipped her wings, buffalo "
    "wing, monkey business, horse faced, dog faced, "
    # Bells, drums, bars, keys, clocks.
    "saved by the bell, bell pepper, bell peppers, bell curve, bell bottoms, alexander graham "
    "bell, wearing a ring, wedding ring, wedding rings, engagement ring, ring finger, boxing "
    "ring, ring road, ring of fire, circus ring, earring, earrings, diamond ring, gold ring, "
    "magic ring, drum up, drumming up, drums up, drumstick, drumsticks, bar of soap, bars of "
    "soap, gold bar, gold bars, bar of gold, bar of chocolate, chocolate bar, bar exam, bar "
    "chart, prison bars, behind bars, crossbar, bar code, barcode, status bar, key witness, key "
    "question, key to the mystery, key to success, key point, key role, key player, piano key, "
    "piano keys, low key, clockwork orange, around the clock, against the clock, clocked in, "
    "biological clock, o'clock, one o'clock, six o'clock, nine o'clock, ten o'clock, twelve "
    "o'clock, three o'clock, that rings a bell, it rings a bell, name rings a bell, name rang a "
    "bell, face rings a bell, does that ring a bell, did that ring a bell, ring any bells, rings "
    "any bells, rang any bells, bell jar, bellboy, bell boy, bellhop, bell hop, bell shaped, "
    "bell bottom, bell tent, bells and whistles, clear as a bell, sound as a bell, with bells "
    "on, diving bell, dumb bell, dumb bells, barbell, barbells, kettle bell, kettle bells, "
    "hell's bells, taco bell, graham bell, bluebell, bluebells, blue bell, blue bells, he chimed "
    "in, she chimed in, they chimed in, i chimed in, advertising jingle, radio jingle, catchy "
    "jingle, tinkling laugh, tinkling laughter, ring true, rings true, rang true, ring hollow, "
    "rings hollow, rang hollow, ring of truth, ringing in his ears, ringing in her ears, ringing "
    "in my ears, ringing endorsement, smoke ring, smoke rings, onion ring, onion rings, nose "
    "ring, signet ring, ring bearer, ring binder, ring fence, ringleader, ringleaders, ringside, "
    "ringmaster, tree ring, tree rings, rings of saturn, lord of the rings, spy ring, drug ring, "
    "crime ring, ring on her finger, ring on his finger, engagement rings, silver ring, ruby "
    "ring, emerald ring, sapphire ring, diamond rings, ear ring, ear rings, ring of stones, ring "
    "of trees, fairy ring, rings under her eyes, rings under his eyes, eardrum, eardrums, ear "
    "drum, ear drums, oil drum, oil drums, drum brake, drum brakes, drum stick, chicken "
    "drumstick, chicken drumsticks, drummed up, drum up business, drummed out of, drummed into, "
    "drum into, beat the drum for, humdrum, candy bar, candy bars, chocolate bars, bars of "
    "chocolate, bars of gold, cereal bar, granola bar, steel bar, steel bars, iron bar, iron "
    "bars, metal bar, metal bars, bar graph, bar graphs, bar charts, bar none, bar mitzvah, "
    "passed the bar, bar examination, bar association, raise the bar, raised the bar, raising "
    "the bar, set the bar, lower the bar, task bar, tool bar, handle bars, handlebars, monkey "
    "bars, roll bar, tow bar, bars of the cage, bars of the cell, bars of his cell, bars of her "
    "cell, bars on the window, bars on the windows, window bars, cell bars, cage bars, opening "
    "bars, bars of music, first bars of, twelve bar blues, key west, florida keys, key lime pie, "
    "major key, minor key, in the key of, off key, key element, key figure, key figures, key "
    "moment, key issue, key issues, key factor, key factors, key evidence, key ingredient, key "
    "word, key words, key points, key questions, keynote, keystone, keyed up, key to the puzzle, "
    "key to the riddle, key to his heart, key to her heart, key to happiness, key to it all, "
    "answer key, key decision, clocked in at, clock in at work, clock in for work, clock out of "
    "work, clocked off, turn back the clock, turned back the clock, body clock, like clockwork, "
    "regular as clockwork, clock speed, clock radio, tick the box, ticks the box, ticked the "
    "box, tick all the boxes, ticks all the boxes, ticked off, tick bite, tick bites, dog tick, "
    "what makes him tick, what makes her tick, makes him tick, makes her tick, watch tower, "
    "watch towers, watchtower, watchtowers, keep watch, keeps watch, kept watch, keeping watch, "
    "night watch, neighbourhood watch, neighborhood watch, watch out, watch over, watches over, "
    "watched over, four o'clock, five o'clock, seven o'clock, eight o'clock, eleven o'clock, "
    # Hearts, breath, steps, hands.
    "by heart, broken heart, heart of gold, heart to heart, heart of the city, heart of the "
    "matter, sweetheart, heartbroken, take heart, heart of darkness, step by step, first step, "
    "next step, one step ahead, step forward, step aside, step back, steps of a plan, step of "
    "the plan, follow in his footsteps, in her father's footsteps, in his father's footsteps, "
    "follow in her footsteps, footsteps of his father, stepmother, stepfather, stepsister, out "
    "of breath, breath of fresh air, breath of air, take your breath away, save your breath, "
    "waste your breath, hold your breath, held his breath, held her breath, clap on the back, "
    "knock out, knocked out, knock off, knocked off, knock down, knocked down, knock over, "
    "knocked over, knock knock joke, knockout, hammer out a deal, hammer out, hammered out, "
    "pound of flesh, pounds of flesh, pound sterling, pounds sterling, pound cake, two pounds, "
    "three pounds, five pounds, ten pounds, a pound of, pounds of, british pound, in a "
    "heartbeat, heartbeat away, heart of stone, heart of ice, heart of glass, change of heart, "
    "bottom of my heart, bottom of his heart, bottom of her heart, lose heart, lost heart, heart "
    "set on, heart sank, his heart sank, her heart sank, heart on his sleeve, heart on her "
    "sleeve, faint of heart, heart's content, heart's desire, learn by heart, learned by heart, "
    "knew by heart, breathing space, breathing room, breathtaking, breathe easy, breathe a word, "
    "breath of life, same breath, in the same breath, under his breath, under her breath, under "
    "my breath, bated breath, with bated breath, breather, take a breather, wasted breath, short "
    "of breath, catch your breath, caught his breath, caught her breath, takes your breath away, "
    "took her breath away, took his breath away, held their breath, holds his breath, holds her "
    "breath, holding his breath, holding her breath, follows in his footsteps, followed in his "
    "footsteps, following in his footsteps, follows in her footsteps, followed in her footsteps, "
    "following in her footsteps, follow in the footsteps of, followed in the footsteps of, "
    "following in the footsteps of, in the footsteps of, in his mother's footsteps, in her "
    "mother's footsteps, in my father's footsteps, in his brother's footsteps, follow in my "
    "footsteps, follow in your footsteps, in their father's footsteps, in his grandfather's "
    "footsteps, steps of the process, step of the process, steps in the process, step in the "
    "process, two steps ahead, one step closer, step closer to victory, step in the right "
    "direction, baby steps, giant step, small step for man, step change, out of step, in step "
    "with, next steps, first steps, every step of the way, step on it, watch your step, mind "
    "your step, step this way, step out of line, step down as, stepped down as, stepped down "
    "from, stepson, stepdaughter, stepbrother, stepsisters, step mother, step father, step "
    "brother, step sister, step son, step daughter, step ladder, stepladder, stepping stone, "
    "stepping stones, running late, running out of time, running out of money, running out of "
    "food, running out of patience, running out of ideas, running out of luck, running out of "
    "options, running out of ammunition, running out of fuel, running out of gas, running out of "
    "petrol, running a company, running a business, running a shop, running a hotel, running a "
    "farm, running for office, running for president, running for mayor, running mate, running "
    "joke, running commentary, running total, running costs, running order, running nose, "
    "running a fever, running a temperature, running time, front runner, front runners, runner "
    "up, runners up, runner bean, runner beans, in the running, out of the running, up and "
    "running, running riot, running scared, runs in the family, run in the family, clap eyes on, "
    "clapped eyes on, clapped out, clapped him on the back, clapped her on the back, clapped him "
    "on the shoulder, clapped her on the shoulder, claps him on the back, claps him on the "
    "shoulder, clap on the shoulder, clap him on the back, clapped in irons, knock him out, "
    "knock her out, knocks him out, knocked him out, knocked her out, knock knock jokes, knock "
    "on effect, knocked unconscious, knocked cold, knock some sense into, knock it off, "
    "opportunity knocks, school of hard knocks, hard knocks, knock kneed, knocked back a drink, "
    "hammer home, hammered home, hammering home, got hammered, hammerhead shark, hammer head "
    "shark, hammer and sickle, under the hammer, pounds and pence, half a pound, six pounds, "
    "seven pounds, eight pounds, nine pounds, twenty pounds, fifty pounds, hundred pounds, "
    "thousand pounds, pounds a week, pounds a year, pound note, pound coin, tapped him on the "
    "shoulder, tapped her on the shoulder, tap on the shoulder, tap into, tapped into, hum a "
    "tune, hums a tune, hummed a tune, humming a tune, humming to himself, humming to herself, "
    "hums to himself, hums to herself, hummed and hawed, ho hum, at death's door, death's door, "
    "foot in the door, show him the door, showed him the door, snore fest, vow of silence, "
    "silence is golden, wall of silence, conspiracy of silence, "
    # Shots, blasts, crashes.
    "shot of whisky, shot of whiskey, shots of whisky, shot glass, shooting star, shooting "
    "stars, photo shoot, camera shot, flu shot, long shot, big shot, mug shot, screenshot, slap "
    "shot, shooting script, film shoot, blast from the past, having a blast, crash course, crash "
    "diet, stock market crash, market crash, gate crasher, population explosion, explosion of "
    "colour, explosion of color, explosion of joy, bomb at the box office, bombshell, photobomb, "
    "loose cannon, cannon fodder, top gun, jump the gun, stick to your guns, son of a gun, sword "
    "of damocles, arrow key, arrow keys, straight as an arrow, shot of tequila, shot of vodka, "
    "shot of rum, shot of gin, shot of brandy, shot of bourbon, shot of espresso, shot of "
    "adrenaline, shots of whiskey, shots of tequila, shots of vodka, shots of rum, tequila shot, "
    "tequila shots, vodka shots, espresso shot, shot glasses, tetanus shot, flu shots, booster "
    "shot, shot put, shot putter, penalty shot, drop shot, jump shot, shot at goal, shot on "
    "goal, shot on location, shot on film, shot the film, shot a film, wide shot, tracking shot, "
    "close up shot, head shots, mug shots, snapshot, snapshots, camera shots, bloodshot, "
    "bloodshot eyes, blood shot eyes, shot in the arm, parting shot, cheap shot, hot shot, "
    "hotshot, best shot, give it a shot, gave it a shot, give it your best shot, call the shots, "
    "calls the shots, called the shots, calling the shots, shot to fame, photo shoots, film "
    "shoots, shoot a film, shooting a film, shoot hoops, shooting hoops, shooting pain, shooting "
    "pains, shooting schedule, shooting location, bamboo shoot, bamboo shoots, green shoots, gun "
    "control, gun licence, gun license, gun law, gun laws, gun lobby, gun ownership, gun belt, "
    "gun shop, gunpowder plot, water gun, water guns, toy gun, toy guns, glue gun, spray gun, "
    "smoking gun, gun shy, hired gun, hired guns, gun for hire, under the gun, jumped the gun, "
    "jumping the gun, bullet point, bullet points, bite the bullet, bit the bullet, dodge a "
    "bullet, dodged a bullet, magic bullet, silver bullet, bulletproof, bullet proof, "
    "bulletproof vest, bullet hole, bullet holes, double edged sword, mightier than the sword, "
    "sword swallower, swordfish, fall on his sword, fell on his sword, crossed swords with, duel "
    "of wits, battle of wits, duel of words, barbed wire fencing, wooden fencing, wire fencing, "
    "garden fencing, security fencing, fencing panel, fencing panels, arrow sign, arrow signs, "
    "arrowhead, arrowheads, arrow head, arrow on the map, arrow on the sign, arrow of time, "
    "time's arrow, slings and arrows, cupid's arrow, arrow slit, arrow slits, up arrow, down "
    "arrow, left arrow, right arrow, have a blast, had a blast, it was a blast, blast it, blast "
    "you, crashed on the couch, crashed on the sofa, crash on the couch, crash on the sofa, wall "
    "street crash, financial crash, computer crash, computer crashed, system crash, crash "
    "helmet, crash barrier, crash test, crash courses, crash diets, explosion of anger, "
    "explosion of rage, explosion of interest, explosion of flavour, explosion of flavor, "
    "explosion of taste, explosion in demand, cambrian explosion, big bang theory, bath bomb, "
    "bath bombs, cost a bomb, costs a bomb, loose cannons, "
    # Markets, stages, pages, pens.
    "stock market, stock markets, job market, housing market, market share, market value, market "
    "research, marketing, market price, black market prices, bull market, bear market, page boy, "
    "page boys, front page, web page, home page, yellow pages, paging doctor, turn the page on, "
    "pig pen, write off, wrote off, writer's block, saw him, saw her, saw it, saw them, saw me, "
    "saw you, saw us, saw a, saw the, saw an, he saw, she saw, i saw, they saw, we saw, chop "
    "suey, chopsticks, karate chop, chop chop, football fan, football fans, fan club, fan mail, "
    "big fan, fan letter, fan fiction, static electricity, static type, static image, bubble "
    "wrap, bubble tea, housing bubble, speech bubble, thought bubble, bubble gum, soap opera, "
    "soap operas, coin a phrase, coined the phrase, coined a phrase, flip side of the coin, "
    "other side of the coin, horn of plenty, shoehorn, french horn, english horn, horn rimmed, "
    "cape horn, greenhorn, siren song, siren call, typecast, blood type, type of, types of, her "
    "type, his type, not my type, typing pool, telephone book, phone book, phone number, on the "
    "phone with, phone case, phone battery, glass ceiling, glass of water, glass of wine, glass "
    "of milk, looking glass, magnifying glass, stained glass, wine glass, hourglass, glass eye, "
    "breaking news, breaking point, break even, heart breaking, break a leg, door to door, next "
    "door neighbour, open door policy, washing line, washing powder, spring cleaning, spring "
    "roll, spring rolls, spring in his step, fall in love, falls in love, fell in love, falling "
    "in love, fall asleep, fell asleep, falls asleep, fall apart, fell apart, free fall, drop "
    "by, drops by, dropped by, drop out, dropped out, drop dead, name drop, cough drop, "
    "eavesdrop, eavesdropping, rock music, rock star, rock and roll, boiling point, boiling mad, "
    "boiling with rage, boiling hot, boiled with anger, blood boiling, makes my blood boil, "
    "cheers mate, cheer up, cheered up, cheerful, whooping cough, snow white, snowball effect, "
    "snow job, ice cream, ice queen, hum and haw, wing chair, whistle blower, whistleblower, "
    "clean as a whistle, wet one's whistle, chicken wire, labour market, labor market, property "
    "market, financial market, financial markets, bond market, currency market, market economy, "
    "free market, market forces, market leader, mass market, niche market, target market, "
    "emerging markets, corner the market, cornered the market, common market, marriage market, "
    "upmarket, market analyst, marketable, marketing campaign, marketing department, fair "
    "enough, fair play, fair share, fair game, fair hair, fair haired, fair skin, fair skinned, "
    "fair weather, not fair, isn't fair, to be fair, fair trial, fair trade, fair price, fair "
    "chance, fair maiden, fair lady, my fair lady, fair and square, fair deal, fair point, fair "
    "fight, that's fair, fair sex, fair warning, fair complexion, crowd funding, crowdfunding, "
    "three's a crowd, crowd pleaser, stand out from the crowd, stands out from the crowd, far "
    "from the madding crowd, cheer him up, cheer her up, cheers him up, cheers her up, cheered "
    "him up, cheered her up, cheer me up, cheer you up, cheering him up, cheering her up, good "
    "cheer, christmas cheer, holiday cheer, front page news, front pages, full page ad, page "
    "number, page numbers, title page, on the same page, page break, web pages, newspaper "
    "article, newspaper articles, newspaper headline, newspaper headlines, newspaper clipping, "
    "newspaper clippings, newspaper cutting, newspaper cuttings, newspaper editor, newspaper "
    "reporter, newspaper reporters, newspaper report, newspaper reports, newspaper ad, newspaper "
    "advertisement, newspaper column, newspaper office, newspaper boy, writing on the wall, put "
    "it in writing, creative writing, writing style, writing career, writing class, writing "
    "desk, pencil skirt, pencil case, pencil moustache, pencil thin, pencil in, pencilled in, "
    "eyebrow pencil, porcupine quill, porcupine quills, page boy haircut, saw his, saw their, "
    "saw my, saw your, saw its, saw this, saw that, saw these, saw those, saw what, saw how, saw "
    "where, saw why, saw who, saw nothing, saw something, saw everything, saw anything, saw "
    "someone, saw somebody, saw no one, saw nobody, saw himself, saw herself, saw themselves, "
    "saw two, saw three, saw another, saw several, saw many, saw fit, saw to it, saw red, saw "
    "stars, saw eye to eye, you saw, it saw, who saw, never saw, ever saw, last saw, see saw, "
    "seesaw, chop and change, chopped liver, chop shop, get the chop, got the chop, a fan of, "
    "huge fan, biggest fan, number one fan, fan base, fan favourite, fan favorite, fan letters, "
    "fan art, fan page, fan site, fans of the band, fans of the team, fans of the show, fans of "
    "the series, fans of the club, fans of the book, sports fan, sports fans, music fan, music "
    "fans, film fan, film fans, movie fans, baseball fan, baseball fans, soccer fan, soccer "
    "fans, rugby fan, rugby fans, jazz fan, opera fan, adoring fans, die hard fan, die hard "
    "fans, loyal fans, devoted fans, fan the flames, fanned the flames, fanning the flames, fan "
    "out, fans out, fanned out, fanning out, static shock, static caravan, static display, "
    "static website, remain static, remains static, remained static, interference in elections, "
    "political interference, government interference, foreign interference, interference with "
    "evidence, buzz word, buzz words, buzzword, buzzwords, buzz cut, buzz off, buzzkill, buzz "
    "lightyear, buzz aldrin, property bubble, burst his bubble, burst her bubble, burst your "
    "bubble, bubble and squeak, bubbly personality, coin a term, coined a term, coined the term, "
    "two sides of the same coin, sides of the same coin, bitcoin, bit coin, coin collection, "
    "coin collector, lock horns, locked horns, locking horns, horns of a dilemma, bull by the "
    "horns, toot your own horn, powder horn, drinking horn, horn of africa, horns of the bull, "
    "horns of the devil, siren songs, siren calls, siren's song, phone bill, phone bills, phone "
    "screen, phone charger, phone books, phone numbers, telephone number, telephone numbers, "
    "telephone directory, telephone pole, telephone poles, phone hacking, phone tapping, phone "
    "signal, glass half full, glass slipper, glass jaw, glasses of wine, glass of beer, glass of "
    "whisky, glass of juice, satellite dish, satellite dishes, side dish, side dishes, main "
    "dish, favourite dish, favorite dish, signature dish, dish of the day, dish the dirt, dish "
    "soap, dished out, laundry list, money laundering, laundry basket, dirty laundry, vacuum of "
    "space, power vacuum, political vacuum, vacuum packed, vacuum sealed, vacuum flask, vacuum "
    "tube, vacuum tubes, in a vacuum, herbert hoover, hoover dam, j edgar hoover, president "
    "hoover, machine learning, machine translation, well oiled machine, war machine, factory "
    "reset, factory settings, factory outlet, pump iron, pumping iron, pumped up, stiletto "
    "pumps, vinyl floor, vinyl flooring, vinyl gloves, vinyl siding, vinyl seats, kettle of "
    "fish, canteen of water, water canteen, his canteen, mood swing, mood swings, swing music, "
    "swing band, swing dance, swing dancing, swing era, swing vote, swing votes, swing state, "
    "swing states, in full swing, full swing, swing by, swung by, swings and roundabouts, swing "
    "of things, spring to mind, springs to mind, sprang to mind, spring into action, springs "
    "into action, spring to life, springs to life, spring to his feet, spring to her feet, "
    "springs to his feet, springs to her feet, spring a leak, box spring, mattress springs, "
    "spring loaded, spring onion, spring onions, spring clean, fallen in love, falling asleep, "
    "falling apart, fall from grace, fell from grace, fall ill, fell ill, fall behind, fell "
    "behind, fall short, falls short, fell short, fall guy, fall in line, fall to pieces, fell "
    "to pieces, fall of rome, fall of troy, fall of the empire, fall of the roman empire, fall "
    "out with, fell out with, fall for it, fell for it, drop a hint, dropped a hint, drop the "
    "subject, dropped the subject, at the drop of a hat, drop of a hat, dropped him off, dropped "
    "her off, boils down to, boil down to, boiled down to, hard boiled, soft boiled, boiled egg, "
    "boiled eggs, boiled sweets, boiled potatoes, boiling over with, french fries, small fry, "
    "credit crunch, crunch time, number crunching, crunch the numbers, snow globe, snow leopard, "
    "snowed under, birthday, birthdays, traffic light system, rock stars, rock band, rock "
    "concert, rock bands"
)
"""Parted by commas; every form is written out."""

ENGLISH_IDIOMS: tuple[tuple[str, str, str], ...] = (
    (
        "sea of people, sea of faces, throng of people, din of voices, roar of voices, throngs "
        "of people, crush of people",
        "crowd",
        "heavy",
    ),
    (
        "cannon fire, gun salute, gun salutes, cannon salute, boom of a cannon",
        "cannon",
        "",
    ),
    (
        "thunderous applause, storm of applause, roar of applause, thunder of applause, burst of "
        "applause, rapturous applause, wild applause, standing ovation, applause like thunder, "
        "tumultuous applause, thunders of applause, thundering applause, storms of applause, "
        "deafening applause, hurricane of applause, prolonged applause, frenzied applause, "
        "applause thunders, thunderous clapping, thunderous ovation",
        "applause",
        "heavy",
    ),
    (
        "shower of arrows, hail of arrows, volley of arrows, rain of arrows, storm of arrows, "
        "showers of arrows, hails of arrows, volleys of arrows, cloud of arrows, volley of "
        "bolts, rain of spears",
        "arrow",
        "heavy",
    ),
    (
        "hail of bullets, rain of bullets, storm of bullets, hail of gunfire, bullets rain down, "
        "bullets rained down, gunfire, firefight, shootout, shoot out, exchange of fire, "
        "crossfire, machine gun, machine guns, machine gun fire, storm of gunfire, burst of "
        "gunfire, bursts of gunfire, hail of shots, volley of shots, volley of gunfire, volleys "
        "of gunfire, gun battle, gun battles, gun fight, gun fights, gunfight, gunfights, fire "
        "fight, shootouts, firefights, opened fire, opens fire, opening fire, returned fire, "
        "returns fire, returning fire, return fire, covering fire, enemy fire, hostile fire, "
        "friendly fire, rapid fire, came under fire, comes under fire, firing squad, firing "
        "squads, rattle of gunfire, rattle of musketry, crackle of gunfire",
        "gunshot",
        "heavy",
    ),
    (
        "pistol shot, pistol shots, rifle shot, rifle shots, shots fired, shot rings out, rifle "
        "fire, musket fire, sniper fire, pistol fire, small arms fire, shotgun blast, shotgun "
        "blasts, crack of a rifle, crack of a pistol, crack of a gun, crack of gunfire, report "
        "of a gun, report of a rifle, report of a pistol, starting gun, starting pistol, "
        "starter's pistol, warning shot, warning shots, sniper shot, sniper shots, musket shot, "
        "musket shots, gun goes off, gun went off",
        "gunshot",
        "",
    ),
    (
        "dust storm, dust storms, sandstorm, sandstorms, sand storm, sand storms, roar of the "
        "wind, roaring of the wind, roaring wind, screaming wind, duststorm",
        "howling wind",
        "heavy",
    ),
    (
        "swarm of bees, swarms of bees, buzzing of bees, cloud of bees, hum of bees, swarm of "
        "wasps, swarms of wasps, swarm of hornets, swarm of flies, cloud of flies, drone of "
        "bees, humming of bees, buzz of bees, buzz of insects, drone of insects, hum of insects, "
        "bee swarm",
        "bees",
        "",
    ),
    (
        "thundering hooves, thunder of hooves, thundering of hooves, thunderous hooves, "
        "stampede, stampeding horses, cavalry charge, thundering herd, pounding hooves, "
        "thundering horses, stampeding cattle, stampedes, charge of the cavalry, galloping "
        "cavalry, cavalry charges, charging cavalry, charging horses, drumming of hooves, "
        "drumming hooves, running of the bulls, herd of horses, herd of wild horses",
        "horse hooves",
        "heavy",
    ),
    (
        "dead silence, complete silence, absolute silence, total silence, eerie silence, pin "
        "drop silence, you could hear a pin drop, utter silence, awkward silence, uneasy "
        "silence, deathly silence, deafening silence, hushed silence, stony silence, tense "
        "silence, heavy silence, ringing silence, oppressive silence, uncomfortable silence, "
        "perfect silence, stunned silence, silence falls, silence fell, dead quiet, deathly "
        "quiet, hear a pin drop, heard a pin drop, quiet as the grave, silent as the grave, "
        "silent as a tomb, quiet as a tomb, quiet as a mouse",
        "room tone",
        "",
    ),
    (
        "raining cats and dogs, rains cats and dogs, rained cats and dogs, bucketing down, "
        "pouring down, pouring with rain, pelting down, coming down in sheets, sheets of rain, "
        "the heavens opened, the heavens open, lashing rain, rain lashes, rain in sheets, "
        "curtain of rain, curtains of rain, wall of rain, torrent of rain, torrents of rain, "
        "rain in torrents, rain in buckets, chucking it down, tipping it down, drumming of rain, "
        "drumming of the rain, hammering rain, pounding rain, heavens open",
        "rain",
        "heavy",
    ),
    (
        "fire engine, fire engines, fire truck, fire trucks, ambulance, ambulances, fire "
        "brigade, smoke alarms, wail of a siren, wail of sirens, scream of sirens, blare of "
        "sirens, civil defence siren, air raid siren, air raid sirens, fire alarm, fire alarms, "
        "smoke alarm",
        "siren",
        "",
    ),
    (
        "lightning, lightning strike, lightning strikes, thunderbolt, thunderbolts, clap of "
        "thunder, peal of thunder, roll of thunder, rolling thunder, thunderclap, thunderclaps, "
        "lightning bolts, bolt of lightning, bolts of lightning, flash of lightning, flashes of "
        "lightning, forked lightning, sheet lightning, rumble of thunder, rumbles of thunder, "
        "peals of thunder, claps of thunder, rolls of thunder, growl of thunder, lightning "
        "flashes",
        "thunder",
        "",
    ),
    (
        "crack of thunder, cracks of thunder, crash of thunder, thunder crash, thunder crashes, "
        "boom of thunder, deafening thunder, electrical storm, electrical storms, lightning "
        "storm, lightning storms",
        "thunder",
        "heavy",
    ),
    (
        "babbling brook, murmuring brook, mountain brook, purling brook, gurgling brook, "
        "rippling brook, burbling brook, babbling stream, murmuring stream, gurgling stream, "
        "babbling brooks, steady stream of water, stream of water, drinking fountain",
        "stream",
        "",
    ),
    (
        "roar of the sea, roar of the ocean, roar of the surf, roaring surf, thundering surf, "
        "thunder of the surf, thundering waves, crashing surf, raging sea, stormy sea, heavy "
        "seas, rough sea, rough seas, roar of the waves, roar of waves, boom of the surf, "
        "pounding surf, booming surf, pounding waves, mountainous waves, monster wave, monster "
        "waves, wall of water, tidal wave, tidal waves, tsunami, tsunamis, angry sea, choppy "
        "seas",
        "ocean waves",
        "heavy",
    ),
    (
        "roar of the crowd, roaring crowd, crowd roars, crowd goes wild, wave of cheers, waves "
        "of cheers, wave of cheering, storm of cheers, storm of cheering, roar of cheers, "
        "thunder of cheers, roars of the crowd, roar of the fans, roar of the stadium, deafening "
        "cheers, thunderous cheers",
        "cheering",
        "heavy",
    ),
    (
        "thundering waterfall, thunder of the falls, roar of the falls, roar of the waterfall, "
        "thundering falls, roaring falls",
        "waterfall",
        "heavy",
    ),
    (
        "death knell, funeral bell, passing bell, death knells, wedding bells, peal of bells, "
        "peals of bells, pealing bells, tolling of bells, church bells, funeral bells, vesper "
        "bell",
        "church bell",
        "",
    ),
    (
        "cannonade, artillery, artillery fire, barrage, big guns, salvo, roar of cannon, roar of "
        "the cannon, roar of cannons, roar of the guns, thunder of guns, thunder of the guns, "
        "thunder of cannon, thunder of cannons, thunder of artillery, rumble of artillery, roar "
        "of artillery, boom of guns, booming guns, heavy guns, broadside, broadsides, "
        "bombardment, shelling",
        "cannon",
        "heavy",
    ),
    (
        "bubbling cauldron, cauldron bubbling, cauldron bubbles, hiss of steam, hissing kettle, "
        "kettle hissing, singing kettle, kettle singing, boiling hot water, kettle on the boil, "
        "pot on the boil",
        "boiling water",
        "",
    ),
    (
        "waves of applause, wave of applause, round of applause, rounds of applause, outburst of "
        "applause, outbreak of applause, peals of applause",
        "applause",
        "",
    ),
    (
        "ripple of applause, smattering of applause, trickle of applause, patter of applause, "
        "spattering of applause, muted applause",
        "applause",
        "light",
    ),
    (
        "whistle of arrows, whistle of an arrow, hiss of arrows, hiss of an arrow, twang of a "
        "bow, twang of a bowstring, twang of bowstrings, bowstring twangs, bowstring twang",
        "arrow",
        "",
    ),
    (
        "wind down the chimney, wind down a chimney, wind in the chimney, wail of the wind, moan "
        "of the wind, moaning of the wind, whistle of the wind, whistling of the wind, howl of "
        "the wind, shriek of the wind, wailing wind, shrieking wind",
        "howling wind",
        "",
    ),
    (
        "wind down the valley, wind up the valley, wind down the mountain, wind down the street, "
        "wind down from the, wind up here, wind down here",
        "wind",
        "",
    ),
    (
        "calm before the storm, quiet before the storm, calm after the storm, sigh of the wind, "
        "sighing wind, whisper of the wind, whisper of wind, whispering wind, whispering breeze, "
        "breath of wind, hint of wind",
        "wind",
        "light",
    ),
    (
        "clatter of hooves, clop of hooves, clip clop of hooves, horse around the corner, "
        "draught horse, draught horses, draft horse, draft horses",
        "horse hooves",
        "",
    ),
    (
        "hiss of rain, hiss of the rain, patter of the rain",
        "rain",
        "",
    ),
    (
        "stream of traffic, steady stream of traffic, stream of cars, steady stream of cars, "
        "streams of cars, streams of traffic, hum of traffic, drone of traffic, rumble of "
        "traffic, rush of traffic, hum of the city, rush hour traffic",
        "city traffic",
        "",
    ),
    (
        "roar of traffic, roar of the traffic",
        "city traffic",
        "heavy",
    ),
    (
        "hiss of the surf, hiss of the sea, hiss of waves, wash of the sea, murmur of the sea, "
        "murmur of the waves",
        "ocean waves",
        "",
    ),
    (
        "flash flood, flash floods, roar of the river, roar of the rapids, roaring river, raging "
        "river, raging torrent, dam bursts",
        "river",
        "heavy",
    ),
    (
        "buzz of excitement, buzz of conversation, buzz of voices, hum of conversation, hum of "
        "voices, murmur of voices, murmur of conversation, murmur of the crowd, babble of "
        "voices, hubbub, hubbub of voices, hum of the crowd, drone of voices",
        "crowd",
        "",
    ),
    (
        "roar of an engine, roar of the engine, roar of engines, roar of the engines, roaring "
        "engine, roaring engines",
        "engine",
        "heavy",
    ),
    (
        "drone of an engine, drone of the engine, hum of the engine, hum of an engine",
        "engine",
        "",
    ),
    (
        "drone of an aeroplane, drone of an airplane, drone of a plane, drone of planes, drone "
        "of aircraft, drone of bombers, dogfight, dogfights, aerial dogfight, spitfire, "
        "spitfires",
        "airplane",
        "",
    ),
    (
        "drone strike, drone strikes, bomb blast, bomb blasts, air strike, air strikes",
        "explosion",
        "",
    ),
    (
        "sea of flames, sea of fire, wall of flames, wall of fire, roar of the fire, roar of "
        "flames, roar of the flames, inferno, blazing inferno",
        "campfire",
        "heavy",
    ),
    (
        "crackle of flames, crackle of the flames, crackling of flames",
        "campfire",
        "",
    ),
    (
        "thunder of drums, thunder of the drums, thundering drums",
        "drum",
        "heavy",
    ),
    (
        "drum roll, drum rolls, drumroll, drumrolls, roll of drums, roll of the drums, "
        "kettledrum, kettledrums, kettle drum, kettle drums",
        "drum",
        "",
    ),
    (
        "patter of feet, patter of little feet, patter of tiny feet, patter of small feet, "
        "pitter patter of feet, pitter patter of little feet, pitter patter of tiny feet, pitter "
        "patter of small feet",
        "running",
        "light",
    ),
    (
        "tramp of feet, tramp of boots, tramp of marching feet, marching feet, marching boots, "
        "thud of boots",
        "footsteps on stone",
        "heavy",
    ),
    (
        "pounding heart, hammering heart, heart hammering, heart hammers, heart hammered, "
        "thundering heart, hammering of his heart, hammering of her heart, pounding of his "
        "heart, pounding of her heart, drumming of his heart, drumming of her heart, thunder of "
        "his heart",
        "heartbeat",
        "heavy",
    ),
    (
        "beating of his heart, beating of her heart, thud of his heart, thud of her heart, "
        "drumbeat of his heart",
        "heartbeat",
        "",
    ),
    (
        "baying hounds, hounds baying, pack of hounds, baying of hounds, pack of dogs",
        "dog bark",
        "heavy",
    ),
    (
        "sheepdog, sheepdogs, sheep dog, sheep dogs, bulldog, bulldogs, pit bull, pit bulls",
        "dog bark",
        "",
    ),
    (
        "murder of crows",
        "crows",
        "",
    ),
    (
        "parliament of owls, night owl hooting, night owl hoots, night owl calls, night owl "
        "calling",
        "owl",
        "",
    ),
    (
        "humming bird, humming birds",
        "wings",
        "light",
    ),
    (
        "clash of blades, ring of steel, clang of steel, clang of swords, crossing swords, "
        "crossed swords",
        "sword clash",
        "",
    ),
    (
        "hammer on anvil, hammer on an anvil, ring of the anvil, clang of the anvil, "
        "blacksmith's hammer",
        "hammering",
        "",
    ),
    (
        "saw the wood, saw wood, saw the plank, saw a plank, saw the planks, saw a log, saw the "
        "board, saw through the wood",
        "sawing",
        "",
    ),
    (
        "death rattle, last breath, dying breath, gasping for breath, gasps for breath, sharp "
        "intake of breath",
        "breathing",
        "",
    ),
    (
        "rumble of wheels, rattle of wheels, rumble of a cart, rumble of carts, rattle of a "
        "carriage, rattle of carriages, wagon train, wagon trains, covered wagon, covered "
        "wagons, stagecoach, stagecoaches",
        "horse and carriage",
        "",
    ),
    (
        "bullet train, bullet trains",
        "train",
        "heavy",
    ),
    (
        "iron horse, rumble of a train, rumble of the train, clatter of a train, thunder of a "
        "train",
        "train",
        "",
    ),
    (
        "fountain pen, fountain pens, scratch of a pen, scratch of a quill, scratching of a pen, "
        "scratching of a quill",
        "writing",
        "",
    ),
    (
        "washing up, doing the washing up, washing the dishes, washing dishes, doing the dishes, "
        "does the dishes, clatter of dishes, clatter of plates",
        "dishes",
        "",
    ),
    (
        "running a bath, runs a bath, run a bath, filling a bath, filling the bath",
        "pouring water",
        "",
    ),
    (
        "frying chicken, frying bacon, frying fish, frying eggs, frying sausages",
        "frying",
        "",
    ),
    (
        "porch swing, creaking swing, playground swing",
        "door creak",
        "",
    ),
    (
        "fire bell, fire bells",
        "alarm clock",
        "",
    ),
    (
        "sleigh ride, dinner bell, bicycle bell, bike bell, shop bell",
        "small bells",
        "",
    ),
    (
        "dinner gong",
        "gong",
        "",
    ),
)
"""Phrases, the kind that they name, and its strength: "heavy", "light" or none."""
