"""Words that bind, part, leave out and order what a prompt names, English and Chinese."""

from envsound_server.engines.procedural.reading.meaning import Role

FUNCTION_WORDS: tuple[tuple[Role, str], ...] = (
    (
        Role.FILLER,
        "it, there, here, very, really, quite, rather, so, such, extremely, pretty, just about, "
        "sound, sounds, sounding, noise, noises, audio, recording, ambience, ambient, ambiance, "
        "atmosphere, soundscape, effect, effects, sfx, fx, scene, scenes, environment, mood, vibe, "
        "i, we, you, me, he, she, they, him, them, who, which, what, where, when, "
        "hear, hears, hearing, heard, listen, listens, listening, make, makes, please, give, want, "
        "need, would like, can, could, will, would, should, may, might, must, has, have, had, do, "
        "does, did, doing, add, create, generate, play, include, let, let's, put, "
        "falling, fall, falls, fell, blowing, blows, blow, blew, singing, sing, sings, sang, song, "
        "songs, calling, calls, call, burning, burns, flowing, flows, flow, running, runs, "
        "rolling, rolls, coming, comes, came, going, goes, go, went, moving, moves, filling, "
        "steady, continuous, constant, endless, natural, realistic, relaxing, background noise, "
        "also, too, all, every, both, other, own, same, more or less, maybe, perhaps, "
        "starts, start, starting, started, begins, begin, beginning, began, starts to, "
        "somewhere, anywhere, everywhere, elsewhere, echo, echoes, echoing, echoed, someone, somebody, something, people, person, man, woman, "
        "men, women, now, still, again, time, times, bit, kind of, sort of, "
        "lot, alone, away, out, up, down, back, off, along with it, high quality, hd, stereo, "
        "loop, seamless, "
        "声, 声音, 音, 音效, 环境, 环境音, 环境声, 氛围, 效果, 背景音, 白噪音, 场景, 氛围音, "
        "有, 是, 要, 请, 想, 想要, 来, 来点, 给我, 生成, 制作, 需要, 能, 可以, 一种, 一个, 一些, "
        "一点, 些, 点, 一阵, 阵阵, 阵, 一阵阵, 场, 一场, 一片, 片, 一声声, 声声, 一段, 段, 几, 个, "
        "只, 几只, 几声, 一只, 一群, 群, 一辆, 一列, 一艘, 辆, 列, 艘, 条, 一条, 座, 一座, 道, 一道, "
        "传来, 响起, 响着, 响了起来, 作响, 发出, 听到, 听见, 听, 可闻, 回荡, 回响, 飘来, 飘荡, 弥漫, "
        "叫, 鸣, 鸣叫, 吹, 吹过, 吹着, 刮着, 刮, 打, 打在, 落在, 落, 敲打, 拍打, 拍, 下着, 下, 着, "
        "了, 过, 地, 得, 到, 也, 都, 又, 还, 就, 才, 却, 只见, 着实, 带, 带着, 走, 动, 转, "
        "起, 起来, 出来, 过来, 下来, 响, 正在, 正, 开始, 不断, 不停, 不停地, 持续, 连绵, 此起彼伏, "
        "流动, 流淌, 行驶, 有人, 我, 你, 他, 她, 它, 我们, 他们, 这, 那, 那种, 这种, 那里, 这里, "
        "人们, 自己, 谁, 什么, 那个, 这个, 似乎, 好似, 仿佛听见, 一般, 的话, 吧, 呢, 啊, 吗, "
        "呼呼, 哗哗, 沙沙, 隆隆, 轰隆, 轰隆隆, 嗡嗡, 叮当, 噼啪, 唧唧, 啾啾, 淅沥, 潺潺, 吱吱",
    ),
    (
        Role.DETERMINER,
        "the next, a, an, the, this, that, these, those, his, her, my, our, their, its, your, each, another, "
        "some",
    ),
    (
        Role.PREPOSITION,
        "of, on, onto, in, into, at, by, to, from, for, over, under, against, through, inside, "
        "outside, around, along, across, near a, near an, near the, near my, close to, next to, "
        "beside, behind, between, among, amid, beyond, above, below, during, past, upon, within, "
        "throughout, down the, down a, up the, up a, toward, towards, underneath, beneath, out of, off of, about, "
        "在, 从, 向, 往, 于, 沿着, 穿过, 越过, 隔着, 把, 被, 由, 自",
    ),
    (
        Role.LOCATIVE,
        "里, 中, 上, 下, 内, 旁, 边, 外, 下面, 里面, 外面, 旁边的, 之中, 之上, 之间, 当中, 间, 前, 后面, 处",
    ),
    (Role.COPULA, "is, are, was, were, be, been, being, 's, seems, seem, sounds like it is"),
    (
        Role.DEGREE,
        "很, 非常, 十分, 极, 极其, 更, 太, 特别, 挺, 好, 格外, 相当, 最, 越来越, 变得, 那么",
    ),
    (Role.RELATIVE, "的, 之"),
    (
        Role.SIMILE,
        "like, like a, like an, like the, as loud as, as if, 像, 如, 如同, 好像, 宛如, 犹如, 似, 仿佛",
    ),
    (
        Role.FILLER,
        "sounds like, sound like, sounding like, feels like, something like, 一样, 似的, 般的, 般",
    ),
    (
        Role.JOIN,
        "and, with, plus, while, as, together with, along with, accompanied by, mixed with, "
        "underneath it, over which, as well as, featuring, including, "
        "和, 与, 及, 以及, 并, 并且, 加, 加上, 伴, 伴随, 伴随着, 伴有, 伴着, 夹杂, 夹杂着, 夹着, 还有, "
        "跟, 而, 混合, 混杂着, 混着, 配上, 搭配",
    ),
    (Role.CONTRAST, "but, yet, though, although, however, 但, 但是, 却有, 不过, 可是, 然而"),
    (Role.OR, "or, nor, any, 或, 或者, 也没有, 也不要, 也无, 又没有, 也没, 又无"),
    (
        Role.CHANGE,
        "until, 直到, turning into, turns into, turn into, turned into, turning to, turns to, changing to, "
        "changes to, changes into, becoming, becomes, giving way to, gives way to, morphing into, "
        "转, 渐渐转, 逐渐转, 转为, 变成, 变为, 转成, 化为, 转入, 逐渐变成, 渐渐变成, 渐变成, 渐变为",
    ),
    (
        Role.NEGATION,
        "no, never any, zero, neither, don't want, do not want, don't add, do not add, "
        "not any, nobody, no one, no longer, no more, don't, do not, doesn't, does not, can't hear, "
        "cannot hear, didn't, not a single, none of the, don't include, "
        "do not include, there isn't, there is no, there are no, isn't any, aren't any, "
        "no sound of, no sounds of, no sign of, nothing of, "
        "没有, 没, 无, 别, 不要, 不想要, 不需要, 不想听, 不想听到, 不能有, 不许, 不许有, 禁止, 毫无, "
        "没有任何, 不要有, 没听见, 听不到, 听不见, 别有, 别加, 不加, 不用, 勿, 不是, 而不是, 不再有, "
        "没了, 不见, 全无, 并无, 绝无, 不再, 不包括",
    ),
    (
        Role.LIST_NEGATION,
        "without, without any, without the sound of, minus, avoid, avoiding, excluding, exclude, "
        "instead of, rather than, free of, free from, devoid of, lacking, hold the, skip the, "
        "leave out, leaving out, leave out the, remove, remove the, removing, cut the, cut out, "
        "lose the, mute the, omit, omitting, minus the, drop the, get rid of, less the, "
        "absence of, in the absence of, strip out, filter out, take out, eliminate, "
        "不带, 不含, 去掉, 避免, 去除, 除去, 排除, 剔除, 删掉, 删除, 省略, 不包含, 减去, 关掉, 屏蔽, "
        "免去, 杜绝, 少了",
    ),
    (
        Role.UNDOING,
        "not, not a, not the, not too, not very, not so, not that, isn't, aren't, wasn't, never, isn't too, "
        "isn't very, aren't too, is not, are not, is not too, are not too, not overly, nowhere near, "
        "不, 不太, 不很, 不那么, 没那么, 并不, 不怎么, 别太, 不要太, 不算, 不算太, 不是很, 不会太",
    ),
    (
        Role.EXCEPT,
        "except, except for, but for, apart from, other than, save for, aside from, 除了, 除",
    ),
    (
        Role.ONLY,
        "only, just, nothing but, nothing except, no sound but, no sounds but, nothing other than, "
        "nothing else but, nothing more than, solely, purely, none but, "
        "只, 只有, 只要, 只剩, 只剩下, 仅, 仅有, 唯有, 唯独, 单单, 仅仅, 仅剩, 只留, 只留下, 只听见, "
        "只听, 只能听到, 就只有, 除非",
    ),
    (Role.BESIDES, "还有, 也有, 还能听到, 还要, 还伴有, 以外还有, 之外还有, 外还有, 也要"),
    (
        Role.NOTHING,
        "nothing, nothing else, everything is silent, everything is quiet, silence, silent, all is quiet, "
        "all quiet, otherwise silent, otherwise quiet, complete quiet, no sound, no sounds, "
        "no other sound, no other sounds, no noise, no noises, quietness, stillness, "
        "其他声音都不要, 别的声音都不要, 其它声音都不要, 其余声音都不要, 其他声音都没有, 别的声音都没有, "
        "再无他声, 再没有别的声音, 再没有别的, 没有别的声响, 没有其他声响, 听不到别的, 听不见别的, "
        "什么都听不到, 什么都听不见, 什么也听不见, 什么也听不到, 什么都没有, 什么也没有, 什么声音都没有, 什么声音也没有, 没有别的, 没有别的声音, 没有其他, "
        "没有其他声音, 没有任何声音, 别的都不要, 其他都不要, 一切都很安静, 一片安静, 悄无声息, "
        "没有声音, 别无, 别无他声, 无声, 没有其它声音, 什么都不要, 别的什么都没有, 其余都没有, 一片死寂",
    ),
    (
        Role.ABSENT,
        "removed, excluded, omitted, left out, muted, absent, -free, "
        "has stopped, have stopped, had stopped, stopped, has died down, have died down, "
        "had died down, died down, died away, has died away, has ended, have ended, had ended, ended, "
        "has ceased, have ceased, had ceased, ceased, is over, are over, was over, is gone, are gone, "
        "are silent, is silent, was silent, were silent, has gone, have gone, has fallen silent, "
        "have fallen silent, fell silent, fallen silent, has passed, had passed, have passed, "
        "is off, are off, is switched off, turned off, is turned off, switched off, has faded away, "
        "have faded away, had faded away, has subsided, has gone quiet, have gone quiet, has let up, "
        "has left, have left, had left, has gone away, is finished, is no more, has blown over, is long gone, went silent, not present, "
        "还没下, 还没来, 没下, 尚未来, 还没到, 还没开始, 散去, 已散去, 远去了, 停了, 停歇了, 已停, 已经停了, 住了, 歇了, 止住了, 停止了, 消失了, 没了, 不见了, 止息, 平息了, "
        "刚停, 刚刚停, 停下了, 停歇, 停息, 散了, 过去了, 散去了, 已歇, 已息, 静下来了, 早已停了, "
        "都停了, 已经停止, 终于停了, 结束了, 早就停了, 全停了, 刚停了, 熄灭了, 灭了, 熄了, 关了, "
        "不响了, 不叫了, 不下了, 不刮了, 息了, 停住了, 已经停歇, 戛然而止, 全都停了, 已散, 收了, "
        "停了下来",
    ),
    (
        Role.FILLER,
        "has not stopped, hasn't stopped, have not stopped, haven't stopped, never stops, "
        "doesn't stop, does not stop, not stopping, without stopping, without end, without pause, "
        "without a break, non stop, nonstop, unending, never ending, can't hear anything, "
        "cannot hear anything, can't hear anything else, don't hear anything, "
        "没停, 还没停, 没有停, 没有停过, 不停, 没完, 没完没了, 个没完, 不绝于耳, 没关紧, 没关好, 不绝, 停不下来, "
        "停不住, 没有停下",
    ),
    (Role.BEFORE, "before, just before, right before, shortly before, 之前, 以前"),
    (
        Role.FIRST,
        "at first, first, initially, to begin with, in the beginning, at the beginning, "
        "at the start, starts with, starting with, begins with, beginning with, opens with, "
        "opening with, first of all, "
        "先, 先是, 起初, 最初, 首先, 一开始, 开头, 刚开始, 开场, 起先, 开头是, 一开始是, 开始是, 原本",
    ),
    (
        Role.THEN,
        "then, and then, after which, whereupon, after that, afterwards, afterward, later, later on, next, followed by, "
        "followed closely by, which is followed by, subsequently, before long, soon, soon after, "
        "moments later, a moment later, ending with, ends with, ending in, ends in, and later, "
        "再, 然后, 接着, 随后, 之后, 后来, 紧接着, 继而, 随即, 不久, 不久后, 过了一会儿, 过一会儿, 接下来, "
        "再然后, 跟着, 而后, 过后, 稍后, 片刻之后, 片刻后, 没过多久, 一会儿, 再接着, 又过了一会儿",
    ),
    (
        Role.SUDDENLY,
        "suddenly, all of a sudden, abruptly, out of nowhere, without warning, all at once, sudden, "
        "突然, 忽然, 猛然, 陡然, 骤然, 突然间, 忽然间, 冷不防, 猛地, 蓦地, 霎时, 刹那间, 忽, 突如其来, "
        "冷不丁, 猛听得, 忽听, 忽听得, 忽闻, 蓦然, 突然传来, 霎时间, 一下子, 突然响起",
    ),
    (
        Role.MEANWHILE,
        "meanwhile, at the same time, simultaneously, all the while, in the meantime, "
        "同时, 与此同时, 此时, 这时, 一边, 一面, 此刻",
    ),
    (
        Role.LAST,
        "at the end, finally, in the end, at last, eventually, lastly, at the very end, "
        "towards the end, near the end, toward the end, "
        "最后, 最终, 末尾, 结尾, 结尾处, 终于, 到最后, 快结束时, 临近结束, 结束时, 最末, 结尾时",
    ),
    (
        Role.ENDING,
        "stops, stop, stopping, ends, ending, ceases, ceasing, comes to an end, falls silent, "
        "goes silent, goes quiet, "
        "下着下着停了, 下着下着就停了, 响着响着停了, 叫着叫着停了, 停, 停止, 停下, 停下来, 静下来, 安静下来, 消失, 结束, 平息",
    ),
    (
        Role.VERB,
        "looks, looked, walks into, sits, stood, stands, sleeps, slept, says, said, waits, waited",
    ),
    (Role.STOP, "., !, ?, ;, 。, ！, ？, ；"),
    (Role.LIST, "、"),
)
"""What they do, and the phrases, parted by commas."""

NO_CONTENT = frozenset({"r", "p", "c", "d", "m", "q", "y", "f", "e", "x", "k", "h", "zg", "w"})
"""First letters of the segmenter's parts of speech that bear no content of their own."""

COUNTED_NOUNS = (
    "knock, tap, rap, stroke, toll, chime, shot, gunshot, bark, howl, hoot, clap, explosion, boom, "
    "thud, cry, step, footstep, beat, drumbeat, ring, blast, hit, strike, crack, crow, croak, caw, "
    "drip, drop, tick, meow, moo, snore, heartbeat, bang, slam, thunderclap, roar, whistle, peal, "
    "honk, beep, splash, breath, thump, pop, arrow, clang, cannonade, detonation, thunderbolt, "
    "gong, dong, ding, whoosh, squeak, creak, click"
)
"""Nouns that are events themselves: three knocks are counted, three dogs are not."""
