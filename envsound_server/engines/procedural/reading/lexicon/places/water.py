"""Harbours, coasts and ships."""

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.reading.lexicon.places.common import (
    DAWN,
    DAY,
    DUSK,
    HISTORICAL,
    MODERN,
    NIGHT,
    SUMMER,
    far,
    heavy,
    light,
)
from envsound_server.engines.procedural.reading.situation import Situation

WATER: tuple[Situation, ...] = (
    Situation(
        "harbour",
        "harbor, port, seaport, docks, dock, dockside, quay, quayside, wharf, shipyard, "
        "fishing harbour, fishing harbor, old harbour, old harbor, waterfront, naval base",
        "港口, 海港, 码头, 港湾, 渔港, 渡轮码头, 船坞, 船厂, 码头边, 码头上, 货运码头",
        always=(light("ocean waves", -4.0), Member("ship", -5.0)),
        during={
            DAWN: (Member("seagulls", -2.0),),
            DAY: (Member("seagulls", -2.0), light("crowd", -6.0)),
            DUSK: (far("seagulls", -2.0),),
            HISTORICAL: (far("hammering", -5.0),),
            MODERN: (far("ship horn", -3.0),),
        },
        is_behind=True,
    ),
    Situation(
        "fishing pier",
        "pier, piers, jetty, landing stage, boardwalk, marina, wooden pier, seaside pier, "
        "boat dock, yacht harbour, yacht harbor",
        "栈桥, 渔码头, 防波堤, 木码头, 海边栈桥, 游艇码头, 海堤, 钓鱼台",
        always=(light("ocean waves", -2.0), Member("ship", -6.0)),
        during={
            DAWN: (Member("seagulls", -2.0),),
            DAY: (Member("seagulls", -2.0), light("footsteps on wood", -4.0)),
        },
    ),
    Situation(
        "sandy beach",
        "tropical beach, tropical island, beach with seagulls, desert island, deserted island, "
        "island, islands, lagoon, lonely beach, bay, cove, beach at low tide",
        "岛上, 海岛, 荒岛, 小岛, 孤岛, 热带海滩, 海湾, 金色沙滩, 热带海岛, 无人岛, 海岛上",
        always=(Member("ocean waves", -1.0), light("wind", -4.0)),
        during={DAWN: (Member("seagulls", -2.0),), DAY: (Member("seagulls", -1.0),)},
    ),
    Situation(
        "crowded beach",
        "holiday beach, bathing beach, beach resort, seaside resort, summer beach",
        "海滨浴场, 海水浴场, 热闹的海滩, 度假海滩, 海边度假村",
        always=(Member("ocean waves", -2.0), Member("crowd", -4.0)),
        during={DAY: (Member("seagulls", -3.0),), SUMMER: (far("cheering", -6.0),)},
        is_behind=True,
    ),
    Situation(
        "sailing ship on the sea",
        "sailing ship at sea, pirate ship, tall ship, ship of the line, man of war, caravel, "
        "clipper, frigate, viking ship, longship, deck of a sailing ship, deck of a ship, "
        "on deck, on the deck, whaler, whaling ship, schooner, ship on the ocean",
        "海盗船, 海船, 战船, 楼船, 海上帆船, 航海, 大海上的帆船, 远航的帆船, 帆船甲板, 古帆船, "
        "捕鲸船",
        always=(Member("ship"), Member("ocean waves", -3.0), Member("wind", -4.0)),
        during={DAY: (far("seagulls", -2.0),)},
        usual=(DAY, HISTORICAL),
    ),
    Situation(
        "at sea",
        "out at sea, raft at sea, lifeboat, raft",
        "海上, 海面上, 海面, 木筏, 救生艇, 海天之间",
        always=(Member("ocean waves"), Member("wind", -2.0)),
    ),
    Situation(
        "open sea",
        "on the open sea, high seas, on the high seas, open ocean, middle of the ocean",
        "茫茫大海, 大洋上, 公海, 大海上, 远海, 大海中央",
        always=(Member("ocean waves"), Member("wind", -2.0)),
        is_behind=True,
    ),
    Situation(
        "ship cabin",
        "ship's cabin, captain's cabin, cabin of a ship, ship's hold, hold of a ship, "
        "below deck, below decks, galley of a ship, lower deck, cargo hold",
        "船舱里, 船舱内, 船长室, 舱内, 货舱, 底舱, 船舱底层, 船舱中",
        always=(Member("ship"), far("ocean waves", -2.0)),
        during={MODERN: (far("engine", -3.0),), NIGHT: (light("snoring", -5.0),)},
        usual=(DAY, HISTORICAL),
        place=Place.ROOM,
    ),
    Situation(
        "ferry",
        "ferries, ferry boat, steamship, steamer, steamboat, paddle steamer, ocean liner, "
        "cruise ship, cargo ship, passenger ship, on a ferry, freighter, oil tanker, yacht",
        "轮船甲板, 轮船甲板上, 轮船上, 渡轮, 邮轮, 游轮, 客轮, 轮渡, 汽船, 游艇, 邮轮甲板",
        always=(Member("ocean waves", -4.0), light("crowd", -7.0)),
        during={
            DAY: (far("seagulls", -3.0),),
            MODERN: (Member("ship", -4.0), far("ship horn", -3.0)),
            HISTORICAL: (Member("ship", -3.0), far("ship horn", -3.0)),
        },
        is_behind=True,
    ),
    Situation(
        "motorboat",
        "motor boat, speedboat, powerboat, outboard motor boat",
        "快艇, 汽艇, 机动船, 冲锋舟",
        always=(Member("ocean waves", -4.0),),
        during={MODERN: (heavy("engine", -1.0),), HISTORICAL: (Member("ship", -2.0),)},
    ),
    Situation(
        "rowing boat on the river",
        "rowing boat on a river, boat on a river, boat on the river, lonely boat, river boat, "
        "gondola, canoe, punt, boat on the lake, boat on a lake, rowboat, river ferry",
        "江上孤舟, 一叶扁舟, 扁舟, 乌篷船, 摇橹, 画舫, 江面, 小舟, 孤舟, 一叶孤舟, 江上, 江面上, "
        "河面上, 河上, 江心, 泛舟, 湖上泛舟, 竹筏, 乌篷船上, 江中小舟",
        always=(light("river", -3.0), Member("ship", -4.0)),
        during={
            DAY: (light("songbirds", -7.0),),
            DUSK: (far("wings", -2.0),),
            NIGHT: (light("crickets", -7.0),),
        },
    ),
    Situation(
        "ferry landing",
        "river ferry landing, river crossing with a ferry, old ferry crossing, river port",
        "渡口, 古渡口, 渡头, 荒渡, 野渡, 渡口边, 江边渡口, 津渡",
        always=(light("river", -2.0), Member("ship", -5.0)),
        during={
            DAY: (light("crowd", -6.0),),
            NIGHT: (light("crickets", -5.0),),
        },
        usual=(DAY, HISTORICAL),
    ),
    Situation(
        "fishing village",
        "coastal village, seaside village, fishermen's village, seaside town, coastal town",
        "渔村, 小渔村, 海边渔村, 海边小镇, 海边村庄, 渔家, 渔家小院",
        always=(far("ocean waves", 2.0), light("wind", -5.0)),
        during={
            DAWN: (far("rooster"), Member("seagulls", -2.0)),
            DAY: (Member("seagulls", -2.0), light("crowd", -8.0)),
            NIGHT: (far("dog bark", -2.0),),
        },
        is_behind=True,
    ),
    Situation(
        "lighthouse",
        "lighthouses, old lighthouse, lighthouse keeper, lighthouse tower",
        "灯塔, 灯塔上, 海边灯塔, 守塔人",
        always=(heavy("ocean waves", -3.0), Member("wind", -3.0)),
        during={DAY: (Member("seagulls", -3.0),), MODERN: (far("ship horn", -2.0),)},
    ),
    Situation(
        "submarine",
        "submarines, u-boat, submarine interior, inside a submarine, in a submarine, "
        "submarine control room, bathysphere",
        "潜艇, 潜水艇, 潜艇内部, 潜艇里, 潜艇舱内, 核潜艇",
        always=(Member("underwater", -3.0), Member("door creak", -8.0)),
        during={MODERN: (Member("machine hum", -1.0), Member("dripping water", -6.0))},
        place=Place.ROOM,
    ),
    Situation(
        "storm at sea",
        "storms at sea, sea storm, ocean storm, stormy ocean, ship in a storm, "
        "ship in the storm, boat in a storm, tempest at sea, storm on the sea, shipwreck, "
        "storm on the ocean",
        "海上风暴, 海上暴风雨, 暴风雨中的船, 暴风雨中的帆船, 风暴中的船, 海上暴雨, 海难, 沉船, "
        "风暴中的大海, 暴风雨中的大海",
        always=(
            heavy("ocean waves"),
            heavy("wind", -1.0),
            heavy("rain", -3.0),
            Member("thunder", -2.0),
            Member("ship", -4.0),
        ),
    ),
    Situation(
        "seabed",
        "bottom of the sea, bottom of the ocean, depths of the sea, depths of the ocean, "
        "sea bed, ocean floor, sea floor, coral reef, underwater world, underwater cave, "
        "sunken ship, wreck of a ship, under the waves",
        "海床, 珊瑚礁, 水下洞穴, 海底沉船, 龙宫",
        always=(Member("underwater"), Member("bubbles", -2.0)),
        place=Place.UNDERWATER,
    ),
)
"""Harbours, coasts and ships."""
