from backend.db.models import name_key, sort_key


def test_names_are_sorted_as_people_count_and_spell() -> None:
    in_order = [
        "2 dogs", "10 dogs", "apple", "Apple 2", "apple 010", "Apple 11", "echo", "Éclair", "ecru",
        "“Rain” 1.2", "Rain 1.10", "rain 2", "Rain 00010", "ｒａｉｎ 10a", "Zoo", "雨 2", "雨 10",
    ]  # fmt: skip
    assert sorted(in_order, key=sort_key) == in_order


def test_names_without_a_letter_have_an_order_too() -> None:
    assert sort_key("...") == "..."
    assert sort_key("7" * 200) < sort_key("8" * 200)
    assert sort_key("٣") == sort_key("3")


def test_names_of_one_key_differ_in_typing_only() -> None:
    for name, twin in (
        ("Rain", "ＲＡＩＮ"),
        ("rain drops", "Rain-drops."),
        ("Café", "CAFE"),
        ("雨聲", "雨声"),
        ("children’s", "Children's"),
        ("Straße", "STRASSE"),
    ):
        assert name_key(name) == name_key(twin), (name, twin)
    for name, other in (("C", "C#"), ("C#", "C++"), ("100", "100%"), ("バス", "ハス"), ("…", "!")):
        assert name_key(name) != name_key(other), (name, other)


def test_keys_fit_into_an_index() -> None:
    for name in ("\ufdfa" * 200, "\U00020000" * 200, "1a" * 100):
        for key in (name_key(name), sort_key(name)):
            assert key
            assert len(key.encode()) < 2700
