from backend.db.models import search_text, search_words


def found(wanted: str, *texts: str) -> bool:
    return all(word in search_text(*texts) for word in search_words(wanted))


def test_case_width_and_ligatures_make_no_difference() -> None:
    assert found("rain", "ＲＡＩＮ on leaves")
    assert found("STRASSE", "Straße")
    assert found("ﬁre", "a crackling FIRE")
    assert found("É", "cafe\u0301")


def test_chinese_words_are_found_wherever_they_stand() -> None:
    for text in ("雷声", "远处雷声", "雷声，很远", "a雷声b", "（雷声）"):
        assert found("雷声", text), text
        assert found("声", text), text
    assert not found("雷声", "雷雨声")
    assert found("雨a", "大雨abc")


def test_all_words_have_to_be_there_in_any_part() -> None:
    assert found("rain forest", "Forest", "heavy rain", "")
    assert not found("rain forest", "Forest", "wind", "")
    assert not found("namerain", "name", "rain")


def test_nothing_looked_for_is_no_word() -> None:
    assert search_words(" \u3000\t") == []


def test_a_word_that_another_one_holds_is_kept_once_and_still_found() -> None:
    text = search_text("Rain", "rainfall, then rain", "all rain falls")
    assert text.count("rain") == 1
    for wanted in ("rain", "rainfall", "fall,", "falls", "then", "all"):
        assert found(wanted, "Rain", "rainfall, then rain", "all rain falls"), wanted
