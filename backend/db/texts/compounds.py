"""English compounds that some people write as two words, and numbers with their units."""

import re

_WORDS = """
after air alarm arm back band barn base basket bath battle beach bed bee bell bicycle bird black
blood boat body bone book bottle bow box brake brass break breath broom brush bumble burn bus
butter cab camp candle cannon car card cart castle cat cave chain chair chalk chat church city
class clock cloud coal coast cock coffee cook cork corn country court cow crack cross crow cup
dance dart day death deck desk dish dock dog door down drag dragon drain draw drill drip drive
drum dry duck dust ear earth egg engine eve every eye farm fast field fight finger fire fish
flag flash floor flow foot forest fork fox frog front garden gas gate ghost glass goat goose
grand grass grave green ground guard gun hail hair hall hammer hand harbour hay head heart heat
helicopter hen high hill home honey horn horse hot hour house humming ice insect iron jack jet
jungle key king kitchen knock lake land laser lawn leaf lift light lightning lip live lock loud
low lumber machine mail market meadow metal micro mid milk mill moon morning mosquito motor
mountain mouse mouth music neck net news night noon north note nut oar ocean open organ out oven
over pan paper park pass pea pen piano pick pig pin pine pipe play pocket police pond pool pop
post pot power print quick race radio rail rain rattle river road rock roller roof room rope row
sail salt sand saw school scrap screw sea ship shore short side silver skate skin sky sledge
sleigh sling snow soft song space speed spring stair star station steam steel step stone stop
storm stream street sub sun super swamp sword table tail tank tap tea tele test thunder tide
time tin tooth touch town toy track traffic train tree truck type under up vacuum van village
voice walk wall war wash watch water wave week wheel whip whirl whole wild wind window wine wood
work wrist yard
"""
_FIRST_WORDS = frozenset(_WORDS.split())
"""Words that compounds of sounds, places and things begin with."""
_SHORTEST_REST = 3
_NUMBER_AND_UNIT = re.compile(r"(\d+)([^\W\d]+)")


def parts_of(word: str) -> list[str]:
    """Return the pairs of words, a space between them, that a word may also be written as."""
    if unit := _NUMBER_AND_UNIT.fullmatch(word):
        return [" ".join(unit.groups())]
    lengths = range(2, len(word) - _SHORTEST_REST + 1)
    return [f"{word[:n]} {word[n:]}" for n in lengths if word[:n] in _FIRST_WORDS]
