"""Words for sounds that no kind makes, and the kinds that are nearest to them."""

RELATED: tuple[tuple[str, tuple[str, ...]], ...] = (
    # Music and instruments.
    (
        "music, melody, tune, song, orchestra, symphony, soundtrack, instrument, band, concert, "
        "jazz, rock music, classical music, background music, 音乐, 乐曲, 旋律, 歌曲, 乐队, "
        "交响乐, 配乐, 乐器, 伴奏, 音乐会, 演唱会, 背景音乐, 奏乐, 乐声",
        ("wind chimes", "small bells", "gong", "drum"),
    ),
    (
        "violin, fiddle, cello, viola, double bass, string quartet, strings, bow strings, "
        "小提琴, 大提琴, 中提琴, 提琴, 二胡, 胡琴, 弦乐, 京胡, 马头琴",
        ("wind chimes", "dark drone", "small bells"),
    ),
    (
        "guitar, ukulele, banjo, lute, harp, lyre, mandolin, zither, guzheng, guqin, pipa, "
        "sitar, 吉他, 竖琴, 古筝, 古琴, 琵琶, 琴声, 弹琴, 抚琴, 瑶琴, 三弦, 扬琴, 箜篌, "
        "尤克里里, 贝斯",
        ("wind chimes", "small bells", "gong"),
    ),
    (
        "piano, pianist, harpsichord, keyboard music, music box, celesta, xylophone, "
        "glockenspiel, marimba, vibraphone, 钢琴, 弹钢琴, 大键琴, 八音盒, 音乐盒, 木琴, 钟琴, "
        "钢片琴",
        ("wind chimes", "small bells", "clock ticking"),
    ),
    (
        "organ, church organ, pipe organ, accordion, harmonica, bagpipes, hurdy gurdy, 管风琴, "
        "风琴, 手风琴, 口琴, 风笛, 笙",
        ("church bell", "ship horn", "train horn", "dark drone"),
    ),
    (
        "flute, recorder, piccolo, panpipe, ocarina, clarinet, oboe, bassoon, penny whistle, "
        "笛子, 笛声, 长笛, 竹笛, 箫, 洞箫, 箫声, 短笛, 单簧管, 双簧管, 陶笛, 埙, 吹笛子, 唢呐, "
        "葫芦丝",
        ("songbirds", "howling wind", "wind chimes"),
    ),
    (
        "trumpet, trombone, tuba, bugle, saxophone, french horn, cornet, fanfare, brass band, "
        "vuvuzela, didgeridoo, 小号, 长号, 号角, 军号, 萨克斯, 圆号, 铜管, 号角声, 吹号, 号声, "
        "冲锋号, 大号, 喇叭花",
        ("ship horn", "train horn", "car horn"),
    ),
    (
        "cymbal, triangle, tambourine, maracas, castanets, rattle, woodblock, wooden fish, "
        "clapper, 镲, 钹, 三角铁, 铃鼓, 沙锤, 响板, 木鱼, 梆子, 快板, 拨浪鼓",
        ("gong", "small bells", "drum"),
    ),
    (
        "tabla, bongo, djembe, conga, percussion, drummer, beat, rhythm, dancing, dance, dancer, "
        "disco, techno, 打击乐, 节奏, 节拍, 跳舞, 舞蹈, 舞曲, 迪斯科, 蹦迪, 街舞, 踢踏舞, 秧歌",
        ("drum", "gong", "applause"),
    ),
    (
        "opera, peking opera, theatre play, actor, performance, ballet, musical, circus, "
        "puppet show, storyteller, magician, 京剧, 戏曲, 唱戏, 歌剧, 演出, 表演, 话剧, 芭蕾, "
        "马戏, 马戏团, 皮影戏, 评书, 相声, 魔术, 演员",
        ("applause", "gong", "drum", "crowd"),
    ),
    # Voices and people.
    (
        "laugh, laughter, giggle, chuckle, cackle, snicker, guffaw, 笑, 笑声, 大笑, 微笑, 傻笑, "
        "狂笑, 冷笑, 偷笑, 咯咯笑, 哈哈, 哈哈大笑, 嘻嘻, 嬉笑, 嬉闹",
        ("crowd", "cheering", "applause"),
    ),
    (
        "cry, crying, weep, sob, wail, whimper, tears, moan, groan, whine, 哭, 哭声, 哭泣, 大哭, "
        "痛哭, 抽泣, 啜泣, 哽咽, 呜咽, 哀嚎, 流泪, 眼泪, 呻吟, 哭喊, 嚎啕大哭",
        ("breathing", "crowd", "howling wind"),
    ),
    (
        "scream, shriek, yell, shout, screech, holler, roar of pain, 尖叫, 尖叫声, 喊叫, 叫喊, "
        "大喊, 大叫, 惊叫, 惨叫, 怒吼, 吼叫, 咆哮, 吆喝, 叫骂, 争吵, 吵架",
        ("crowd", "cheering", "wolf howl"),
    ),
    (
        "sing, singing, singer, choir, chorus, chant, hymn, lullaby, humming a tune, "
        "opera singer, karaoke, yodel, vocals, 唱歌, 歌声, 歌唱, 合唱, 合唱团, 唱, 哼歌, 哼唱, "
        "摇篮曲, 圣歌, 诵经, 念经, 山歌, 歌手, 吟唱, 吟诗",
        ("crowd", "cheering", "songbirds"),
    ),
    (
        "whisper, mutter, mumble, murmured words, gossip, secret, 低语, 耳语, 窃窃私语, "
        "喃喃自语, 嘀咕, 悄悄话, 呢喃, 嘟囔",
        ("crowd", "breathing", "room tone"),
    ),
    (
        "speech, speak, talk, voice, narrator, monologue, dialogue, argument, quarrel, lecture, "
        "sermon, announcement, announcer, loudspeaker, prayer, pray, interview, debate, 演讲, "
        "讲话, 独白, 对话, 旁白, 讲课, 布道, 祈祷, 祷告, 广播, 播报, 采访, 辩论, 主持人, 朗读, "
        "朗诵, 读书声, 背书",
        ("crowd", "restaurant", "market"),
    ),
    (
        "man, woman, gentleman, lady, person, someone, stranger, neighbour, guy, old man, "
        "old woman, human, men, women, people, 男人, 女人, 男子, 女子, 老人, 老头, 老太太, 先生, "
        "女士, 陌生人, 邻居, 姑娘, 小伙子, 人类, 人们, 大叔, 大妈, 行人, 路人",
        ("crowd", "footsteps on wood", "breathing"),
    ),
    (
        "child, children, kid, girl, boy, toddler, schoolchildren, pupil, student, playground, "
        "kindergarten, 孩子, 小孩, 儿童, 女孩, 男孩, 小女孩, 小男孩, 孩子们, 学生, 同学, 幼儿园, "
        "操场, 顽童, 孩童",
        ("crowd", "cheering", "running"),
    ),
    (
        "baby, infant, newborn, babble of a baby, nursery, cradle, pram, 婴儿, 宝宝, 婴儿啼哭, "
        "新生儿, 摇篮, 婴儿车, 娃娃, 啼哭, 婴啼",
        ("breathing", "crowd", "small bells"),
    ),
    (
        "mother, father, parents, family, brother, sister, grandmother, grandfather, husband, "
        "wife, friend, uncle, aunt, 妈妈, 爸爸, 母亲, 父亲, 父母, 家人, 哥哥, 姐姐, 弟弟, 妹妹, "
        "奶奶, 爷爷, 丈夫, 妻子, 朋友",
        ("crowd", "footsteps on wood", "door opening and closing"),
    ),
    (
        "king, queen, prince, princess, emperor, knight, nobleman, royal court, coronation, "
        "herald, throne, 国王, 王后, 王子, 公主, 皇帝, 皇后, 骑士, 贵族, 大臣, 太监, 上朝, 登基, "
        "朝廷",
        ("cheering", "drum", "gong", "horse hooves"),
    ),
    (
        "servant, maid, butler, waiter, cook, chef, barkeeper, innkeeper, 仆人, 女仆, 管家, "
        "服务员, 厨师, 店小二, 老板, 掌柜, 丫鬟",
        ("dishes", "footsteps on wood", "restaurant"),
    ),
    (
        "soldier, army, troop, march, marching, parade, regiment, cavalry, warrior, guard, "
        "general, infantry, 士兵, 军队, 行军, 部队, 齐步走, 阅兵, 骑兵, 战士, 武士, 卫兵, 将军, "
        "步兵, 军人, 侍卫, 大军",
        ("drum", "footsteps on gravel", "footsteps on stone", "horse hooves"),
    ),
    (
        "thief, burglar, robber, murderer, killer, assassin, bandit, outlaw, kidnapper, spy, "
        "detective, 小偷, 盗贼, 强盗, 凶手, 杀手, 刺客, 土匪, 山贼, 间谍, 侦探, 劫匪",
        ("footsteps on wood", "door creak", "gunshot", "sword clash"),
    ),
    (
        "police, policeman, officer, sheriff, arrest, handcuffs, prison, prisoner, jail, "
        "cell door, 警察, 警官, 逮捕, 手铐, 监狱, 囚犯, 牢房, 牢门, 警局, 派出所",
        ("siren", "door slam", "keys", "footsteps on stone"),
    ),
    (
        "doctor, nurse, patient, surgery, surgeon, ventilator, heart monitor, medical equipment, "
        "defibrillator, stretcher, clinic, 医生, 护士, 病人, 手术, 呼吸机, 心电监护, 心电图, "
        "监护仪, 医疗设备, 担架, 诊所, 急救, 打针",
        ("heartbeat", "breathing", "machine hum", "siren"),
    ),
    (
        "monk, nun, priest, ritual, meditation, incense, altar, worship, exorcism, taoist, "
        "ceremony, 和尚, 尼姑, 牧师, 神父, 道士, 仪式, 冥想, 打坐, 上香, 祭坛, 做法, 驱魔, 法事, "
        "祭祀, 典礼",
        ("temple bell", "church bell", "gong", "small bells"),
    ),
    (
        "sailor, captain, pirate, crew, anchor, rigging, sail, mast, oar, rowing, paddle, 水手, "
        "船长, 海盗, 船员, 抛锚, 起锚, 船帆, 桅杆, 划桨, 划船, 船桨, 摇橹, 撑船",
        ("ship", "ocean waves", "ship horn", "seagulls"),
    ),
    (
        "worker, workman, mechanic, carpenter, plumber, factory worker, miner, welder, engineer, "
        "labourer, 工人, 机械师, 木匠, 木工, 水管工, 矿工, 焊工, 工程师, 民工, 铁匠, 瓦匠",
        ("hammering", "sawing", "construction site", "machine hum"),
    ),
    (
        "farmer, shepherd, plough, harvest, sickle, scythe, hay, barn, threshing, 农民, 农夫, "
        "牧羊人, 犁地, 耕地, 收割, 镰刀, 干草, 打谷, 割麦, 锄地, 放牛, 牧童, 插秧",
        ("cow", "sheep", "hens", "rooster"),
    ),
    (
        "teacher, professor, classmate, principal, scholar, librarian, poet, writer, author, "
        "老师, 教师, 教授, 校长, 学者, 先生讲课, 诗人, 作家, 书生, 秀才",
        ("writing", "turning pages", "crowd"),
    ),
    (
        "driver, passenger, tourist, traveller, traveler, conductor, chauffeur, pilgrim, "
        "wanderer, 司机, 乘客, 旅客, 游客, 旅行者, 列车员, 车夫, 过客, 香客",
        ("car passing", "inside a train", "footsteps on gravel", "horse and carriage"),
    ),
    (
        "hunter, hunting, trap, chase, pursuit, escape, flee, ambush, 猎人, 打猎, 狩猎, 陷阱, "
        "追逐, 追赶, 逃跑, 逃走, 埋伏, 追捕, 追杀",
        ("running", "dog bark", "gunshot", "arrow"),
    ),
    # Sounds of the body.
    (
        "cough, sneeze, sniff, clear throat, throat, wheeze, sniffle, blow nose, nose, 咳嗽, "
        "咳嗽声, 打喷嚏, 喷嚏, 吸鼻子, 清嗓子, 擤鼻涕, 哮喘, 嗓子, 鼻子, 咳",
        ("breathing", "snoring"),
    ),
    (
        "yawn, sleep, sleeper, nap, asleep, dream, bed, pillow, 哈欠, 打哈欠, 睡觉, 睡着, 打盹, "
        "做梦, 床, 枕头, 入睡, 熟睡",
        ("snoring", "breathing", "clock ticking"),
    ),
    (
        "kiss, hug, embrace, caress, lips, smooch, 亲吻, 接吻, 吻, 拥抱, 抚摸, 嘴唇, 亲嘴",
        ("breathing", "heartbeat", "bubbles"),
    ),
    (
        "swallow, gulp, drink, sip, slurp, drinking, 吞咽, 咽口水, 喝, 喝水, 喝酒, 喝茶, 啜饮, "
        "吸溜",
        ("pouring water", "bubbles", "dishes"),
    ),
    (
        "eat, eating, chew, bite, munch, crunch, snack, lunch, dinner, meal, breakfast, food, "
        "feast, banquet, 吃, 吃饭, 咀嚼, 嚼, 咬, 零食, 午饭, 晚饭, 早餐, 食物, 宴会, 大餐, "
        "吃东西, 嗑瓜子",
        ("dishes", "restaurant", "frying"),
    ),
    (
        "burp, belch, hiccup, fart, stomach, stomach rumbling, vomit, spit, digestion, 打嗝, "
        "放屁, 肚子叫, 呕吐, 吐痰, 胃, 吐口水, 屁",
        ("bubbles", "breathing", "body fall"),
    ),
    (
        "bone, bones cracking, bone break, joint, knuckle, neck crack, skeleton, teeth, 骨头, "
        "骨折, 关节, 脖子, 骷髅, 牙齿, 骨裂, 咬牙",
        ("chopping", "door creak", "body fall"),
    ),
    (
        "punch, slap, kick, fight, boxing, brawl, wrestle, karate, kung fu, beating, fist, "
        "spank, 拳头, 打架, 耳光, 踢, 拳击, 打斗, 摔跤, 武术, 功夫, 殴打, 一拳, 巴掌, 搏斗, 格斗",
        ("body fall", "whoosh", "sword clash"),
    ),
    (
        "blood, gore, wound, stab, flesh, bleeding, slash, decapitation, 血, 流血, 伤口, 刺, 捅, "
        "血肉, 鲜血, 刺杀, 砍头, 滴血",
        ("dripping water", "chopping", "sword clash", "heartbeat"),
    ),
    (
        "jump, leap, land, climb, crawl, hop, stumble, trip, tiptoe, sneak, shuffle, limp, 跳, "
        "跳跃, 落地, 爬, 攀爬, 爬行, 蹦跳, 绊倒, 蹑手蹑脚, 潜行, 踮脚, 跛行",
        ("body fall", "footsteps on wood", "running", "stairs"),
    ),
    (
        "whistle, whistling, finger snap, snap, tongue click, referee whistle, pop, 口哨, "
        "吹口哨, 哨子, 哨声, 打响指, 响指, 弹舌, 吹哨, 哨音, 裁判哨",
        ("songbirds", "train horn", "howling wind"),
    ),
    # Animals.
    (
        "tiger, lion, leopard, panther, jaguar, cheetah, big cat, growl, snarl, roar of a lion, "
        "老虎, 狮子, 豹子, 猎豹, 美洲豹, 虎啸, 狮吼, 虎, 豹, 低吼, 兽吼",
        ("wolf howl", "dog bark", "purring", "cow"),
    ),
    (
        "bear, polar bear, panda, gorilla, bison, buffalo, rhino, rhinoceros, hippo, "
        "hippopotamus, 熊, 狗熊, 北极熊, 熊猫, 大猩猩, 野牛, 犀牛, 河马, 棕熊",
        ("cow", "pig", "wolf howl"),
    ),
    (
        "fox, hyena, jackal, raccoon, badger, ferret, weasel, otter, 狐狸, 鬣狗, 豺, 浣熊, 獾, "
        "黄鼠狼, 水獭, 狸",
        ("dog bark", "wolf howl", "cat"),
    ),
    (
        "elephant, giraffe, camel, llama, dinosaur, mammoth, trumpeting elephant, 大象, 长颈鹿, "
        "骆驼, 驼铃, 羊驼, 恐龙, 猛犸, 象",
        ("cow", "ship horn", "footsteps on gravel"),
    ),
    (
        "monkey, ape, chimpanzee, baboon, orangutan, lemur, 猴子, 猿, 黑猩猩, 猩猩, 狒狒, 猴, 猿啼",
        ("songbirds", "crows", "crowd"),
    ),
    (
        "donkey, mule, zebra, pony, horse neigh, neigh, whinny, snort, saddle, rider, rodeo, 驴, "
        "驴子, 毛驴, 骡子, 斑马, 小马, 马嘶, 嘶鸣, 马鞍, 骑手, 驴叫",
        ("horse hooves", "horse and carriage", "cow"),
    ),
    (
        "deer, stag, elk, moose, reindeer, antelope, gazelle, doe, 鹿, 小鹿, 驯鹿, 麋鹿, 羚羊, "
        "鹿鸣, 梅花鹿",
        ("sheep", "cow", "footsteps on leaves"),
    ),
    (
        "rabbit, hare, hedgehog, squirrel, guinea pig, hamster, mole, chipmunk, beaver, 兔子, "
        "野兔, 刺猬, 松鼠, 豚鼠, 仓鼠, 鼹鼠, 河狸, 小动物",
        ("footsteps on leaves", "purring", "wind in the trees"),
    ),
    (
        "mouse, mice, rat, rodent, squeak, squeal, scurry, 老鼠, 耗子, 鼠, 吱吱声, 田鼠, 吱吱叫, "
        "鼠群",
        ("footsteps on leaves", "door creak", "writing"),
    ),
    (
        "snake, lizard, crocodile, alligator, reptile, rattlesnake, serpent, python, chameleon, "
        "hissing snake, 蛇, 蜥蜴, 鳄鱼, 爬行动物, 响尾蛇, 毒蛇, 蟒蛇, 蛇信, 嘶嘶, 壁虎",
        ("static", "frying", "footsteps on leaves"),
    ),
    (
        "turtle, tortoise, snail, worm, crab, lobster, clam, starfish, 乌龟, 海龟, 蜗牛, 虫蠕动, "
        "螃蟹, 龙虾, 贝壳, 海星, 甲鱼, 蚯蚓",
        ("ocean waves", "bubbles", "footsteps on gravel"),
    ),
    (
        "fish, whale, dolphin, shark, seal, walrus, octopus, squid, goldfish, jellyfish, orca, "
        "salmon, sea lion, 鱼, 鲸鱼, 海豚, 鲨鱼, 海豹, 章鱼, 金鱼, 水母, 鲸, 虎鲸, 三文鱼, 海狮, "
        "鱼跃",
        ("underwater", "bubbles", "ocean waves"),
    ),
    (
        "penguin, pelican, flamingo, ostrich, peacock, albatross, heron, stork, crane bird, "
        "企鹅, 鹈鹕, 火烈鸟, 鸵鸟, 孔雀, 信天翁, 苍鹭, 鹤, 仙鹤, 白鹭, 鹳",
        ("seagulls", "duck", "wings"),
    ),
    (
        "goose, geese, swan, turkey, quail, pheasant, 鹅, 大雁, 天鹅, 火鸡, 鹌鹑, 野鸡, 雁, 雁鸣",
        ("duck", "hens", "wings"),
    ),
    (
        "eagle, hawk, falcon, vulture, bird of prey, condor, buzzard, kite, 鹰, 老鹰, 猎鹰, "
        "秃鹫, 雄鹰, 鹰隼, 隼, 雕",
        ("seagulls", "crows", "wings"),
    ),
    (
        "parrot, cuckoo, pigeon, dove, canary, hummingbird, swift, cockatoo, budgie, magpie, "
        "鹦鹉, 布谷鸟, 杜鹃, 鸽子, 金丝雀, 蜂鸟, 燕子, 喜鹊, 八哥, 黄鹂, 百灵, 画眉, 夜莺",
        ("songbirds", "wings", "owl"),
    ),
    (
        "butterfly, moth, dragonfly, firefly, ladybug, ladybird, beetle, caterpillar, 蝴蝶, "
        "飞蛾, 蜻蜓, 萤火虫, 瓢虫, 甲虫, 毛毛虫, 蛾子",
        ("wings", "crickets", "bees"),
    ),
    (
        "ant, spider, cockroach, centipede, scorpion, locust, termite, flea, 蚂蚁, 蜘蛛, 蟑螂, "
        "蜈蚣, 蝎子, 蝗虫, 白蚁, 跳蚤",
        ("crickets", "bees", "footsteps on leaves"),
    ),
    (
        "pet, paw, claw, tail, fur, leash, scratch, hoofed animal, animal, beast, creature, "
        "livestock, zoo, wildlife, jungle animals, 宠物, 爪子, 尾巴, 皮毛, 牵绳, 抓挠, 动物, "
        "野兽, 怪兽, 牲口, 牲畜, 动物园, 野生动物, 家畜",
        ("dog bark", "cat", "cow", "songbirds"),
    ),
    # Weather and nature.
    (
        "snow, snowfall, snowflake, snowy, frost, freeze, cold, winter, 雪, 下雪, 飘雪, 雪花, "
        "大雪, 小雪, 霜, 冰冻, 寒冷, 冬天, 落雪",
        ("blizzard", "footsteps in snow", "wind"),
    ),
    (
        "snowman, snowball, sled, sledge, sleigh, ski, skier, snowboard, skating, skate, "
        "ice skating, ice rink, skis, 雪人, 雪球, 打雪仗, 雪橇, 滑雪, 滑冰, 溜冰, 冰场, 冰刀, "
        "溜冰场",
        ("footsteps in snow", "whoosh", "small bells", "blizzard"),
    ),
    (
        "hail, sleet, hailstone, drizzle on stone, freezing rain, 冰雹, 雨夹雪, 霰, 雹子, 冻雨",
        ("rain on a tin roof", "rain on a window", "blizzard"),
    ),
    (
        "ice, iceberg, glacier, icicle, ice cube, cracking ice, frozen lake, thaw, 冰, 冰山, "
        "冰川, 冰柱, 冰块, 冰裂, 冰面, 冰湖, 融化, 解冻, 冰河",
        ("glass breaking", "dripping water", "footsteps in snow"),
    ),
    (
        "avalanche, landslide, rockfall, rockslide, boulder, falling rocks, cave in, rubble, "
        "雪崩, 山崩, 滑坡, 泥石流, 落石, 滚石, 塌方, 碎石滚落, 坍塌, 山体滑坡",
        ("thunder", "explosion", "body fall", "blizzard"),
    ),
    (
        "earthquake, quake, tremor, rumble, ground shaking, volcano, lava, eruption, magma, "
        "geyser, 地震, 震动, 地动山摇, 火山, 岩浆, 喷发, 火山爆发, 余震, 间歇泉, 轰隆",
        ("thunder", "explosion", "boiling water"),
    ),
    (
        "tornado, cyclone, whirlwind, sandstorm, dust storm, duststorm, monsoon, gale force, "
        "龙卷风, 旋风, 沙尘暴, 沙暴, 尘暴, 季风雨, 气旋",
        ("howling wind", "wind", "thunder", "rain"),
    ),
    (
        "sand, dust, dune, desert caravan, pebble, soil, dirt, earth, digging, dig, shovel, "
        "spade, grave, burial, coffin, 沙子, 沙, 灰尘, 沙丘, 商队, 泥土, 土, 挖土, 挖, 铲子, "
        "铁锹, 坟墓, 埋葬, 棺材, 挖坑",
        ("footsteps on gravel", "wind", "construction site"),
    ),
    (
        "mud, swamp, marsh, slime, squelch, bog, quicksand, goo, 泥, 泥巴, 泥泞, 沼泽, 黏液, "
        "烂泥, 泥潭, 流沙",
        ("frogs", "bubbles", "footsteps on leaves", "pouring water"),
    ),
    (
        "flood, tsunami, current, whirlpool, splash, splashing, dive, swim, swimming, swimmer, "
        "swimming pool, water polo, 洪水, 海啸, 水流, 漩涡, 溅水, 水花, 潜水, 游泳, 游泳池, "
        "泳池, 跳水, 戏水, 水花四溅, 落水",
        ("ocean waves", "river", "underwater", "pouring water"),
    ),
    (
        "tidal wave, high tide, low tide, coral reef, seaweed, lighthouse, cliff, bay, lagoon, "
        "潮水, 潮汐, 涨潮, 退潮, 珊瑚, 海藻, 灯塔, 悬崖, 海湾, 潮声, 礁石",
        ("ocean waves", "seagulls", "ship horn"),
    ),
    (
        "fog, mist, cloud, haze, smoke, steam, vapour, overcast, chimney, 雾, 薄雾, 云, 烟, "
        "烟雾, 蒸汽, 大雾, 浓雾, 雾气, 烟囱",
        ("ship horn", "wind", "boiling water", "room tone"),
    ),
    (
        "sun, sunshine, sunlight, sunrise, sunset, heat, warm, summer, blue sky, rainbow, 太阳, "
        "阳光, 日出, 日落, 炎热, 温暖, 夏天, 蓝天, 彩虹, 烈日",
        ("songbirds", "cicadas", "crickets"),
    ),
    (
        "moon, moonlight, star, starry sky, night sky, midnight, darkness, shadow, dusk, 月亮, "
        "月光, 星星, 星空, 夜空, 午夜, 黑暗, 影子, 黄昏, 夜色",
        ("crickets", "owl", "night village", "wolf howl"),
    ),
    (
        "spring season, flower, grass, garden, blossom, plant, meadow flowers, bush, hedge, "
        "leaf fall, 春天, 花, 花朵, 草, 花园, 植物, 鲜花, 灌木, 草丛, 落花",
        ("songbirds", "bees", "wind in the trees"),
    ),
    (
        "tree falling, timber, branch, twig, stick, snapping twig, log, lumberjack, axe, "
        "chainsaw, bark of a tree, bamboo, 树倒下, 木材, 树枝, 枝条, 木棍, 折断, 原木, 伐木, "
        "伐木工, 斧头, 斧子, 电锯, 砍树, 砍柴, 劈柴, 竹子",
        ("sawing", "chopping", "wind in the trees", "hammering"),
    ),
    (
        "mountain, hill, valley, canyon, summit, echo, wilderness, steppe, rock, 高山, 山谷, "
        "峡谷, 山顶, 回声, 荒野, 岩石, 山, 石头, 山脉",
        ("wind", "howling wind", "footsteps on gravel"),
    ),
    (
        "nature, countryside, landscape, outdoors, park, picnic, camping, hike, hiking, "
        "walk in nature, 大自然, 自然, 乡村, 风景, 户外, 公园, 野餐, 露营, 徒步, 郊游, 田园, 野外",
        ("songbirds", "wind in the trees", "stream", "campfire"),
    ),
    # Machines, vehicles and devices.
    (
        "bicycle, bike, cyclist, bicycle bell, tricycle, scooter, skateboard, roller skates, "
        "wheelchair, wheel, 自行车, 单车, 骑车, 车铃, 三轮车, 滑板车, 滑板, 轮滑, 轮椅, 车轮, "
        "轮子",
        ("small bells", "car passing", "machine hum"),
    ),
    (
        "motorcycle, motorbike, moped, quad bike, race car, racing, go kart, formula one, 摩托, "
        "机车, 电动车, 赛车, 卡丁车, 飙车, 电瓶车",
        ("engine", "car passing", "city traffic"),
    ),
    (
        "tractor, bulldozer, excavator, crane, forklift, combine harvester, lawn mower, "
        "lawnmower, generator, 拖拉机, 挖土机, 叉车, 收割机, 割草机, 发电机, 吊车, 铲车",
        ("engine", "construction site", "machine hum"),
    ),
    (
        "brakes, tyre, tire screech, skid, car crash, crash, collision, accident, wreck, "
        "seat belt, car door, 刹车, 轮胎, 急刹车, 打滑, 车祸, 撞车, 碰撞, 事故, 相撞, 安全带, "
        "漂移, 翻车",
        ("glass breaking", "car horn", "explosion", "car passing"),
    ),
    (
        "bus, truck, lorry, van, taxi, tram, trolley, limousine, caravan, school bus, 校车, "
        "货运车, 面包车, 电车, 有轨电车, 房车, 拖车, 皮卡, 公交",
        ("car passing", "engine", "city traffic", "train"),
    ),
    (
        "subway train, underground train, metro, monorail, roller coaster, cable car, rail, "
        "railcar, funicular, 地铁, 轻轨, 单轨, 过山车, 缆车, 铁轨, 高铁, 动车, 矿车",
        ("train", "inside a train", "machine hum"),
    ),
    (
        "submarine, sonar, torpedo, diving bell, scuba tank, periscope, 潜艇, 声呐, 鱼雷, "
        "潜水艇, 深海, 潜望镜",
        ("underwater", "bubbles", "machine hum", "dark drone"),
    ),
    (
        "motorboat, speedboat, yacht, canoe, kayak, raft, ferry, gondola, jet ski, hovercraft, "
        "摩托艇, 快艇, 游艇, 独木舟, 皮划艇, 木筏, 渡轮, 小船, 小舟, 渡船, 乌篷船, 竹筏, 帆船",
        ("ship", "ocean waves", "engine", "river"),
    ),
    (
        "rocket, spaceship, spacecraft, shuttle, ufo, alien, space station, satellite, "
        "astronaut, outer space, space, planet, galaxy, warp drive, teleport, time machine, "
        "火箭, 飞船, 宇宙飞船, 飞碟, 外星人, 空间站, 卫星, 宇航员, 太空, 宇宙, 星球, 银河, 传送, "
        "穿越, 时光机",
        ("dark drone", "machine hum", "airplane", "explosion"),
    ),
    (
        "balloon, hot air balloon, glider, parachute, zeppelin, drone aircraft, quadcopter, "
        "blimp, 气球, 热气球, 降落伞, 飞艇, 无人机, 滑翔伞, 风筝",
        ("wind", "fan", "whoosh", "helicopter"),
    ),
    (
        "robot, android, cyborg, servo, mech, artificial intelligence, beep, blip, sci fi, "
        "science fiction, hologram, futuristic, 机器人, 机械人, 仿生人, 机甲, 人工智能, 科幻, "
        "全息, 嘀声, 哔哔, 电子音, 赛博朋克",
        ("machine hum", "electric buzz", "static"),
    ),
    (
        "laser, lightsaber, blaster, ray gun, plasma, force field, phaser, energy beam, 激光, "
        "光剑, 激光枪, 光束, 射线, 能量, 力场, 粒子炮, 镭射",
        ("electric buzz", "whoosh", "static"),
    ),
    (
        "elevator, lift, escalator, conveyor belt, automatic door, sliding door, revolving door, "
        "garage door, gate, portcullis, drawbridge, 电梯, 升降机, 扶梯, 自动扶梯, 传送带, "
        "自动门, 推拉门, 旋转门, 车库门, 卷帘门, 大门, 吊桥, 城门",
        ("machine hum", "door opening and closing", "small bells", "door creak"),
    ),
    (
        "printer, photocopier, scanner, fax, copier, shredder, cash register, till, "
        "vending machine, atm, 打印机, 复印机, 扫描仪, 传真机, 碎纸机, 收银机, 自动售货机, "
        "收银台, 取款机",
        ("machine hum", "typewriter", "keyboard typing", "coins"),
    ),
    (
        "computer, laptop, mouse click, click, hard drive, tablet, touchscreen, video game, "
        "arcade, console, joystick, game, password, 电脑, 计算机, 笔记本电脑, 鼠标, 点击, 硬盘, "
        "平板, 触屏, 电子游戏, 游戏机, 游戏, 手柄, 网吧, 密码",
        ("keyboard typing", "machine hum", "fan"),
    ),
    (
        "camera, shutter, photograph, photo, camera flash, projector, film reel, film projector, "
        "cinema, 相机, 快门, 照片, 拍照, 闪光灯, 放映机, 投影仪, 胶片, 摄像机, 摄影, 电影",
        ("clock ticking", "typewriter", "machine hum"),
    ),
    (
        "radio, television, tv, broadcast, speaker, microphone, walkie talkie, headphones, "
        "cassette, tape recorder, morse code, telegraph, intercom, feedback, 收音机, 电视, "
        "电视机, 音箱, 麦克风, 话筒, 对讲机, 耳机, 磁带, 录音机, 摩斯密码, 电报, 电台",
        ("static", "vinyl crackle", "telephone ringing"),
    ),
    (
        "mobile phone, cell phone, smartphone, text message, notification, ringtone, doorbell, "
        "door bell, buzzer, message, vibration, dial, 手机, 智能手机, 短信, 消息, 通知, 彩铃, "
        "门铃, 振动, 提示音, 信息, 拨号, 微信, 按门铃",
        ("telephone ringing", "small bells", "alarm clock"),
    ),
    (
        "lamp, light bulb, light switch, switch, button, electricity, spark, short circuit, "
        "power line, transformer, neon, tesla coil, electric shock, battery, 灯, 灯泡, 开关, "
        "按钮, 电, 电流, 短路, 电线, 变压器, 霓虹灯, 触电, 电击, 电池, 灯管, 电火花, 按键",
        ("electric buzz", "machine hum", "static"),
    ),
    (
        "timer, countdown, stopwatch, time bomb, hourglass, sundial, chronometer, ticking bomb, "
        "倒计时, 定时炸弹, 沙漏, 日晷, 时间, 闹表",
        ("clock ticking", "alarm clock", "explosion"),
    ),
    (
        "alarm system, smoke detector, burglar alarm, warning, emergency, air raid, "
        "danger signal, red alert, evacuation, 报警器, 警报, 烟雾报警器, 防盗警报, 警告, 紧急, "
        "空袭, 空袭警报, 疏散, 火警, 警报声, 防空警报",
        ("siren", "alarm clock", "telephone ringing"),
    ),
    (
        "fire extinguisher, spray, aerosol, hissing steam, steam valve, gas leak, air leak, "
        "pressure valve, compressed air, air pump, 灭火器, 喷雾, 喷雾器, 漏气, 蒸汽阀, 煤气泄漏, "
        "压缩空气, 打气筒, 泄气, 放气",
        ("static", "boiling water", "whoosh"),
    ),
    (
        "hose, fire hose, sprinkler, watering can, water gun, squirt, garden hose, 水管, "
        "消防水管, 洒水器, 喷水, 水枪, 浇水, 浇花, 洒水",
        ("pouring water", "rain", "stream", "static"),
    ),
    (
        "factory, assembly line, hydraulic press, piston, gears, gear, cogwheel, mill, windmill, "
        "water wheel, loom, spinning wheel, sewing machine, machine tool, robot arm, lathe, "
        "工厂, 流水线, 液压机, 活塞, 齿轮, 磨坊, 风车, 水车, 织布机, 纺车, 缝纫机, 机床, 车间, "
        "磨盘, 石磨, 织布",
        ("machine hum", "engine", "hammering", "washing machine"),
    ),
    (
        "drill, power tool, electric drill, grinder, angle grinder, sander, welding, sandpaper, "
        "chisel, screwdriver, nail, wrench, tool, toolbox, planer, plane tool, 钻, 电动工具, "
        "砂轮, 打磨, 焊接, 电焊, 砂纸, 凿子, 螺丝刀, 钉子, 扳手, 工具, 工具箱, 刨子, 刨木头",
        ("construction site", "sawing", "hammering", "machine hum"),
    ),
    (
        "air conditioner, air conditioning, heater, radiator, ventilation, vent, boiler, "
        "furnace, stove, oven, exhaust fan, humidifier, 空调, 暖气, 取暖器, 通风, 通风口, 锅炉, "
        "炉子, 炉灶, 烤箱, 抽油烟机, 加湿器, 熔炉, 排气扇",
        ("machine hum", "fan", "room tone", "fireplace"),
    ),
    # House and household.
    (
        "kettle, teapot, tea, coffee, coffee machine, espresso, coffee maker, samovar, thermos, "
        "percolator, 茶壶, 热水壶, 茶, 咖啡, 咖啡机, 保温瓶, 泡茶, 沏茶, 煮咖啡, 磨咖啡",
        ("boiling water", "pouring water", "dishes"),
    ),
    (
        "microwave, blender, mixer, toaster, food processor, juicer, whisk, grater, rolling pin, "
        "oven timer, 微波炉, 搅拌机, 搅拌器, 烤面包机, 榨汁机, 打蛋器, 料理机, 电饭锅, 擀面杖, "
        "豆浆机",
        ("machine hum", "fan", "frying", "chopping"),
    ),
    (
        "tap, faucet, sink, drain, plumbing, pipe, gutter, leak, leaking tap, bucket, basin, "
        "well bucket, 水龙头, 水槽, 下水道, 排水管, 管道, 屋檐水, 漏水, 水桶, 脸盆, 打水, 洗脸, "
        "拧毛巾, 水盆",
        ("dripping water", "pouring water", "stream"),
    ),
    (
        "shower bath, taking a shower, bath, bathtub, bathroom, bathe, sauna, hot spring, spa, "
        "washing hands, soap, 淋浴, 洗澡, 浴缸, 浴室, 桑拿, 温泉, 洗手, 肥皂, 沐浴, 泡澡, 花洒, "
        "卫生间",
        ("pouring water", "rain", "bubbles", "dripping water"),
    ),
    (
        "toilet, toilet flush, flush, lavatory, urinate, pee, restroom, wc, urinal, 马桶, 冲水, "
        "厕所, 洗手间, 冲马桶, 小便, 抽水马桶, 撒尿",
        ("pouring water", "bubbles", "waterfall"),
    ),
    (
        "bottle, cork, champagne, wine, beer, can opening, soda, fizz, cocktail, glass of wine, "
        "jar, lid, 瓶子, 软木塞, 香槟, 红酒, 啤酒, 易拉罐, 汽水, 可乐, 鸡尾酒, 开瓶, 罐子, 盖子, "
        "酒, 倒酒",
        ("pouring water", "bubbles", "dishes", "glass breaking"),
    ),
    (
        "knife, dagger, razor, blade, scissors, shears, sharpening, whetstone, cleaver, shave, "
        "haircut, 刀, 小刀, 匕首, 剃刀, 刀片, 剪刀, 磨刀, 磨刀石, 刮胡子, 理发, 剃须, 剪头发",
        ("sword clash", "chopping", "whoosh"),
    ),
    (
        "cloth, clothes, fabric, silk, dress, coat, curtain, flag, banner, blanket, rustle, "
        "tearing cloth, leather, belt, sheet, towel, cloak, 布, 衣服, 布料, 丝绸, 裙子, 外套, "
        "窗帘, 旗帜, 旗子, 毯子, 撕布, 皮革, 皮带, 床单, 毛巾, 斗篷, 衣料, 穿衣服, 战旗",
        ("turning pages", "wings", "whoosh", "footsteps on leaves"),
    ),
    (
        "zipper, zip, velcro, button up, buckle, tent zip, suitcase, bag, luggage, backpack, "
        "handbag, 拉链, 魔术贴, 扣子, 带扣, 行李箱, 包, 行李, 背包, 手提包, 箱子, 拉箱子",
        ("sawing", "keys", "turning pages"),
    ),
    (
        "paper, newspaper, letter, envelope, crumple, tear, parchment, scroll, map, document, "
        "card, cardboard, wrapping paper, magazine, 纸, 报纸, 信, 信封, 揉纸, 撕纸, 羊皮纸, "
        "卷轴, 地图, 文件, 卡片, 纸板, 包装纸, 杂志, 书信, 信纸, 纸张",
        ("turning pages", "writing"),
    ),
    (
        "book, read, reading, study, homework, exam, test, bookshelf, notebook, diary, 书, 看书, "
        "读书, 学习, 作业, 考试, 书架, 笔记本, 日记, 课本",
        ("turning pages", "writing", "clock ticking"),
    ),
    (
        "pen, brush, chalk, blackboard, paint, painting, artist, paintbrush, eraser, "
        "calligraphy, signature, marker, 笔, 刷子, 黑板, 绘画, 画画, 画家, 画笔, 橡皮, 书法, "
        "签名, 记号笔, 画",
        ("writing", "turning pages"),
    ),
    (
        "broom, sweep, sweeping, mop, scrub, cleaning, duster, rake, brushing teeth, toothbrush, "
        "comb, 扫帚, 扫地, 拖把, 擦洗, 打扫, 掸子, 耙子, 刷牙, 牙刷, 梳子, 梳头, 扫落叶, 清洁",
        ("footsteps on leaves", "vacuum cleaner", "writing"),
    ),
    (
        "chair, table, furniture, sofa, wardrobe, cupboard, drawer, rocking chair, desk, bench, "
        "floorboard, stool, shelf, bed creaking, 椅子, 桌子, 家具, 沙发, 衣柜, 橱柜, 抽屉, 摇椅, "
        "书桌, 长凳, 凳子, 柜子, 床响, 摇摇椅",
        ("door creak", "footsteps on wood", "body fall"),
    ),
    (
        "box, chest, crate, barrel, treasure, treasure chest, package, parcel, wooden box, "
        "trunk, safe, 盒子, 宝箱, 木箱, 木桶, 宝藏, 包裹, 快递, 珠宝盒, 保险箱, 宝物",
        ("door creak", "coins", "keys", "knock on a door"),
    ),
    (
        "jewel, jewellery, necklace, ring, bracelet, pearl, crown, diamond, gold, gem, 珠宝, "
        "首饰, 项链, 戒指, 手镯, 珍珠, 王冠, 钻石, 黄金, 宝石, 玉佩, 环佩",
        ("coins", "keys", "small bells"),
    ),
    (
        "chain, chains, metal, iron, steel, scrap metal, shackles, armour, armor, chain mail, "
        "can, bolt, hinge, iron gate, clank, clatter, 链子, 铁链, 锁链, 金属, 铁, 钢, 废铁, "
        "镣铐, 盔甲, 铠甲, 铁罐, 门闩, 插销, 铁门, 哐当, 叮当",
        ("keys", "sword clash", "small bells", "hammering"),
    ),
    (
        "rope, string, thread, knot, hammock, net, pulley, winch, swing set, creaking rope, "
        "绳子, 绳索, 线, 吊床, 网, 滑轮, 绞盘, 秋千, 麻绳, 荡秋千",
        ("door creak", "ship", "sawing"),
    ),
    (
        "plastic, plastic bag, rubber, balloon pop, bubble wrap, tape, sticky tape, foil, "
        "packaging, styrofoam, wrapper, 塑料, 塑料袋, 橡胶, 气泡膜, 胶带, 锡纸, 包装, 泡沫塑料, "
        "包装袋",
        ("turning pages", "footsteps on leaves", "frying"),
    ),
    (
        "window, glass, mirror, vase, porcelain, ceramic, pottery, broken vase, chandelier, "
        "shutters, blinds, 窗户, 玻璃, 镜子, 花瓶, 瓷器, 陶瓷, 陶器, 吊灯, 百叶窗, 碎片, 打碎, "
        "摔碎",
        ("glass breaking", "dishes", "wind chimes"),
    ),
    (
        "candle, match, lighter, cigarette, cigar, pipe smoking, fuse, lantern, gas lamp, arson, "
        "ash, 蜡烛, 火柴, 打火机, 香烟, 雪茄, 抽烟, 导火索, 灯笼, 油灯, 灰烬, 烟斗, 点烟",
        ("campfire", "fireplace", "frying"),
    ),
    (
        "roof, attic, cellar, basement, wall, ceiling, house, home, apartment, corridor, floor, "
        "building, ruin, mansion, 屋顶, 阁楼, 地窖, 地下室, 墙, 天花板, 房子, 家, 公寓, 走廊, "
        "地板, 建筑, 废墟, 豪宅",
        ("room tone", "door creak", "footsteps on wood", "clock ticking"),
    ),
    (
        "toy, doll, puppet, marble, dice, chess, cards, board game, lego, rattle toy, mahjong, "
        "domino, billiards, 玩具, 木偶, 弹珠, 骰子, 象棋, 下棋, 扑克, 桌游, 积木, 麻将, 多米诺, "
        "台球, 围棋, 洗牌",
        ("coins", "dishes", "keys", "turning pages"),
    ),
    # War and weapons.
    (
        "weapon, spear, lance, axe blow, shield, halberd, club, mace, sabre, katana, rapier, "
        "armour clash, 武器, 长矛, 盾牌, 长枪, 棍棒, 军刀, 兵器, 宝剑, 狼牙棒, 长戟, 刀刃, 短剑, "
        "拔剑, 出鞘",
        ("sword clash", "whoosh", "hammering"),
    ),
    (
        "whip, lash, slingshot, boomerang, throw, throwing, dart, catapult, trebuchet, javelin, "
        "鞭子, 皮鞭, 弹弓, 回旋镖, 投掷, 扔, 飞镖, 投石机, 标枪, 飞刀, 暗器, 投石车, 抽打",
        ("whoosh", "arrow", "firecrackers"),
    ),
    (
        "machine gun, bullet, ammunition, reload, sniper, trigger, musket, silencer, "
        "gun cocking, ricochet, shell casing, holster, 机枪, 机关枪, 子弹, 弹药, 上膛, 狙击手, "
        "扳机, 火枪, 消音器, 弹壳, 冲锋枪, 火绳枪, 扫射",
        ("gunshot", "cannon", "explosion", "firecrackers"),
    ),
    (
        "bomb, grenade, missile, dynamite, mine explosion, nuclear, shell, shelling, "
        "bombardment, detonator, molotov, tnt, 炸弹, 手榴弹, 导弹, 炸药, 地雷, 核弹, 弹片, 轰炸, "
        "雷管, 手雷, 火药, 核爆",
        ("explosion", "cannon", "thunder"),
    ),
    (
        "tank, warship, aircraft carrier, bomber, war, battle, invasion, siege, attack, combat, "
        "military, trench, 坦克, 军舰, 战舰, 航空母舰, 战争, 战斗, 入侵, 围城, 进攻, 攻城, 军事, "
        "战壕, 装甲车, 厮杀",
        ("cannon", "explosion", "gunshot", "engine"),
    ),
    (
        "execution, guillotine, gallows, torture, dungeon torture, duel at dawn, 处决, 断头台, "
        "绞刑, 酷刑, 拷打, 刑场, 行刑, 斩首",
        ("drum", "chopping", "crowd", "door creak"),
    ),
    # Sports.
    (
        "football, soccer, basketball, volleyball, baseball, rugby, ball, goal, referee, team, "
        "match game, stadium game, cricket match, bouncing ball, handball, 足球, 篮球, 排球, "
        "棒球, 橄榄球, 球, 进球, 裁判, 球队, 比赛, 球赛, 拍球, 运球, 运动会, 世界杯",
        ("cheering", "applause", "crowd", "running"),
    ),
    (
        "tennis, table tennis, ping pong, badminton, golf, bowling, hockey, squash, racket, "
        "bat hit, 网球, 乒乓球, 羽毛球, 高尔夫, 保龄球, 曲棍球, 壁球, 球拍, 冰球",
        ("whoosh", "knock on a door", "applause"),
    ),
    (
        "gym, weights, treadmill, exercise, fitness, marathon, race, athletics, gymnastics, "
        "yoga, rope skipping, workout, stretch, 健身房, 举重, 跑步机, 锻炼, 健身, 马拉松, 赛跑, "
        "田径, 体操, 瑜伽, 跳绳, 哑铃, 拉伸",
        ("running", "breathing", "machine hum", "cheering"),
    ),
    (
        "surfing, surfer, sailing, water skiing, rafting, fishing, angler, fishing rod, "
        "rowing race, dragon boat, 冲浪, 帆板, 漂流, 钓鱼, 钓鱼竿, 渔夫, 渔民, 赛艇, 龙舟, 撒网, "
        "渔船",
        ("ocean waves", "river", "ship", "drum"),
    ),
    # Fantasy and horror.
    (
        "magic, spell, magic spell, wizard, witch, sorcerer, wand, enchantment, fairy, elf, "
        "potion, sparkle, portal, twinkle, pixie, angel, heaven, 魔法, 咒语, 巫师, 女巫, 法师, "
        "魔杖, 施法, 仙女, 精灵, 药水, 闪烁, 传送门, 法术, 天使, 天堂, 仙境, 法宝",
        ("wind chimes", "whoosh", "small bells", "bubbles"),
    ),
    (
        "dragon, griffin, phoenix, unicorn, wyvern, pegasus, mythical beast, fire breathing, 龙, "
        "巨龙, 狮鹫, 凤凰, 独角兽, 飞龙, 神兽, 喷火, 麒麟, 龙吟, 飞马",
        ("wings", "campfire", "wolf howl", "thunder"),
    ),
    (
        "monster, zombie, vampire, werewolf, ogre, troll, giant, orc, goblin, mummy, kraken, "
        "undead, mutant, 怪物, 僵尸, 吸血鬼, 狼人, 食人魔, 巨人, 兽人, 哥布林, 木乃伊, 丧尸, "
        "妖怪, 海怪, 妖精, 巨兽",
        ("dark drone", "wolf howl", "breathing"),
    ),
    (
        "ghost, spirit, phantom, poltergeist, spectre, banshee, soul, haunting, demon, devil, "
        "hell, curse, possessed, 鬼, 鬼魂, 幽灵, 亡灵, 女鬼, 灵魂, 恶魔, 魔鬼, 地狱, 诅咒, 附身, "
        "冤魂, 孤魂野鬼, 鬼怪",
        ("dark drone", "howling wind", "door creak"),
    ),
    (
        "graveyard ghost, cemetery, tomb, crypt door, catacomb, funeral, corpse, death, "
        "mourning, hearse, 墓地, 坟场, 墓穴, 地下墓穴, 葬礼, 尸体, 死亡, 哀悼, 灵车, 送葬, 古墓, "
        "出殡, 灵堂",
        ("church bell", "crows", "dark drone", "wind"),
    ),
    # Moods.
    (
        "fear, terror, horror, dread, panic, scary, nightmare, creepy, eerie, sinister, spooky, "
        "frightening, evil, 恐惧, 恐怖, 惊悚, 害怕, 惊慌, 可怕, 噩梦, 毛骨悚然, 诡异, 阴森, "
        "邪恶, 惊恐, 吓人",
        ("dark drone", "heartbeat", "howling wind", "door creak"),
    ),
    (
        "suspenseful, thriller, nervous, anxiety, stress, mystery, mysterious, ominous, "
        "foreboding, crisis, pressure, danger, 紧张, 悬疑, 焦虑, 压力, 神秘, 不祥, 危机, 压抑, "
        "不安, 惊险, 危险, 悬念",
        ("dark drone", "heartbeat", "clock ticking"),
    ),
    (
        "sad, sadness, sorrow, grief, melancholy, lonely, loneliness, gloomy, depressed, tragic, "
        "despair, nostalgia, heartbreak, 悲伤, 忧伤, 哀愁, 悲痛, 忧郁, 孤独, 寂寞, 阴郁, 沮丧, "
        "悲剧, 绝望, 怀旧, 伤感, 凄凉",
        ("rain", "rain on a window", "wind", "church bell"),
    ),
    (
        "peace, relaxing, relaxation, tranquil, serene, calmness, soothing, cosy, cozy, comfort, "
        "harmony, zen, healing, sleepy, 和平, 放松, 宁静, 安宁, 祥和, 舒缓, 温馨, 惬意, 舒适, "
        "和谐, 禅意, 治愈, 安详, 助眠",
        ("stream", "wind chimes", "songbirds", "fireplace"),
    ),
    (
        "romance, romantic, love, tenderness, wedding, date, honeymoon, longing, bride, groom, "
        "valentine, 浪漫, 爱情, 爱, 柔情, 婚礼, 约会, 蜜月, 思念, 新娘, 新郎, 情人节, 恋爱, 拜堂",
        ("wind chimes", "ocean waves", "fireplace", "church bell"),
    ),
    (
        "happy, happiness, joy, joyful, cheerful, fun, excitement, party, celebration, "
        "celebrate, triumph, victory, birthday, festive, playful, 快乐, 开心, 欢乐, 喜悦, 高兴, "
        "兴奋, 派对, 聚会, 庆祝, 胜利, 生日, 喜庆, 凯旋, 热烈, 庆典",
        ("cheering", "applause", "fireworks", "songbirds"),
    ),
    (
        "angry, anger, rage, fury, hatred, violence, chaos, riot, protest, demonstration, "
        "revolution, strike march, uprising, 生气, 愤怒, 仇恨, 暴力, 混乱, 暴动, 抗议, 示威, "
        "革命, 游行, 起义, 暴怒, 骚乱",
        ("crowd", "glass breaking", "door slam", "thunder"),
    ),
    (
        "epic, heroic, adventure, dramatic, grand, glory, solemn, majestic, war drums, 史诗, "
        "英雄, 冒险, 戏剧性, 宏大, 荣耀, 庄严, 雄伟, 壮观, 气势磅礴, 肃穆",
        ("drum", "gong", "thunder", "cheering"),
    ),
    (
        "dreamy, ethereal, surreal, fantasy, memory, flashback, hypnosis, mystical, ambient, "
        "ambience, atmosphere, transition, 梦幻, 空灵, 超现实, 奇幻, 回忆, 闪回, 催眠, 玄妙, "
        "氛围, 气氛, 转场, 环境音, 幻觉",
        ("wind chimes", "dark drone", "underwater", "whoosh"),
    ),
    (
        "silent, stillness, hush, deathly silence, emptiness, void, noiseless, pause, mute, "
        "寂静, 沉默, 无声, 静默, 空虚, 虚空, 鸦雀无声, 静止, 沉寂, 死寂",
        ("room tone", "clock ticking", "wind"),
    ),
    # Feasts and times of the year.
    (
        "christmas, santa, santa claus, carol, advent, christmas tree, christmas eve, 圣诞节, "
        "圣诞, 圣诞老人, 圣诞树, 圣诞颂歌, 平安夜",
        ("small bells", "church bell", "footsteps in snow", "fireplace"),
    ),
    (
        "new year, spring festival, lantern festival, dragon dance, lion dance, "
        "mid autumn festival, temple fair, carnival, festival, fairground, amusement park, "
        "merry go round, 新年, 春节, 过年, 元宵, 舞龙, 舞狮, 中秋, 庙会, 狂欢节, 节日, 游乐园, "
        "旋转木马, 除夕, 游乐场, 元宵节",
        ("firecrackers", "fireworks", "gong", "drum"),
    ),
    (
        "halloween, pumpkin, trick or treat, witches, bat cave, black magic, 万圣节, 南瓜, "
        "不给糖就捣蛋, 黑魔法, 女妖",
        ("dark drone", "owl", "wolf howl", "door creak"),
    ),
    # Places.
    (
        "office, meeting, classroom, school, university, lecture hall, museum, gallery, "
        "laboratory, bank, post office, courtroom, conference, court, 办公室, 会议, 教室, 学校, "
        "大学, 博物馆, 画廊, 实验室, 银行, 邮局, 法庭, 会议室, 讲堂, 公堂",
        ("room tone", "crowd", "keyboard typing", "footsteps on stone"),
    ),
    (
        "shop, store, mall, supermarket, shopping, customer, merchant, casino, slot machine, "
        "stall, auction, stock exchange, street vendor, 商店, 超市, 商场, 购物, 顾客, 商人, "
        "赌场, 老虎机, 摊位, 拍卖, 小贩, 叫卖, 叫卖声, 吆喝声, 赌坊, 当铺",
        ("market", "crowd", "coins", "restaurant"),
    ),
    (
        "hotel, lobby, reception, hostel, guest house, waiting room, lounge, nightclub, "
        "disco bar, bar counter, 酒店, 大堂, 前台, 旅馆, 候诊室, 休息室, 夜店, 夜总会, 俱乐部, "
        "舞厅, 酒吧",
        ("restaurant", "tavern", "crowd", "room tone"),
    ),
    (
        "airport, runway, terminal, departure hall, cockpit, pilot, flight, aeroplane cabin, "
        "stewardess, 机场, 跑道, 航站楼, 候机厅, 驾驶舱, 飞行员, 航班, 机舱, 空姐, 登机",
        ("airplane", "crowd", "machine hum", "helicopter"),
    ),
    (
        "harbour, port, dock, pier, shipyard, marina, oil rig, island, wharf, jetty, 港口, 码头, "
        "船坞, 栈桥, 造船厂, 海岛, 岛屿, 钻井平台, 小岛, 渡口",
        ("ocean waves", "seagulls", "ship horn", "ship"),
    ),
    (
        "farm, barnyard, stable, ranch, vineyard, orchard, greenhouse, field work, "
        "countryside farm, 农场, 马厩, 牧场, 葡萄园, 果园, 温室, 谷仓, 农家, 农舍, 牲口棚",
        ("cow", "rooster", "hens", "sheep"),
    ),
    (
        "bridge, dam, canal lock, water mill, aqueduct, sluice, reservoir, power station, "
        "power plant, 桥, 大坝, 水坝, 水闸, 水库, 发电厂, 电站, 运河, 水电站, 堤坝",
        ("river", "waterfall", "machine hum", "stream"),
    ),
    (
        "city skyline, skyscraper, town, suburb, square, crossroads, pedestrian, sidewalk, "
        "parking lot, petrol station, gas station, traffic light, car park, 高楼, 摩天大楼, "
        "小镇, 郊区, 广场, 人行道, 停车场, 加油站, 红绿灯, 斑马线, 镇子, 写字楼",
        ("city traffic", "car passing", "crowd", "footsteps on stone"),
    ),
)
"""Words, English and Chinese, and the names of the nearest kinds, best first.

English words stand in their base form; plurals and verb forms are found by their stems.
"""
