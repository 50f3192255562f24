"""Wars, castles and courts."""

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.reading.lexicon.places.common import (
    DAWN,
    DAY,
    HISTORICAL,
    MODERN,
    NIGHT,
    WINTER,
    far,
    heavy,
    light,
)
from envsound_server.engines.procedural.reading.situation import Situation

WAR_AND_COURT: tuple[Situation, ...] = (
    Situation(
        "battlefield",
        "battlefields, battle, battles, ancient battle, medieval battle, field of battle, "
        "cavalry charge, charge of the cavalry, clash of armies, skirmish, melee",
        "战场, 古战场, 沙场, 两军交战, 厮杀, 战斗, 两军对垒, 战场上, 疆场, 金戈铁马, 冷兵器战场, "
        "交战, 混战, 打仗, 激战, 古代战争",
        always=(),
        during={
            HISTORICAL: (
                heavy("sword clash", -3.0),
                heavy("horse hooves", -3.0),
                heavy("cheering", -4.0),
                Member("drum", -4.0),
                Member("arrow", -3.0),
            ),
            MODERN: (
                heavy("gunshot", -4.0),
                Member("explosion", -4.0),
                far("cannon", -2.0),
                far("cheering", -5.0),
            ),
        },
        usual=(DAY, HISTORICAL),
        place=Place.FIELD,
        is_behind=True,
    ),
    Situation(
        "modern war",
        "war, warfare, war zone, warzone, trench, trenches, trench warfare, front line, "
        "frontline, battle of the somme, world war, firefight, gun battle, bombardment, "
        "combat zone, no man's land",
        "战壕, 前线, 阵地, 战争, 战区, 抗战战场, 火线, 现代战场, 现代战争, 巷战, 战火, 阵地战, "
        "空袭",
        during={
            HISTORICAL: (heavy("gunshot", -4.0), Member("cannon", -3.0), far("cheering", -4.0)),
            MODERN: (
                heavy("gunshot", -4.0),
                Member("explosion", -4.0),
                far("cannon", -2.0),
                far("airplane", -4.0),
            ),
        },
        is_behind=True,
    ),
    Situation(
        "siege",
        "sieges, siege of a castle, castle siege, castle under siege, storming of a castle, "
        "storming the castle, city under siege, siege of a city, siege battle",
        "攻城, 攻城战, 围城, 守城, 城墙攻防, 兵临城下, 破城, 攻打城池, 城破",
        always=(
            heavy("cheering", -4.0),
            Member("arrow", -2.0),
            Member("drum", -4.0),
            far("explosion", -3.0),
            Member("sword clash", -5.0),
        ),
        usual=(DAY, HISTORICAL),
        place=Place.FIELD,
        is_behind=True,
    ),
    Situation(
        "naval battle",
        "naval battles, sea battle, battle at sea, sea fight, broadside, boarding of a ship",
        "海战, 水战, 海上战斗, 赤壁之战, 水师交战, 江上水战",
        always=(Member("cannon", -4.0), Member("ocean waves", -3.0), far("cheering", -2.0)),
        during={
            HISTORICAL: (Member("ship", -4.0), Member("sword clash", -5.0)),
            MODERN: (Member("explosion", -4.0),),
        },
        usual=(DAY, HISTORICAL),
        is_behind=True,
    ),
    Situation(
        "duel at dawn",
        "duelling ground, pistol duel, duel with pistols, two duellists",
        "决斗, 清晨决斗, 手枪决斗, 生死决斗",
        always=(light("wind", -4.0), light("footsteps on gravel", -3.0), far("crows", -3.0)),
        during={HISTORICAL: (Member("sword clash", -2.0),), MODERN: (Member("gunshot", -4.0),)},
        usual=(DAWN, HISTORICAL),
        place=Place.FIELD,
    ),
    Situation(
        "sword duel",
        "swordsmen, martial arts fight, martial artists fighting, kung fu fight, wuxia fight, "
        "samurai duel, knights fighting, fight with swords",
        "比武, 武林大会, 高手对决, 过招, 论剑, 华山论剑, 江湖厮杀, 刀光剑影的打斗, 擂台, 比武招亲",
        always=(Member("sword clash", -1.0), Member("whoosh"), light("wind", -6.0)),
        during={DAY: (far("cheering", -4.0),)},
        usual=(DAY, HISTORICAL),
    ),
    Situation(
        "castle hall",
        "castle, castles, great hall, medieval hall, banquet hall, castle interior, fortress, "
        "citadel, medieval castle, mead hall, viking hall",
        "城堡, 城堡大厅, 古堡, 骑士大厅, 要塞, 城堡里, 中世纪城堡, 古堡大厅, 城堡内, 大厅",
        always=(
            Member("fireplace", -2.0),
            Member("footsteps on stone", -4.0),
            far("door creak", -2.0),
        ),
        during={WINTER: (far("howling wind"),), NIGHT: (far("owl", -3.0),)},
        usual=(DAY, HISTORICAL),
        place=Place.HALL,
    ),
    Situation(
        "banquet",
        "banquets, feast, feasts, medieval feast, royal banquet, royal feast, wedding feast, "
        "dinner at court",
        "宴会, 宴席, 酒宴, 盛宴, 国宴, 宫宴, 宴会厅, 鸿门宴, 夜宴, 庆功宴, 酒席, 喜宴, 家宴大厅",
        always=(Member("crowd", -3.0), Member("dishes", -3.0), Member("pouring water", -4.0)),
        during={HISTORICAL: (Member("fireplace", -6.0),)},
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "throne room",
        "throne hall, royal court, audience chamber, king's court, court of the king, coronation",
        "王座, 王座大厅, 王宫, 王座厅, 觐见, 加冕典礼, 加冕, 登基, 登基大典",
        always=(
            light("crowd", -5.0),
            Member("footsteps on stone", -3.0),
            far("door opening and closing", -3.0),
        ),
        usual=(DAY, HISTORICAL),
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "ballroom",
        "ballrooms, masked ball, masquerade, masquerade ball, dance hall, royal ball, dance floor",
        "舞厅, 舞会, 假面舞会, 宫廷舞会, 化装舞会, 舞池, 歌舞厅, 百乐门",
        always=(Member("crowd", -3.0), Member("footsteps on wood", -5.0), light("dishes", -6.0)),
        during={HISTORICAL: (far("horse and carriage", -4.0),)},
        place=Place.HALL,
        is_behind=True,
    ),
    Situation(
        "dungeon",
        "dungeons, oubliette, torture chamber, castle dungeon, dungeon cell, labyrinth, maze",
        "地牢, 水牢, 地下监牢, 刑房, 死牢, 地牢里, 迷宫, 地下城, 城堡地牢",
        always=(
            Member("dripping water", -1.0),
            far("footsteps on stone", 1.0),
            far("door creak", -1.0),
            light("dark drone", -7.0),
        ),
        during={HISTORICAL: (light("campfire", -7.0),)},
        usual=(DAY, HISTORICAL),
        place=Place.CAVE,
    ),
    Situation(
        "tournament",
        "tournaments, joust, jousting, jousting tournament, colosseum, gladiators, "
        "gladiator fight, gladiatorial arena, arena, amphitheatre, horse race, racecourse, "
        "chariot race",
        "骑士比武, 斗兽场, 角斗场, 竞技场, 角斗士, 赛马场, 赛马, 马上比武, 罗马斗兽场, 校场比武, "
        "马球",
        always=(Member("cheering", -3.0),),
        during={
            HISTORICAL: (
                Member("horse hooves", -2.0),
                Member("sword clash", -3.0),
                far("drum", -4.0),
            ),
            MODERN: (heavy("horse hooves", -1.0),),
        },
        usual=(DAY, HISTORICAL),
        place=Place.FIELD,
        is_behind=True,
    ),
    Situation(
        "carriage ride",
        "inside a carriage, inside the carriage, in a carriage, in the carriage, coach ride, "
        "sleigh, sleigh ride, stagecoach ride, on horseback, horse ride, mail coach",
        "马车里, 马车上, 车辇, 车驾, 雪橇, 马背上, 车轿, 马车车厢",
        always=(
            Member("horse and carriage", -1.0),
            Member("small bells", -5.0),
            light("wind", -6.0),
        ),
        usual=(DAY, HISTORICAL),
    ),
    Situation(
        "march of an army",
        "marching army, army on the march, marching soldiers, soldiers marching, "
        "troops marching, army, legion, military column, drill ground, parade ground",
        "行军, 大军行进, 军队行进, 大军压境, 队伍行进, 士兵行军, 军队, 急行军, 大军, 练兵场, 校场",
        always=(heavy("footsteps on stone", -1.0), Member("drum", -4.0)),
        during={
            HISTORICAL: (Member("horse hooves", -2.0), Member("horse and carriage", -5.0)),
            MODERN: (far("engine", -1.0),),
        },
        usual=(DAY, HISTORICAL),
        place=Place.FIELD,
        is_behind=True,
    ),
    Situation(
        "military camp",
        "army camp, roman camp, field camp, barracks, camp of the army, garrison, military base, "
        "outpost, fort",
        "军营, 兵营, 营寨, 大营, 营帐, 军帐, 中军帐, 帅帐, 军中, 军营里, 敌营, 营房, 部队营地, "
        "驻地",
        always=(light("crowd", -5.0),),
        during={
            DAY: (far("drum", -3.0),),
            NIGHT: (Member("campfire", -3.0), light("crickets", -6.0)),
            HISTORICAL: (light("horse hooves", -5.0), far("hammering", -4.0)),
            MODERN: (far("engine", -2.0),),
        },
        usual=(DAY, HISTORICAL),
        place=Place.FIELD,
        is_behind=True,
    ),
    Situation(
        "frontier fortress",
        "frontier, frontier fort, border fortress, border pass, great wall, city wall, "
        "city walls, castle wall, ramparts, battlements, watchtower, city gate",
        "边关, 边塞, 关隘, 城墙, 城墙上, 长城, 烽火台, 城楼, 城头, 关外, 雁门关, 玉门关, 城门, "
        "城门口, 边城, 边疆, 哨所, 边关要塞",
        always=(Member("wind", -1.0), far("drum", -3.0)),
        during={
            DAY: (far("horse hooves"),),
            NIGHT: (light("campfire", -4.0),),
            WINTER: (light("howling wind", -3.0),),
        },
        usual=(DAY, HISTORICAL),
        place=Place.FIELD,
    ),
    Situation(
        "wild west town",
        "wild west, western town, frontier town, old west, cowboy town, western saloon, "
        "gold rush town",
        "西部小镇, 西部荒野, 牛仔小镇, 狂野西部, 西部片, 淘金小镇",
        always=(Member("wind", -3.0), Member("horse hooves", -3.0)),
        during={
            DAY: (
                Member("door creak", -4.0),
                far("hammering", -4.0),
                light("footsteps on wood", -4.0),
            ),
            NIGHT: (far("wolf howl", -3.0), far("tavern")),
        },
        usual=(DAY, HISTORICAL),
        is_behind=True,
    ),
    Situation(
        "uprising",
        "riot, riots, angry mob, mob, revolt, rebellion, revolution, demonstration, protest, "
        "protest march, street protest, barricade, storming of the bastille",
        "暴动, 起义, 暴乱, 骚乱, 游行示威, 抗议, 示威, 革命, 民变, 造反, 暴民, 示威人群",
        always=(heavy("crowd", -3.0), heavy("cheering", -4.0), Member("glass breaking", -5.0)),
        during={
            HISTORICAL: (far("drum", -4.0), far("gunshot", -4.0)),
            MODERN: (far("siren", -2.0), far("explosion", -5.0)),
        },
        place=Place.STREET,
        is_behind=True,
    ),
    Situation(
        "bombed city",
        "air raid, the blitz, city under bombardment, bombing raid, london in the blitz",
        "被轰炸的城市, 大轰炸, 空袭警报下的城市, 轰炸中的城市",
        always=(far("explosion", -1.0), light("campfire", -4.0)),
        during={
            MODERN: (Member("siren", -4.0), far("airplane", -2.0)),
            HISTORICAL: (far("cannon", -1.0), far("church bell", -3.0)),
        },
        is_behind=True,
    ),
)
"""Wars, castles and courts."""
