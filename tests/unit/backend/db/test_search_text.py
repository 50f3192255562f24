import pytest

from backend.db.models import search_terms, search_text
from backend.db.texts.search_text import MAX_TERMS


def found(wanted: str, *texts: str) -> bool:
    text = search_text(*texts)
    return all(any(part in text for part in term) for term in search_terms(wanted))


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("rain", "ＲＡＩＮ on leaves"),
        ("ｒａｉｎ", "rain"),
        ("STRASSE", "Straße"),
        ("ﬁre", "a crackling FIRE"),
        ("cafe", "Café"),
        ("CAFÉ", "cafe\u0301"),
        ("etoile", "Étoile"),
        ("l'etoile", "L’Étoile"),
        ("etoile", "l’étoile"),
        ("malmo", "Malmö"),
        ("smorrebrod oresund", "Smørrebrød, Øresund"),
        ("Łódź", "lodz"),
        ("aether", "Æther"),
        ("istanbul", "İstanbul"),
        ("θαλασσα", "Θάλασσας"),
        ("елка", "Ёлка"),
        ("children’s", "children's playground"),
        ("childrens", "children's playground"),
        ("dont", "don’t"),
        ("rain,", "rain"),
        ("rain", "“Rain”…"),
        ("rain-drops", "rain—drops"),
        ("rain/wind", "wind & rain"),
        ("(rain)!", "rain"),
        ("soft\u00adhyphen", "softhyphen"),
        ("rain\u200b", "rain"),
        ("ﾊﾞｽ", "バス"),
        ("バス", "ﾊﾞｽ"),
        ("빗소리", "조용한 빗소리"),
        ("100", "rain on 100% wool"),
        ("100%", "100 % wool"),
        ("🌧", "🌧️ rain"),
    ],
)
def test_what_is_typed_otherwise_is_found(wanted: str, text: str) -> None:
    assert found(wanted, text)


def test_other_letters_stay_others() -> None:
    assert not found("ハス", "バス")
    assert not found("%", "rain on wool")
    assert not found("o'brien", "brien")


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("雷聲", "远处雷声"),
        ("雷声", "遠處雷聲"),
        ("鳥鳴", "清晨的鸟鸣"),
        ("下著雨", "下着雨"),
        ("钟", "教堂鐘聲"),
    ],
)
def test_simplified_and_traditional_characters_are_the_same(wanted: str, text: str) -> None:
    assert found(wanted, text)


def test_chinese_words_are_found_wherever_they_stand() -> None:
    for text in ("雷声", "远处雷声", "雷声，很远", "a雷声b", "（雷声）"):
        assert found("雷声", text), text
        assert found("声", text), text
    assert not found("雷声", "雷雨声")
    assert not found("钟声", "五分钟的雨声")
    assert not found("火车", "着火的汽车")
    assert found("雨a", "大雨abc")


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("雨雷", "大雨，远处打雷"),
        ("大雨打雷", "大雨中有人打雷"),
        ("大雨 打雷", "打雷，然后大雨"),
        ("森林鸟叫", "鸟叫，森林清晨"),
        ("雷声和雨声", "雨声，远处雷声"),
        ("森林的鸟叫", "森林鸟叫"),
        ("海浪鸟", "海浪与鸟"),
        ("大雨thunder", "thunder，大雨"),
    ],
)
def test_chinese_words_need_no_space_between_them(wanted: str, text: str) -> None:
    assert found(wanted, text)


def test_a_long_chinese_text_is_looked_for_as_a_whole() -> None:
    text = "清晨的森林里有鸟叫声和远处的溪流声还有风吹过树叶"
    assert found(text, f"{text}。")
    assert len(search_terms("雨" * 200)) == 1


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("thunderstorm", "a thunder storm at sea"),
        ("thunder storm", "thunderstorm"),
        ("raindrops", "Rain drops on glass"),
        ("rain drops", "raindrops"),
        ("footstep", "foot steps on gravel"),
        ("foot steps", "footsteps"),
        ("birdsong", "bird-song"),
    ],
)
def test_english_compounds_are_one_word_or_two(wanted: str, text: str) -> None:
    assert found(wanted, text)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("50hz", "50 Hz hum"),
        ("50 hz", "50Hz hum"),
        ("3.5mm", "a jack of 3.5 mm"),
        ("2米", "2 米"),
        ("10s", "rain, 10 s"),
    ],
)
def test_a_number_is_found_with_its_unit_with_and_without_a_space(wanted: str, text: str) -> None:
    assert found(wanted, text)


def test_a_short_word_is_not_found_across_two() -> None:
    assert not found("wind", "low industrial hum")
    assert not found("sea", "birds early")


def test_all_words_have_to_be_there_in_any_part() -> None:
    assert found("rain forest", "Forest", "heavy rain", "")
    assert not found("rain forest", "Forest", "wind", "")
    assert not found("namerain", "name", "rain")


def test_quotation_marks_keep_words_together_and_whole() -> None:
    text = "Heavy rain on tin, by night"
    for quoted in ('"rain on tin"', "“rain on tin”", "«Rain on tin»", '"rain on tin', '"rain on t'):
        assert found(quoted, text), quoted
    assert found('night "rain on"', text)
    for quoted in ('"tin on rain"', '"rain tin"', '"ain on tin"', '"rain on ti"', 'fog "rain on"'):
        assert not found(quoted, text), quoted
    assert found('"雷声"', "远处雷声")
    assert not found('"雷雨"', "雷声，雨声")
    assert not found('"雨 雷"', "大雨打雷")
    assert found('"大雨 and thunder"', "远处大雨 and thunder")


@pytest.mark.parametrize(
    "wanted", [" \u3000\t", "", "...", "，。！", '"', '""', "-", "'", "_", "*"]
)
def test_nothing_looked_for_is_no_term(wanted: str) -> None:
    assert search_terms(wanted) == []


def test_symbols_are_looked_for_where_there_is_nothing_else() -> None:
    assert found("%", "rain on 100% wool")
    assert found("rain + wind", "rain and wind")
    assert not found("+", "rain and wind")


@pytest.mark.parametrize(
    "wanted",
    [
        "\ufdfa" * 200,
        " ".join(chr(0xFDF0 + number % 13) + chr(97 + number % 26) for number in range(60)),
        " ".join(map(chr, range(0x4E00, 0x4E64))),
        "".join(map(chr, range(0x4E00, 0x4EC8))),
        '"' * 200,
        "a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9",
        "".join(f'"{chr(97 + number)}{number}"' for number in range(26)) + "x1 y2 z3 " * 10,
    ],
)
def test_a_search_never_asks_for_more_than_so_many_terms(wanted: str) -> None:
    terms = search_terms(wanted[:200])
    assert len(terms) <= MAX_TERMS
    assert all(len(part) <= 200 for term in terms for part in term)


def test_a_text_that_another_one_holds_is_kept_once() -> None:
    assert search_text("Rain", "heavy rain falls", "") == " heavy rain falls "
    assert search_text("Wind", "heavy rain", "wind") == " wind \n heavy rain "
