"""Words for times of day, seasons and eras."""

from envsound_server.engines.procedural.reading.situation import (
    Condition,
    Era,
    Season,
    TimeOfDay,
)

CONDITION_WORDS: tuple[tuple[Condition, str], ...] = (
    (
        TimeOfDay.DAWN,
        "dawn, at dawn, daybreak, at daybreak, sunrise, at sunrise, early morning, "
        "in the early morning, early in the morning, morning, in the morning, mornings, "
        "break of day, at the break of day, crack of dawn, "
        "at the crack of dawn, before sunrise, before dawn, dawning, morning light, this morning, "
        "one morning, "
        "清晨, 黎明, 拂晓, 早晨, 早上, 凌晨, 破晓, 清早, 大清早, 一大早, 日出, 晨曦, 天亮, 天刚亮, "
        "天亮时, 天蒙蒙亮, 天明, 晨, 清晨时分, 黎明时分, 黎明前, 拂晓时分, 晨间, 早间, 曙光, 天色微明, "
        "天刚蒙蒙亮, 朝阳, 旭日东升, 五更, 一早, 早晨时分",
    ),
    (
        TimeOfDay.DAY,
        "day, daytime, in the daytime, by day, during the day, daylight, in daylight, noon, "
        "at noon, midday, at midday, afternoon, in the afternoon, late morning, high noon, "
        "early afternoon, late afternoon, broad daylight, in broad daylight, forenoon, sunny day, "
        "on a sunny day, "
        "白天, 中午, 正午, 午后, 下午, 上午, 白昼, 日间, 晌午, 大白天, 光天化日, 午间, 午时, 大中午, "
        "正午时分, 午后时分, 烈日下, 阳光下, 晴天, 大晴天, 白日",
    ),
    (
        TimeOfDay.DUSK,
        "dusk, at dusk, sunset, at sunset, twilight, at twilight, nightfall, at nightfall, "
        "sundown, at sundown, evening, in the evening, evenings, early evening, evening light, "
        "this evening, one evening, toward evening, towards evening, "
        "黄昏, 傍晚, 日落, 暮色, 薄暮, 日暮, 夕阳, 夕阳下, 夕阳西下, 落日, 天黑前, 日落时分, 傍晚时分, "
        "黄昏时分, 暮色中, 天色渐暗, 天色将晚, 入夜前, 残阳, 落日余晖, 暮霭, 向晚, 太阳落山",
    ),
    (
        TimeOfDay.NIGHT,
        "night, at night, by night, midnight, at midnight, in the night, during the night, "
        "late at night, late night, in the middle of the night, middle of the night, nighttime, "
        "night time, at nighttime, nights, tonight, in the dead of night, dead of night, "
        "after dark, after midnight, one night, nocturnal, overnight, small hours, "
        "in the small hours, witching hour, past midnight, "
        "夜晚, 夜里, 深夜, 半夜, 午夜, 夜间, 晚上, 夜, 夜半, 子夜, 入夜, 夜幕, 夜色, 大半夜, 黑夜, 夜幕下, "
        "夜色中, 深更半夜, 夜深, 夜晚时分, 夜幕降临, 当晚, 今夜, 子时, 深夜时分, 午夜时分, 长夜, 漫漫长夜, "
        "后半夜, 前半夜, 一夜, 天黑后, 夜深时分, 半夜里, 深夜里",
    ),
    (
        Season.SPRING,
        "in spring, in springtime, springtime, spring season, early spring, late spring, spring, "
        "in the spring, in april, april, spring day, in early spring, "
        "春天, 春季, 春, 初春, 早春, 暮春, 阳春, 三月, 阳春三月, 春日里, 开春, 仲春, 春意, 春天里, 立春, 清明",
    ),
    (
        Season.SUMMER,
        "summer, in summer, summertime, in summertime, in the summer, midsummer's day, "
        "in midsummer, early summer, late summer, in july, july, in august, summers, "
        "夏天, 夏季, 夏, 初夏, 仲夏, 夏日里, 夏天里, 暑假, 夏末, 六月天, 盛夏时节, 入夏, 立夏",
    ),
    (
        Season.AUTUMN,
        "autumn, in autumn, in the autumn, in the fall, autumnal, late autumn, early autumn, "
        "in october, october, in november, november, in late autumn, in fall, fall season, "
        "秋天, 秋季, 秋, 初秋, 金秋, 秋天里, 秋日里, 入秋, 暮秋, 仲秋, 立秋, 秋末, 深秋时节",
    ),
    (
        Season.WINTER,
        "winter, in winter, wintertime, in wintertime, in the winter, midwinter, in midwinter, "
        "wintry, december, in december, january, in january, winters, deep winter, "
        "冬天, 冬季, 冬, 寒冬, 隆冬, 严冬, 初冬, 深冬, 冬天里, 冬日里, 腊月, 数九寒天, 寒冬腊月, 入冬, 立冬, 寒冬时节",
    ),
    (
        Era.HISTORICAL,
        "historical, ancient, medieval, mediaeval, victorian, edwardian, regency, renaissance, "
        "old times, in old times, in olden times, olden days, olden times, in ancient times, "
        "ancient times, antiquity, in antiquity, middle ages, in the middle ages, "
        "19 th century, in the 19 th century, nineteenth century, in the nineteenth century, "
        "18 th century, in the 18 th century, eighteenth century, in the eighteenth century, "
        "17 th century, seventeenth century, 16 th century, sixteenth century, 15 th century, "
        "14 th century, 13 th century, 12 th century, colonial, georgian, elizabethan, tudor, "
        "napoleonic, ancient rome, in ancient rome, ancient china, in ancient china, "
        "ancient greece, ancient egypt, feudal, feudal japan, edo, tang dynasty, song dynasty, "
        "ming dynasty, qing dynasty, han dynasty, qin dynasty, dynasty, imperial china, "
        "old-fashioned, bygone, long ago, once upon a time, centuries ago, in the old days, "
        "古代, 古时, 古时候, 古代的, 唐代, 唐朝, 宋代, 宋朝, 明代, 明朝, 清代, 清朝, 明清, 汉代, 汉朝, 秦朝, "
        "秦汉, 三国, 三国时期, 春秋战国, 战国, 战国时期, 元朝, 元代, 隋朝, 隋唐, 唐宋, 魏晋, 南北朝, 大唐, 大宋, "
        "大明, 大清, 晚清, 清末, 中世纪, 维多利亚时代, 维多利亚时期, 维多利亚, 古罗马, 古希腊, 古埃及, 古装, "
        "武侠, 旧时, 从前, 很久以前, 十九世纪, 十八世纪, 十七世纪, 十六世纪, 文艺复兴, 古早, "
        "封建时代, 先秦, 上古, 远古",
    ),
    (
        Era.MODERN,
        "modern, modern-day, modern day, present-day, present day, contemporary, nowadays, "
        "21 st century, twenty-first century, 20 th century, twentieth century, today's, "
        "in modern times, modern times, futuristic, cyberpunk, science fiction, sci-fi, "
        "现代, 当代, 现代化, 如今, 现今, 当今, 今日, 现代都市, 都市现代, 民国, 民国时期, 民国年间, 二十世纪, "
        "二十一世纪, 未来, 科幻, 赛博朋克, 末世",
    ),
)
"""Each condition and the phrases that name it, parted by commas; digits stand apart: "19 th"."""
