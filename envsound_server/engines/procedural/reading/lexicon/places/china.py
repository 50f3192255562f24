"""Places and occasions of Chinese fiction."""

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.reading.lexicon.places.common import (
    BIRDS_BY_TIME,
    DAWN,
    DAY,
    DUSK,
    FEW_BIRDS_BY_TIME,
    HISTORICAL,
    MODERN,
    NIGHT,
    SPRING,
    SUMMER,
    WINTER,
    far,
    heavy,
    light,
)
from envsound_server.engines.procedural.reading.situation import Situation

CHINA: tuple[Situation, ...] = (
    Situation(
        "temple",
        "temples, buddhist temple, shrine, mountain temple, taoist temple, pagoda, "
        "ancient temple, temple courtyard",
        "寺庙, 古寺, 寺院, 庙里, 古刹, 佛寺, 道观, 山寺, 佛堂, 佛殿, 大雄宝殿, 禅院, 少林寺, "
        "尼姑庵, 庙宇, 禅房, 山中古寺, 深山古寺, 古塔, 庵堂, 寺中, 宝塔",
        always=(
            far("temple bell", 1.0),
            light("wind in the trees", -5.0),
            Member("wind chimes", -3.0),
        ),
        during={
            DAWN: (Member("songbirds", -3.0),),
            DAY: (light("songbirds", -5.0), far("crowd", -6.0)),
            DUSK: (far("crows", -4.0),),
            NIGHT: (light("crickets", -4.0),),
        },
    ),
    Situation(
        "temple at dawn",
        "temple in the morning, temple morning, monastery at dawn, early morning in a temple",
        "寺庙清晨, 清晨的寺庙, 古寺清晨, 清晨古寺, 古寺晨钟, 清晨的古寺, 寺院清晨, 山寺清晨, "
        "禅院清晨, 清晨寺庙",
        always=(Member("temple bell"), light("wind in the trees", -5.0)),
        during={
            DAWN: (Member("songbirds", -1.0), far("rooster", -3.0)),
            DAY: (Member("songbirds", -2.0),),
        },
        usual=(DAWN, MODERN),
    ),
    Situation(
        "river town lane in the rain",
        "rainy lane, rainy alley, rainy street, alley in the rain, lane in the rain, "
        "street in the rain",
        "江南雨巷, 雨巷, 烟雨江南, 雨中小巷, 雨中巷子, 江南细雨, 江南梅雨, 下雨的小巷, 雨中古镇",
        always=(
            light("rain", -1.0),
            Member("dripping water", -2.0),
            light("footsteps on stone", -4.0),
        ),
        during={NIGHT: (far("dog bark", -4.0),)},
        usual=(DAY, SPRING, HISTORICAL),
        place=Place.STREET,
    ),
    Situation(
        "water town",
        "river town, canal town, jiangnan, jiangnan water town, venice",
        "江南水乡, 江南, 水乡, 水乡古镇, 水镇, 江南古镇, 威尼斯, 乌镇, 周庄, 秦淮河, 秦淮河畔",
        always=(light("river", -4.0), Member("ship", -5.0), light("crowd", -8.0)),
        during={**FEW_BIRDS_BY_TIME},
        is_behind=True,
    ),
    Situation(
        "roadside inn at night",
        "inn at night, night at an inn, night at the inn, inn room, chinese inn, tavern room",
        "客栈夜晚, 夜宿客栈, 荒野客栈, 夜晚的客栈, 深夜客栈, 客栈客房, 客栈深夜, 龙门客栈, "
        "荒村野店, 黑店, 野店, 大车店",
        always=(light("tavern", -5.0), Member("door creak", -5.0)),
        during={NIGHT: (far("dog bark", -2.0), far("horse hooves", -2.0))},
        usual=(NIGHT, HISTORICAL),
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "imperial palace",
        "palace, palaces, forbidden city, royal palace, emperor's palace, palace corridor, "
        "palace gate",
        "宫殿, 皇宫, 紫禁城, 宫中, 后宫, 冷宫, 宫里, 深宫, 故宫, 宫门, 宫廷, 寝宫, 宫墙, 未央宫, "
        "大明宫, 御书房",
        always=(Member("footsteps on stone", -3.0), Member("wind chimes", -4.0)),
        during={
            DAWN: (far("temple bell", -1.0),),
            DAY: (light("songbirds", -7.0), far("door opening and closing", -3.0)),
            NIGHT: (far("gong", -6.0), light("crickets", -7.0)),
        },
        usual=(DAY, HISTORICAL),
        place=Place.HALL,
    ),
    Situation(
        "morning audience at court",
        "imperial audience, audience of the emperor, imperial court, emperor's court",
        "早朝, 上朝, 朝堂, 金銮殿, 朝会, 大殿, 金殿, 殿上, 殿内, 太和殿, 朝堂之上, 百官朝拜, "
        "大殿之上",
        always=(Member("drum", -5.0), light("crowd", -5.0), Member("footsteps on stone", -4.0)),
        during={DAWN: (far("temple bell", -1.0),)},
        usual=(DAY, HISTORICAL),
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "county court",
        "yamen, magistrate's court, magistrate's hall, chinese court of law",
        "衙门, 公堂, 县衙, 升堂, 大堂之上, 府衙, 官府, 开封府, 大理寺, 六扇门, 衙门大堂",
        always=(Member("drum", -4.0), Member("crowd", -4.0), light("footsteps on stone", -5.0)),
        usual=(DAY, HISTORICAL),
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "old-style school",
        "chinese schoolroom, private school, confucian academy, village school",
        "学堂, 私塾, 书院, 学馆, 国子监, 太学, 乡塾, 村塾, 学宫",
        always=(Member("crowd", -4.0), Member("turning pages", 1.0), Member("writing", 1.0)),
        during={DAY: (light("songbirds", -6.0),), SUMMER: (far("cicadas", -3.0),)},
        usual=(DAY, HISTORICAL),
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "scholar's study",
        "chinese study, scholar's room, scholar at his desk, calligraphy room",
        "书房, 书斋, 书房里, 古代书房, 书案前, 书案, 书桌前, 灯下读书, 挑灯夜读, 书屋, 藏书阁, "
        "藏经阁, 藏经楼, 秉烛夜读",
        always=(Member("turning pages", 2.0), Member("writing", 2.0)),
        during={
            MODERN: (Member("clock ticking", -1.0),),
            HISTORICAL: (light("wind chimes", -5.0),),
            NIGHT: (light("crickets", -7.0),),
        },
        place=Place.ROOM,
    ),
    Situation(
        "lady's chamber",
        "boudoir, lady's bower, maiden's chamber, women's quarters, bridal chamber, dressing room",
        "闺房, 绣楼, 绣房, 闺阁, 深闺, 香闺, 绣阁, 洞房, 洞房花烛, 梳妆台前, 小姐闺房, 新房",
        always=(
            Member("wind chimes", -3.0),
            light("small bells", -5.0),
            light("footsteps on wood", -6.0),
        ),
        during={DAY: (light("songbirds", -7.0),), NIGHT: (light("crickets", -7.0),)},
        usual=(DAY, HISTORICAL),
        place=Place.ROOM,
    ),
    Situation(
        "brothel",
        "house of pleasure, geisha house, teahouse of courtesans, courtesan's house",
        "青楼, 妓院, 花楼, 怡红院, 勾栏, 教坊, 烟花巷, 烟花之地, 风月场",
        always=(Member("crowd", -3.0), Member("dishes", -4.0), light("small bells", -5.0)),
        usual=(NIGHT, HISTORICAL),
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "courtyard",
        "courtyards, inner courtyard, patio, yard, cloister garden, palace courtyard, "
        "inner court, castle courtyard",
        "庭院, 院子, 院子里, 院落, 小院, 四合院, 天井, 院中, 院里, 庭前, 后院里, 中庭, 深宅大院, "
        "大宅院, 府邸, 王府, 宅院, 农家庭院",
        always=(light("wind in the trees", -4.0),),
        during={
            **BIRDS_BY_TIME,
            SUMMER: (Member("cicadas", -4.0),),
            WINTER: (light("wind", -4.0),),
        },
    ),
    Situation(
        "post station",
        "relay station, posting house, coaching inn, courier station, stage station",
        "驿站, 驿馆, 驿亭, 长亭, 古道驿站, 茶棚, 路边茶摊, 凉亭, 亭子, 长亭古道, 茶摊, 十里长亭",
        always=(
            Member("horse hooves", -4.0),
            Member("horse and carriage", -4.0),
            light("crowd", -8.0),
        ),
        during={
            DAY: (light("songbirds", -7.0),),
            NIGHT: (light("crickets", -6.0), far("dog bark", -3.0)),
        },
        usual=(DAY, HISTORICAL),
        is_behind=True,
    ),
    Situation(
        "bandit stronghold",
        "bandit lair, outlaw camp, robber den, mountain stronghold, bandit camp",
        "山寨, 土匪窝, 匪寨, 贼窝, 水泊梁山, 梁山, 聚义厅, 强盗窝, 土匪山寨, 山贼窝, 黑风寨",
        always=(Member("campfire", -3.0), Member("crowd", -3.0), light("dishes", -5.0)),
        during={DAY: (Member("sword clash", -6.0),), NIGHT: (far("wolf howl", -4.0),)},
        usual=(DAY, HISTORICAL),
        is_behind=True,
    ),
    Situation(
        "armed escort house",
        "escort agency, martial arts school, training hall, dojo, kung fu school, "
        "training ground, sword practice, weapons practice",
        "镖局, 武馆, 练武场, 练功房, 习武, 练武, 练剑, 演武场, 道场, 武场, 练功, 镖局院子, 走镖, "
        "武术学校",
        always=(
            Member("sword clash", -4.0),
            Member("whoosh", -2.0),
            light("footsteps on stone", -4.0),
        ),
        during={DAY: (far("cheering", -6.0),), HISTORICAL: (far("horse hooves", -3.0),)},
        usual=(DAY, HISTORICAL),
    ),
    Situation(
        "night watch",
        "night watchman, watchman, night watchman's rounds, third watch, town crier at night",
        "更夫, 巡夜, 三更, 古城夜晚, 古镇夜晚, 宵禁, 三更半夜",
        always=(far("gong"), light("footsteps on stone", -4.0)),
        during={NIGHT: (far("dog bark", -3.0), light("crickets", -6.0))},
        usual=(NIGHT, HISTORICAL),
        place=Place.STREET,
    ),
    Situation(
        "lunar new year",
        "chinese new year, chinese new year's eve, spring festival, lunar new year's eve, "
        "temple fair at new year",
        "除夕, 春节, 过年, 除夕夜, 大年三十, 大年初一, 大年夜, 过年夜, 守岁, 春节夜晚, 新春, "
        "拜年, 农历新年, 小年夜",
        always=(Member("firecrackers", -2.0), Member("crowd", -5.0)),
        during={NIGHT: (far("fireworks", -1.0),), DAY: (far("gong", -3.0), far("drum", -5.0))},
        usual=(NIGHT, WINTER, MODERN),
        is_behind=True,
    ),
    Situation(
        "lantern festival",
        "lantern fair, lantern night, mid-autumn festival, lantern parade",
        "元宵灯会, 元宵节, 元宵, 灯会, 上元节, 花灯, 灯市, 元宵夜, 上元灯会, 花灯会, 中秋灯会, "
        "赏灯, 七夕灯会",
        always=(Member("crowd", -3.0), far("firecrackers", -2.0)),
        during={
            NIGHT: (far("fireworks", -1.0),),
            HISTORICAL: (far("gong", -4.0), far("drum", -5.0)),
        },
        usual=(NIGHT, HISTORICAL),
        place=Place.STREET,
        is_behind=True,
    ),
    Situation(
        "temple fair",
        "temple fairs, lion dance, dragon dance, dragon boat race, dragon boat festival, "
        "chinese festival",
        "逛庙会, 舞狮, 舞龙, 舞龙舞狮, 龙舟赛, 赛龙舟, 端午节, 社火, 庙会上, 节日庆典, 秧歌, "
        "扭秧歌, 赛龙船",
        always=(
            Member("drum", -4.0),
            Member("gong", -4.0),
            Member("crowd", -3.0),
            far("cheering", -4.0),
        ),
        during={DAY: (far("firecrackers", -4.0),)},
        usual=(DAY, HISTORICAL),
        is_behind=True,
    ),
    Situation(
        "traditional chinese wedding",
        "bridal sedan, bridal procession, sedan chair, wedding procession, chinese wedding, "
        "village wedding",
        "花轿, 迎亲, 娶亲, 拜堂, 迎亲队伍, 送亲, 古代婚礼, 中式婚礼, 婚礼花轿, 花轿迎亲, 成亲, "
        "拜堂成亲, 喜堂, 大婚, 抬花轿, 接亲, 出嫁",
        always=(
            Member("firecrackers", -3.0),
            Member("gong", -4.0),
            Member("drum", -5.0),
            Member("crowd", -4.0),
        ),
        usual=(DAY, HISTORICAL),
        is_behind=True,
    ),
    Situation(
        "mourning hall",
        "funeral parlour, funeral parlor, wake for the dead, lying in state, chapel of rest",
        "灵堂, 守灵, 祭奠, 吊唁, 出殡, 灵前, 灵柩前, 丧礼, 灵棚, 丧事, 办丧事, 守灵夜, 停尸房, "
        "太平间",
        always=(light("howling wind", -3.0), light("crowd", -8.0), light("campfire", -7.0)),
        during={HISTORICAL: (far("gong", -5.0),), NIGHT: (Member("door creak", -5.0),)},
        place=Place.ROOM,
    ),
    Situation(
        "ancestral hall",
        "ancestral shrine, clan hall, ancestral temple, ancestor worship",
        "祠堂, 宗祠, 祖庙, 祭祖, 太庙, 家庙, 祭祀, 祭天, 祭祀大典, 祭天大典",
        always=(far("temple bell"), light("footsteps on stone", -3.0), light("crowd", -8.0)),
        during={HISTORICAL: (Member("drum", -6.0),)},
        usual=(DAY, HISTORICAL),
        place=Place.HALL,
    ),
    Situation(
        "opera house of old",
        "chinese opera, peking opera, beijing opera, opera stage, village opera, storyteller",
        "戏园, 戏台, 戏园子, 戏楼, 梨园, 看戏, 听戏, 京剧, 唱戏, 说书, 社戏, 说书场, 戏班, 堂会, "
        "勾栏瓦舍, 说书人",
        always=(
            Member("gong", -4.0),
            Member("drum", -5.0),
            Member("crowd", -4.0),
            light("applause", -5.0),
        ),
        usual=(DAY, HISTORICAL),
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "teahouse with a storyteller",
        "storyteller in a teahouse, teahouse storyteller, old teahouse, chinese teahouse, "
        "tea room, tea ceremony",
        "老茶馆, 茶室, 茶肆, 茶楼听书, 品茶, 喝茶, 茶坊, 茶馆说书, 茶道, 饮茶, 茶馆里听书",
        always=(light("crowd", -4.0), Member("pouring water", -2.0), light("dishes", -4.0)),
        usual=(DAY, HISTORICAL),
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "hot pot restaurant",
        "hotpot restaurant, hot pot, noodle shop, snack bar, dumpling shop, fast food restaurant",
        "火锅, 火锅店, 面馆, 快餐店, 小饭馆, 小吃店, 饺子馆, 早餐店, 早点铺, 包子铺, 面摊, 吃火锅",
        always=(Member("crowd", -4.0), Member("dishes", -4.0), Member("boiling water")),
        during={MODERN: (light("fan", -6.0),)},
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "chang'an street",
        "tang dynasty street, ancient chinese street, ancient chinese city, song dynasty street, "
        "ancient street, medieval street, victorian street, medieval town, medieval city, "
        "ancient city",
        "街市, 古代街市, 古代街道, 古代大街, 古街, 古代街头, 古代城市, 古代城镇, 古代小镇, "
        "长安街市, 汴京街头, 京城大街, 清明上河图, 东市, 西市, 朱雀大街",
        always=(Member("horse and carriage", -3.0), light("footsteps on stone", -5.0)),
        during={
            DAWN: (far("rooster", -3.0),),
            DAY: (Member("market", -4.0), far("hammering", -4.0)),
            DUSK: (light("market", -5.0),),
            NIGHT: (far("dog bark", -4.0),),
        },
        usual=(DAY, HISTORICAL),
        place=Place.STREET,
        is_behind=True,
    ),
    Situation(
        "mountain of immortals",
        "land of immortals, fairyland, immortal realm, heavenly palace, enchanted realm, "
        "elven realm, elf city",
        "仙境, 仙山, 仙界, 天宫, 瑶池, 蓬莱, 昆仑, 昆仑山, 天庭, 仙宫, 洞府, 蓬莱仙境, 修仙门派, "
        "仙侠, 修炼洞府, 南天门",
        always=(light("wind", -4.0), Member("wind chimes"), far("waterfall", -3.0)),
        during={DAY: (light("songbirds", -5.0),), DAWN: (far("temple bell", -2.0),)},
        usual=(DAY, HISTORICAL),
    ),
    Situation(
        "magic array",
        "wizard's tower, wizard's duel, magic duel, casting a spell, witch's tower, "
        "sorcerer's tower, magic battle",
        "斗法, 施法, 法阵, 修炼, 魔法对决, 渡劫, 巫师塔, 法术, 阵法, 魔法, 施展法术, 御剑飞行",
        always=(Member("whoosh"), Member("dark drone", -5.0), far("thunder", -3.0)),
    ),
    Situation(
        "hermitage in the mountains",
        "hermitage, recluse's hut, mountain retreat, retreat in the mountains",
        "隐居, 山居, 山中草庐, 竹屋, 竹楼, 世外桃源, 草堂, 山间竹屋, 竹林小屋, 山中隐居, "
        "篱笆小院, 吊脚楼",
        always=(far("stream"), light("wind in the trees", -4.0), Member("wind chimes", -5.0)),
        during={**FEW_BIRDS_BY_TIME, DAY: (Member("songbirds", -4.0),)},
        usual=(DAY, HISTORICAL),
    ),
    Situation(
        "courtyard at night",
        "cool evening in the yard, evening in the courtyard, courtyard in the evening",
        "秋夜的庭院, 秋夜庭院, 夜晚的院子, 院子夜晚, 庭院夜晚, 夜晚的庭院, 院子里乘凉, 庭院深夜, "
        "深夜的院子, 月下庭院, 乘凉, 纳凉",
        always=(light("wind in the trees", -5.0),),
        during={NIGHT: (Member("crickets", -1.0), far("dog bark", -4.0)), SUMMER: (far("frogs"),)},
        usual=(NIGHT, MODERN),
    ),
    Situation(
        "public dance in the square",
        "square dancing, morning exercise, tai chi in the park, morning exercises",
        "广场舞, 晨练, 跳广场舞, 太极拳, 打太极, 公园晨练",
        always=(light("crowd", -4.0), heavy("applause", -9.0)),
        during={DAWN: (Member("songbirds", -3.0),), DAY: (light("songbirds", -4.0),)},
        usual=(DAWN, MODERN),
        is_behind=True,
    ),
)
"""Places and occasions of Chinese fiction."""
