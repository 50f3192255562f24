"""Titles as programs in many countries write them, without saying in which encoding."""

import pytest

from backend.decoding.titles import clean, guess

CHINESE = [
    "夜雨",
    "雨声",
    "森林鸟鸣",
    "海浪",
    "大海的声音",
    "城市街道",
    "下雨天",
    "雷声，远处",
    "篝火",
    "清晨的鸟叫",
    "地铁站",
    "小溪流水",
    "风铃",
    "蟋蟀",
    "寂静的夜晚",
    "咖啡馆",
    "打字机",
    "脚步声",
    "鸭子",
    "狼嚎",
    "翡翠湖",
    "麒麟",
    "雨",
    "夜",
    "林",
    "踩雪",
    "鞭炮",
    "瀑布声",
    "蝉鸣",
    "蛙鸣",
    "Rain雨声",
    "夜雨01",
    "《静夜》",
    "雨声（近）",
    "雨rain",
    "2雨",
]
JAPANESE = [
    "雨の音",
    "夜の雨",
    "森の鳥",
    "海の波",
    "カフェの音",
    "蝉の声",
    "川のせせらぎ",
    "虫の音",
    "雷",
    "風鈴",
    "駅のホーム",
    "東京の街",
    "焚き火",
    "雨音",
    "森林",
    "海岸",
    "夜",
    "静かな夜",
    "Rain雨音",
    "秋の虫の声",
    "祭り囃子",
    "足音",
    "都会の喧騒",
    "水琴窟",
    "早朝",
    "渓流",
]
WESTERN = [
    *("Forêt", "Étoile", "Café", "Grüße", "Größe", "Noël", "Señor", "Fjäll", "Århus", "Île", "été"),
    *("Pluie d'été", "Regen in München", "São Paulo", "Forêt enchantée à l’aube", "«Forêt»"),
    *("Schöne Grüße", "naïveté", "À côté", "Überfälle", "Crème brûlée", "Vögel", "Öl", "Æsir"),
]
TAIWANESE = ["夜雨", "雨聲", "森林鳥鳴", "海浪", "颱風", "溪流", "鄉村夜晚", "廟會", "夜市"]
RUSSIAN = ["Дождь", "Ночной лес", "Я"]


@pytest.mark.parametrize(
    ("encoding", "titles"),
    [
        ("gbk", CHINESE),
        ("cp932", JAPANESE),
        ("cp1252", WESTERN),
        ("big5", TAIWANESE),
        ("utf-8", CHINESE + JAPANESE + WESTERN + TAIWANESE + RUSSIAN),
        ("utf-8-sig", CHINESE + WESTERN),
        ("utf-16", CHINESE + JAPANESE + WESTERN + RUSSIAN),
        ("ascii", ["Forest", "a", "Rain at night, 2 m"]),
    ],
)
def test_a_title_is_read_in_the_encoding_of_its_program(encoding: str, titles: list[str]) -> None:
    for end in ("", "\0"):
        assert [guess((title + end).encode(encoding)) for title in titles] == titles


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_need_no_mark(encoding: str) -> None:
    titles = ["Forest", "Regen in München", "Rain 夜雨 at the lake"]
    assert [guess((title + "\0").encode(encoding)) for title in titles] == titles


def test_a_field_of_fixed_size_may_cut_a_character() -> None:
    assert guess("森林鸟鸣的清晨".encode()[:-1]) == "森林鸟鸣的清"


def test_any_bytes_are_some_text() -> None:
    for content in (b"", b"\0", b"\xff", b"\xff\xfe", b"\x80" * 5_000, bytes(range(256)) * 9):
        guess(content)


def test_a_title_is_one_line_that_can_be_shown() -> None:
    assert clean(" a\x00b\r\n\tc\u202ed\ud800 ") == "a b c d"
    assert clean("n" * 10_000_000) == "n" * 200
