"""Streets, squares, stations and vehicles."""

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
    SUMMER,
    far,
    heavy,
    light,
)
from envsound_server.engines.procedural.reading.situation import Situation

TOWN: tuple[Situation, ...] = (
    Situation(
        "street",
        "streets, city street, city streets, town street, busy street, london street, "
        "paris street, new york street, high street, main street, avenue, boulevard, "
        "shopping street, cobbled street, cobblestone street, cobbled lane, pavement, sidewalk, "
        "street corner, streets of london, streets of paris",
        "街道, 大街, 街头, 街, 街上, 街道上, 大街上, 城市街道, 街角, 老街, 石板街, 商业街, "
        "步行街, 人行道, 伦敦街头, 巴黎街头, 街边, 路口, 长街, 长安街头, 闹市, 闹市区",
        always=(light("footsteps on stone", -5.0),),
        during={
            DAWN: (light("songbirds", -7.0),),
            DAY: (Member("crowd", -6.0),),
            DUSK: (light("crowd", -6.0),),
            NIGHT: (far("dog bark", -4.0),),
            HISTORICAL: (
                Member("horse hooves", -3.0),
                Member("horse and carriage", -2.0),
                far("hammering", -6.0),
            ),
            MODERN: (Member("city traffic", -3.0), far("car horn", -5.0)),
        },
        place=Place.STREET,
        is_behind=True,
    ),
    Situation(
        "city",
        "cities, london, paris, new york, vienna, downtown, urban, metropolis, big city, "
        "capital, town, towns, small town, city centre, city center, town centre, suburbs, "
        "suburb, old town, city skyline",
        "城市, 都市, 市区, 大城市, 城里, 都城, 京城, 城中, 市中心, 小镇, 镇上, 小城, 县城, 古城, "
        "城镇, 古镇, 城区, 郊区, 长安城, 长安, 上海滩, 大都市",
        always=(far("crowd", -2.0),),
        during={
            DAWN: (light("songbirds", -7.0),),
            NIGHT: (far("dog bark", -4.0),),
            HISTORICAL: (Member("horse and carriage", -3.0), far("hammering", -5.0)),
            MODERN: (Member("city traffic", -3.0), far("car horn", -5.0)),
        },
        is_behind=True,
    ),
    Situation(
        "alley",
        "alleys, alleyway, back alley, dark alley, back street, narrow street, narrow lane, "
        "side street, lane, backstreet",
        "小巷, 巷子, 巷子里, 窄巷, 后巷, 深巷, 陋巷, 小巷子, 巷道, 暗巷, 巷口, 巷弄, 街巷, 小街",
        always=(light("footsteps on stone", -3.0), Member("dripping water", -5.0)),
        during={
            DAY: (far("crowd", -3.0),),
            NIGHT: (Member("cat", -5.0), far("dog bark", -3.0)),
            MODERN: (far("city traffic", -1.0),),
        },
        place=Place.STREET,
    ),
    Situation(
        "city at night",
        "night city, city night, nighttime city, night street, street at night, "
        "nighttime street, empty street at night, night in the city, nightlife",
        "夜晚的城市, 城市夜晚, 城市的夜晚, 都市夜晚, 深夜街头, 夜晚的街道, 深夜的街道, 夜街, "
        "城市之夜, 午夜街头, 夜色中的城市, 空荡的街道",
        always=(light("footsteps on stone", -5.0),),
        during={
            NIGHT: (far("dog bark", -4.0),),
            HISTORICAL: (far("horse and carriage", -1.0), far("clock striking", -3.0)),
            MODERN: (light("city traffic", -3.0), far("siren", -3.0)),
        },
        usual=(NIGHT, MODERN),
        place=Place.STREET,
        is_behind=True,
    ),
    Situation(
        "square",
        "city square, main square, piazza, plaza, cathedral square, public square, "
        "place of execution",
        "广场, 广场上, 城市广场, 中心广场, 市民广场, 法场, 刑场",
        always=(Member("crowd", -3.0), Member("footsteps on stone", -6.0)),
        during={
            DAY: (Member("wings", -3.0),),
            HISTORICAL: (far("church bell", -3.0), far("horse and carriage", -2.0)),
            MODERN: (far("city traffic", -1.0),),
        },
        is_behind=True,
    ),
    Situation(
        "park",
        "parks, city park, public park, park bench, central park, hyde park, public garden",
        "公园, 公园里, 城市公园, 中央公园, 街心公园, 公园长椅, 人民公园",
        always=(light("wind in the trees", -4.0),),
        during={
            **BIRDS_BY_TIME,
            DAY: (Member("songbirds", -2.0), far("crowd", -3.0)),
            SUMMER: (far("cicadas", -3.0),),
            MODERN: (far("city traffic", -3.0),),
        },
    ),
    Situation(
        "playground",
        "playgrounds, children's playground, children playing, kids playing, kindergarten, "
        "nursery school",
        "游乐场地, 儿童乐园, 幼儿园, 孩子们玩耍, 儿童游乐场, 孩子们嬉戏, 小朋友玩耍, 孩子们在玩",
        always=(Member("crowd", -3.0), light("cheering", -6.0), light("running", -4.0)),
        during={DAY: (light("songbirds", -6.0),)},
        is_behind=True,
    ),
    Situation(
        "bridge",
        "bridges, stone bridge, under the bridge, under a bridge, wooden bridge, footbridge, "
        "suspension bridge",
        "桥上, 桥头, 石桥, 桥边, 桥下, 小桥, 木桥, 断桥, 石拱桥, 天桥, 吊桥, 大桥, 桥洞",
        always=(light("river", -2.0), light("footsteps on stone", -5.0)),
        during={
            HISTORICAL: (far("horse and carriage", -1.0),),
            MODERN: (far("city traffic"),),
            NIGHT: (light("crickets", -7.0),),
        },
    ),
    Situation(
        "rooftop",
        "roof garden, flat roof, roof terrace, rooftop terrace, top of a skyscraper, skyscraper",
        "天台, 楼顶, 天台上, 摩天大楼, 高楼顶上, 屋脊",
        always=(Member("wind", -2.0),),
        during={
            DAY: (far("wings", -2.0),),
            MODERN: (far("city traffic"), far("siren", -4.0)),
            HISTORICAL: (far("dog bark", -2.0),),
        },
    ),
    Situation(
        "railway station",
        "train station, railroad station, station, railway platform, train platform, "
        "station platform, platform, station hall, central station, grand central, "
        "station concourse",
        "火车站, 车站, 站台, 月台, 火车站台, 高铁站, 候车室, 候车厅, 火车站大厅, 车站月台, "
        "老火车站",
        always=(Member("crowd", -4.0), far("train horn", -2.0), light("footsteps on stone", -7.0)),
        during={
            MODERN: (far("train", -3.0),),
            HISTORICAL: (far("train", -3.0), Member("horse and carriage", -6.0)),
        },
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "airport",
        "airports, airport terminal, departure lounge, departure hall, arrivals hall, "
        "check-in hall, boarding gate, airport lounge, airfield, runway",
        "机场, 飞机场, 候机厅, 候机楼, 航站楼, 机场大厅, 候机大厅, 登机口, 停机坪, 跑道, 候机室",
        always=(Member("crowd", -3.0), light("footsteps on stone", -7.0)),
        during={MODERN: (far("airplane", -2.0), light("machine hum", -8.0))},
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "subway station",
        "metro station, underground station, tube station, subway platform, metro platform, "
        "metro stop, underground platform",
        "地铁站, 地铁站台, 地铁站里, 地铁口, 地铁月台, 地铁通道, 捷运站",
        always=(Member("crowd", -4.0), Member("footsteps on stone", -6.0)),
        during={MODERN: (Member("train", -4.0), light("machine hum", -8.0))},
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "subway train",
        "metro train, subway, metro, underground train, tube train, subway car, metro car, "
        "inside the subway, in the subway, on the subway, on the metro",
        "地铁, 地铁里, 地铁车厢, 地铁上, 地铁列车, 地铁车厢里, 轻轨, 捷运",
        always=(Member("inside a train", -2.0), light("crowd", -8.0)),
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "train journey",
        "night train, sleeper train, railway journey, train journey at night, orient express, "
        "high-speed train, bullet train, dining car, train corridor",
        "夜车, 餐车, 火车旅途, 东方快车, 夜行火车",
        always=(Member("inside a train", -2.0), light("crowd", -9.0)),
        during={
            DAY: (far("train horn", -3.0),),
            NIGHT: (light("snoring", -5.0), far("train horn", -2.0)),
        },
        is_behind=True,
    ),
    Situation(
        "bus",
        "buses, city bus, coach trip, bus ride, bus interior, inside a bus, on the bus, "
        "on a bus, bus stop, bus station, tram, tramcar, trolleybus, streetcar, school bus",
        "公交车上, 大巴, 长途汽车, 公交, 公交站, 汽车站, 大巴车, 校车, 大巴上",
        always=(light("crowd", -6.0),),
        during={
            MODERN: (Member("engine", -3.0), far("city traffic", -1.0)),
            HISTORICAL: (Member("horse and carriage", -3.0),),
        },
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "car interior",
        "inside a car, inside the car, in the car, in a car, car ride, car journey, car cabin, "
        "inside a taxi, taxi, taxis, cab ride, back seat of a car, road trip, driving a car",
        "车里, 车内, 汽车里, 车上, 出租车里, 车厢内部, 驾驶室, 汽车内, 轿车里, 出租车上, 后座, "
        "副驾驶",
        always=(light("wind", -5.0),),
        during={
            MODERN: (Member("engine", -2.0), far("city traffic", -2.0)),
            HISTORICAL: (Member("horse and carriage", -2.0),),
        },
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "car interior in the rain",
        "inside a car in the rain, driving in the rain, in the car in the rain, car in the rain, "
        "inside the car in the rain, rainy car ride, rainy drive, sitting in the car in the rain",
        "雨中开车, 雨中行车, 雨天开车, 雨中的车里, 雨天的车里, 车里听雨, 雨夜开车, 雨夜行车, "
        "雨中驾车",
        always=(Member("rain on a tin roof", -2.0), Member("rain on a window", -4.0)),
        during={MODERN: (Member("engine", -4.0),)},
        place=Place.ROOM,
    ),
    Situation(
        "airplane cabin",
        "aeroplane cabin, plane cabin, aircraft cabin, inside an airplane, inside a plane, "
        "on a plane, on the plane, on board a plane, in a plane, cockpit, long-haul flight, "
        "aircraft interior",
        "机舱里, 机舱内, 飞机上, 飞机里, 客舱, 飞机机舱, 驾驶舱, 飞机客舱, 飞机舱内",
        always=(light("crowd", -8.0),),
        during={MODERN: (Member("airplane", -3.0), Member("fan", -4.0))},
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "car park",
        "parking lot, underground car park, parking garage, multi-storey car park, garage, "
        "underground garage",
        "停车场, 地下停车场, 车库, 地下车库, 停车库",
        always=(Member("footsteps on stone", -4.0), Member("dripping water", -6.0)),
        during={MODERN: (far("car passing", -2.0), Member("electric buzz", -2.0))},
        place=Place.HALL,
    ),
    Situation(
        "car workshop",
        "car repair shop, repair shop, mechanic's workshop, auto repair shop, body shop",
        "修车厂, 汽修店, 修理厂, 汽修厂, 修车铺, 车间",
        always=(Member("hammering", -4.0),),
        during={MODERN: (Member("engine", -3.0), Member("machine hum", -4.0))},
        place=Place.ROOM,
        is_behind=True,
    ),
    Situation(
        "petrol station",
        "gas station, filling station, service station, motorway services, rest stop, truck stop",
        "加油站, 服务区, 高速服务区, 加油站里",
        always=(light("wind", -6.0),),
        during={
            MODERN: (Member("engine", -4.0), far("car passing", -1.0), light("electric buzz", -2.0))
        },
        is_behind=True,
    ),
    Situation(
        "tunnel",
        "tunnels, underpass, road tunnel, railway tunnel, train tunnel, sewer, sewers, aqueduct",
        "隧道, 地道, 地下通道, 下水道, 涵洞, 密道, 暗道, 地下道, 暗渠",
        always=(Member("dripping water", -1.0),),
        during={MODERN: (far("city traffic", -2.0),)},
        place=Place.CAVE,
    ),
    Situation(
        "accident scene",
        "scene of an accident, car accident, car crash scene, traffic accident, house on fire, "
        "burning house, burning building, city on fire, burning city",
        "车祸现场, 事故现场, 火灾现场, 着火的房子, 大火中的房子",
        always=(heavy("campfire", -1.0), Member("crowd", -5.0), far("running", -2.0)),
        during={MODERN: (Member("siren", -3.0),), HISTORICAL: (far("gong", -3.0),)},
    ),
    Situation(
        "residential quarter",
        "housing estate, apartment block, residential area, neighbourhood, neighborhood, "
        "quiet neighbourhood, quiet neighborhood, tenement",
        "小区, 居民楼, 居民区, 住宅区, 小区里, 家属院, 筒子楼, 大院, 大杂院",
        always=(far("crowd", -4.0),),
        during={
            **FEW_BIRDS_BY_TIME,
            DUSK: (far("dog bark", -3.0), far("frying", 2.0)),
            MODERN: (far("city traffic", -2.0),),
        },
        is_behind=True,
    ),
    Situation(
        "hutong",
        "beijing hutong, hutongs, courtyard lane, old beijing lane",
        "胡同, 胡同里, 老北京胡同, 北京胡同, 胡同口",
        always=(far("crowd", -3.0), Member("wings", -2.0)),
        during={
            DAY: (Member("songbirds", -5.0),),
            NIGHT: (far("dog bark", -2.0),),
            SUMMER: (Member("cicadas", -3.0),),
        },
        place=Place.STREET,
        is_behind=True,
    ),
    Situation(
        "longtang",
        "shanghai lane, shanghai longtang, longtang lane, shanghai alley, shikumen",
        "弄堂, 弄堂里, 上海弄堂, 石库门, 里弄, 弄堂口",
        always=(far("crowd", -3.0), far("frying", 2.0)),
        during={
            DAY: (light("songbirds", -7.0), far("dishes")),
            DUSK: (far("dishes"),),
            NIGHT: (Member("cat", -5.0),),
        },
        place=Place.STREET,
        is_behind=True,
    ),
    Situation(
        "night market",
        "night markets, street food market, street food stall, food stalls, street food stand",
        "夜市, 小吃街, 大排档, 美食街, 烧烤摊, 路边摊, 夜市上, 夜宵摊, 小吃摊",
        always=(Member("market", -3.0), Member("frying", -3.0)),
        during={MODERN: (far("city traffic", -2.0), light("electric buzz", -4.0))},
        usual=(NIGHT, MODERN),
        place=Place.STREET,
        is_behind=True,
    ),
)
"""Streets, squares, stations and vehicles."""
