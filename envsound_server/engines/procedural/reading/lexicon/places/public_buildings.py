"""Schools, hospitals, shops, offices, halls and churches."""

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.reading.lexicon.places.common import (
    DAWN,
    DAY,
    HISTORICAL,
    MODERN,
    NIGHT,
    SUMMER,
    far,
    heavy,
    light,
)
from envsound_server.engines.procedural.reading.situation import Situation

PUBLIC_BUILDINGS: tuple[Situation, ...] = (
    Situation(
        "library",
        "libraries, public library, university library, old library, school library, "
        "library hall, archive",
        "图书馆, 图书馆里, 图书室, 资料室, 档案室, 市图书馆, 大学图书馆, 档案馆, 藏书室",
        always=(
            Member("turning pages", 1.0),
            Member("room tone", -1.0),
            light("footsteps on wood", -6.0),
        ),
        during={NIGHT: (light("door creak", -6.0),), MODERN: (light("keyboard typing", -4.0),)},
        place=Place.HALL,
    ),
    Situation(
        "bookshop",
        "bookshops, bookstore, book shop, book store, stationery shop, antique shop, "
        "curiosity shop",
        "书店, 书店里, 旧书店, 古玩店, 文具店, 古董店, 书局, 书铺",
        always=(Member("turning pages"), light("footsteps on wood", -4.0), light("crowd", -9.0)),
        during={MODERN: (far("city traffic", -6.0),)},
        place=Place.ROOM,
    ),
    Situation(
        "museum",
        "museums, art gallery, gallery, picture gallery, exhibition, exhibition hall, "
        "art museum, natural history museum",
        "博物馆, 美术馆, 展览馆, 画廊, 展厅, 展览, 博物馆里, 陈列馆, 故宫博物院",
        always=(Member("footsteps on stone", -2.0), light("crowd", -6.0)),
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "hospital corridor",
        "hospital, hospitals, hospital hallway, hospital waiting room, waiting room, clinic, "
        "emergency room, hospital lobby, doctor's waiting room, field hospital, doctor's office",
        "医院走廊, 医院, 医院里, 急诊室, 候诊室, 医院大厅, 诊所, 候诊区, 医院的走廊, 急诊科, "
        "护士站",
        always=(light("crowd", -6.0), Member("footsteps on stone", -3.0)),
        during={
            MODERN: (light("machine hum", -5.0), far("telephone ringing", -3.0)),
            NIGHT: (far("door opening and closing", -3.0),),
        },
        place=Place.CORRIDOR,
        is_behind=True,
    ),
    Situation(
        "operating room",
        "operating theatre, operating theater, surgery room, surgery, intensive care, "
        "intensive care unit, icu, operating table",
        "手术室, 手术台, 重症监护室, 抢救室, 手术中, 重症病房, 手术室里",
        always=(light("breathing", -3.0), Member("dishes", -6.0)),
        during={
            MODERN: (Member("machine hum", -2.0), light("fan", -3.0), Member("heartbeat", -3.0))
        },
        place=Place.ROOM,
    ),
    Situation(
        "hospital ward",
        "hospital room, sickroom, sick room, patient's room, hospital bed, ward",
        "病房, 病房里, 病床, 住院部, 医院病房, 病床边",
        always=(light("breathing", -2.0), far("footsteps on stone", -1.0)),
        during={MODERN: (light("machine hum", -4.0),)},
        place=Place.ROOM,
    ),
    Situation(
        "school yard",
        "schoolyard, school playground, schools, school, school break, recess, campus, "
        "university campus, college, school grounds",
        "操场, 校园, 学校, 学校操场, 课间, 学校里, 校园里, 大学校园, 下课后的操场, 操场上, "
        "课间操场, 中学, 小学",
        always=(Member("crowd", -3.0), light("running", -4.0), far("cheering", -3.0)),
        during={
            DAY: (light("songbirds", -7.0),),
            SUMMER: (far("cicadas", -2.0),),
        },
        is_behind=True,
    ),
    Situation(
        "classroom",
        "classrooms, class room, schoolroom, school class, lesson, school lesson, exam, exam room",
        "教室, 教室里, 课堂, 课堂上, 考场, 自习课, 上课, 课室, 考场上",
        always=(light("crowd", -5.0), Member("writing", 1.0), Member("turning pages", 1.0)),
        during={SUMMER: (far("cicadas", -2.0),), MODERN: (light("fan", -7.0),)},
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "lecture hall",
        "lecture theatre, lecture theater, auditorium, assembly hall, conference hall, "
        "conference, press conference, lecture, parliament, town hall",
        "报告厅, 阶梯教室, 礼堂, 大礼堂, 会堂, 讲座, 发布会, 演讲厅, 新闻发布会, 会议厅, 议会, "
        "会场",
        always=(Member("crowd", -3.0), light("applause", -6.0), Member("turning pages", -1.0)),
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "office",
        "offices, open-plan office, office building, busy office, modern office, workplace, "
        "office room, call centre, call center, bureau",
        "办公室, 办公室里, 办公楼, 写字楼, 公司, 公司里, 工位, 事务所, 呼叫中心, 开放式办公室, "
        "办公大楼",
        always=(light("crowd", -6.0), light("footsteps on wood", -7.0)),
        during={
            MODERN: (Member("keyboard typing"), far("telephone ringing", -3.0), light("fan", -5.0)),
            HISTORICAL: (Member("writing", 2.0), Member("turning pages")),
        },
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "meeting room",
        "conference room, boardroom, board room, business meeting, meeting, war room, "
        "council chamber",
        "会议室, 会议室里, 开会, 会议, 董事会, 议事厅, 会客室, 接待室, 作战室",
        always=(light("crowd", -3.0), Member("turning pages"), Member("writing")),
        during={MODERN: (light("fan", -6.0),)},
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "courtroom",
        "courtrooms, law court, court of law, trial, court hearing, courthouse, tribunal, jury",
        "法庭, 法庭上, 法院, 审判, 庭审, 法庭里, 审判庭, 开庭",
        always=(Member("crowd", -4.0), Member("turning pages"), Member("footsteps on wood", -6.0)),
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "bank",
        "banks, bank counter, bank hall, counting house, savings bank, bank lobby, post office",
        "银行, 银行大厅, 钱庄, 票号, 银行柜台, 邮局, 当铺, 账房, 银行里",
        always=(light("crowd", -3.0), Member("coins", -3.0), light("footsteps on stone", -5.0)),
        during={MODERN: (light("keyboard typing", -2.0),)},
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "supermarket",
        "supermarkets, grocery store, grocery, convenience store, department store, shop, shops, "
        "store, checkout, corner shop, general store",
        "超市, 超市里, 便利店, 商店, 小卖部, 杂货店, 百货商店, 收银台, 店里, 店铺, 铺子, 杂货铺, "
        "药店",
        always=(light("crowd", -3.0), light("footsteps on stone", -5.0), Member("coins", -4.0)),
        during={MODERN: (Member("machine hum", -4.0),), HISTORICAL: (Member("door creak", -6.0),)},
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "shopping mall",
        "mall, malls, shopping centre, shopping center, shopping arcade, arcade, "
        "covered market hall",
        "商场, 购物中心, 商场里, 百货大楼, 购物广场, 商城, 百货公司",
        always=(Member("crowd", -3.0), Member("footsteps on stone", -6.0)),
        during={MODERN: (light("machine hum", -8.0),)},
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "gym",
        "gyms, fitness studio, fitness centre, fitness center, sports hall, gymnasium, "
        "boxing gym, basketball court, locker room",
        "健身房, 体育馆, 篮球场, 篮球馆, 健身中心, 拳馆, 更衣室, 羽毛球馆, 运动馆",
        always=(light("running", -2.0), heavy("breathing", -3.0), light("crowd", -7.0)),
        during={MODERN: (light("machine hum", -6.0),)},
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "swimming pool",
        "swimming pools, indoor pool, public pool, swimming bath, swimming baths, water park, "
        "poolside",
        "游泳池, 泳池, 游泳馆, 水上乐园, 泳池边, 室内泳池",
        always=(Member("bubbles"), Member("pouring water", -4.0), Member("crowd", -5.0)),
        during={SUMMER: (light("cheering", -6.0),), DAY: (light("running", -7.0),)},
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "concert hall",
        "concert halls, concert, opera, opera house, before the concert, philharmonic, recital",
        "音乐厅, 音乐会, 演奏厅, 歌剧院, 交响音乐会, 歌剧, 交响乐演出",
        always=(Member("crowd", -4.0), Member("applause", -3.0)),
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "rock concert",
        "pop concert, concert crowd, music festival, open-air concert, rock festival, live gig",
        "演唱会, 演唱会现场, 摇滚音乐会, 音乐节, 摇滚演唱会, 露天音乐会",
        always=(Member("cheering", -3.0), Member("crowd", -5.0), far("applause", -3.0)),
        during={MODERN: (far("drum", -3.0),)},
        is_behind=True,
    ),
    Situation(
        "clockmaker's shop",
        "clockmaker, watchmaker, clock shop, watch shop, watchmaker's shop, watchmaker's workshop",
        "钟表店, 钟表铺, 修表铺, 钟表匠, 钟表行, 修表店",
        always=(Member("clock ticking", 1.0), light("door creak", -6.0)),
        during={DAY: (far("clock striking", -4.0),)},
        place=Place.ROOM,
    ),
    Situation(
        "theatre",
        "theatres, theater, theaters, playhouse, cinema, movie theatre, movie theater, stage, "
        "backstage, theatre audience, theater audience",
        "剧院, 戏院, 剧场, 电影院, 影院, 大剧院, 舞台, 后台, 话剧, 剧场里",
        always=(Member("crowd", -3.0), light("applause", -4.0), light("footsteps on wood", -6.0)),
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "casino",
        "casinos, gambling hall, gambling den, roulette table, card table, poker table, "
        "gaming house, poker game",
        "赌场, 赌坊, 赌桌, 牌桌, 赌馆, 赌场里, 赌局, 麻将馆, 棋牌室, 赌桌上",
        always=(Member("crowd", -3.0), Member("coins", -1.0), light("dishes", -7.0)),
        during={MODERN: (light("electric buzz", -4.0),), HISTORICAL: (far("cheering", -5.0),)},
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "prison",
        "prisons, jail, prison cell, gaol, jail cell, cell block, penitentiary, prison corridor, "
        "prisoner's cell",
        "监狱, 牢房, 监牢, 囚室, 狱中, 看守所, 大牢, 天牢, 牢里, 监狱走廊, 铁窗, 牢狱",
        always=(
            far("door slam", -3.0),
            Member("keys", -1.0),
            far("footsteps on stone", 1.0),
            Member("dripping water", -4.0),
        ),
        during={MODERN: (Member("electric buzz", -3.0),)},
        place=Place.CORRIDOR,
    ),
    Situation(
        "police station",
        "police stations, precinct, interrogation room, police office, sheriff's office, "
        "police headquarters",
        "警察局, 派出所, 公安局, 审讯室, 警局, 巡捕房, 警局里, 刑警队, 派出所里",
        always=(light("crowd", -4.0), far("door opening and closing", -2.0)),
        during={
            MODERN: (Member("telephone ringing", -5.0), Member("keyboard typing", -1.0)),
            HISTORICAL: (Member("writing", 1.0), far("footsteps on wood", -2.0)),
        },
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "factory hall",
        "factory floor, factory at night, assembly line, production hall, production line, "
        "workshop floor, cotton mill, steelworks, steel mill, textile mill, power station, "
        "power plant",
        "工厂车间, 厂房, 生产车间, 钢铁厂, 纺织厂, 炼钢厂, 车间里, 工厂里, 电厂, 发电厂, 厂里",
        always=(Member("hammering", -5.0),),
        during={
            MODERN: (
                Member("machine hum", -1.0),
                Member("engine", -6.0),
                light("electric buzz", -4.0),
            ),
            HISTORICAL: (
                Member("boiling water", -1.0),
                far("train horn", -6.0),
                Member("door creak", -5.0),
            ),
        },
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "laboratory",
        "laboratories, lab, labs, research lab, chemistry lab, alchemist's laboratory, "
        "mad scientist's laboratory, alchemist's workshop, apothecary, pharmacy",
        "实验室, 实验室里, 研究所, 化学实验室, 炼丹房, 炼金室, 丹房, 研究室, 药铺, 药房, 医馆",
        always=(Member("bubbles", -1.0), Member("dishes", -7.0)),
        during={
            MODERN: (Member("machine hum", -3.0), Member("electric buzz", -2.0)),
            HISTORICAL: (Member("boiling water", -1.0), Member("fireplace", -4.0)),
        },
        place=Place.ROOM,
    ),
    Situation(
        "space ship",
        "spaceship, spaceships, starship, spacecraft, space station, space capsule, "
        "bridge of a starship, spaceship bridge, spaceship interior, in space, outer space, "
        "alien ship",
        "飞船, 宇宙飞船, 太空船, 空间站, 太空舱, 星舰, 太空, 宇宙, 太空站, 飞船里, 外太空, 飞碟, "
        "战舰舰桥",
        always=(light("dark drone", -3.0),),
        during={
            MODERN: (Member("machine hum", -1.0), light("electric buzz", -3.0), light("fan", -4.0)),
        },
        place=Place.ROOM,
    ),
    Situation(
        "control room",
        "control rooms, computer room, mission control, radio room, command centre, "
        "command center, operations room, radio operator, telegraph office, broadcasting studio",
        "控制室, 指挥中心, 指挥部, 控制中心, 机房里, 监控室, 电台室, 报务室, 电报房, 发报室, "
        "直播间",
        always=(light("crowd", -6.0),),
        during={
            MODERN: (
                Member("machine hum", -3.0),
                Member("keyboard typing", -1.0),
                light("static", -4.0),
            ),
            HISTORICAL: (Member("clock ticking"), Member("writing", 1.0)),
        },
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "internet cafe",
        "internet cafes, cyber cafe, cybercafe, computer lab, gaming room, lan party, "
        "esports arena",
        "网吧, 网咖, 网吧里, 电竞馆, 电脑房, 游戏厅, 电玩城",
        always=(light("crowd", -4.0),),
        during={MODERN: (heavy("keyboard typing", 2.0), Member("fan", -3.0))},
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "hotel lobby",
        "hotel, hotels, lobby, foyer, entrance hall, reception, reception desk, grand hotel, "
        "hotel reception",
        "酒店, 宾馆, 旅馆, 大堂, 前台, 宾馆大堂, 门厅, 旅社, 招待所, 大厦大堂",
        always=(light("crowd", -3.0), Member("footsteps on stone", -5.0)),
        during={
            MODERN: (far("telephone ringing", -3.0),),
            HISTORICAL: (far("door opening and closing", -3.0),),
        },
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "hair salon",
        "hairdresser, hairdresser's, barber, barbershop, barber shop, beauty salon",
        "理发店, 发廊, 美发店, 理发馆, 理发店里, 剃头铺",
        always=(light("crowd", -4.0), light("footsteps on wood", -6.0)),
        during={MODERN: (Member("vacuum cleaner", -8.0),)},
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "church",
        "churches, cathedral, cathedrals, chapel, chapels, basilica, nave, church service, "
        "minster, inside a church, inside the church, church interior, mass in a cathedral",
        "教堂, 大教堂, 礼拜堂, 教堂里, 小教堂, 教堂内, 礼拜, 弥撒, 圣殿, 圣母院",
        always=(Member("footsteps on stone", -3.0), light("crowd", -8.0)),
        during={DAY: (far("church bell", -3.0),), DAWN: (far("church bell", -2.0),)},
        place=Place.CHURCH,
    ),
    Situation(
        "monastery",
        "monasteries, abbey, convent, cloister, nunnery, priory, monks at prayer, scriptorium",
        "修道院, 修女院, 隐修院, 修道院里, 修道院回廊",
        always=(light("footsteps on stone", -3.0), far("church bell", -2.0)),
        during={
            DAWN: (light("songbirds", -6.0),),
            DAY: (light("songbirds", -8.0), Member("turning pages", -1.0)),
        },
        usual=(DAY, HISTORICAL),
        place=Place.CHURCH,
    ),
    Situation(
        "crypt",
        "crypts, tomb, tombs, burial chamber, mausoleum, pyramid, egyptian tomb, "
        "inside a pyramid, sepulchre",
        "古墓, 墓穴, 地宫, 墓室, 陵墓, 金字塔, 皇陵, 古墓里, 墓道, 地下墓穴, 古墓深处, 棺材里, "
        "秦陵",
        always=(
            Member("dripping water", -2.0),
            Member("dark drone", -4.0),
            far("door creak", -1.0),
        ),
        place=Place.CAVE,
    ),
)
"""Schools, hospitals, shops, offices, halls and churches."""
