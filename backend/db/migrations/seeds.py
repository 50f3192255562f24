"""What a new library begins with: the platform's categories, tags and presets.

The migration that makes their tables writes them, once; one that somebody deletes stays deleted.
"""

from typing import Any, NamedTuple


class CategorySeed(NamedTuple):
    """A category: its name, Ant Design icon, colour and place (the highest first)."""

    name: str
    icon: str
    color: str
    sort_order: int
    description: str


class PresetSeed(NamedTuple):
    """A preset: its category by name, settings, templates and examples in English.

    A template's braces are what a person fills in.
    """

    name: str
    category: str
    duration_seconds: float
    steps: int
    cfg_scale: float
    description: str
    prompt_templates: tuple[str, str, str]
    example_prompts: tuple[str, str, str]


CATEGORIES = (
    CategorySeed("自然音效", "leaf", "#52c41a", 100, "森林、山野、虫鸣等自然界的声音"),
    CategorySeed("城市环境", "building", "#1890ff", 90, "街道、车流、人群等城市里的声音"),
    CategorySeed("室内环境", "home", "#fa8c16", 80, "房间、咖啡厅、办公室等室内的声音"),
    CategorySeed("机械音效", "setting", "#722ed1", 70, "发动机、机器和工具的声音"),
    CategorySeed("动物声音", "bug", "#13c2c2", 60, "鸟、昆虫和其他动物的声音"),
    CategorySeed("水声音效", "water", "#1677ff", 50, "海浪、溪流、滴水等水的声音"),
    CategorySeed("天气音效", "cloud", "#8c8c8c", 40, "雨、风、雷等天气的声音"),
    CategorySeed("音乐环境", "sound", "#eb2f96", 30, "带有音乐氛围的环境声"),
)

TAGS = (
    ("放松", "#52c41a"),
    ("专注", "#1890ff"),
    ("睡眠", "#722ed1"),
    ("冥想", "#13c2c2"),
    ("活力", "#fa541c"),
    ("户外", "#389e0d"),
    ("室内", "#fa8c16"),
    ("办公", "#2f54eb"),
    ("家居", "#d48806"),
    ("旅行", "#08979c"),
    ("白天", "#faad14"),
    ("夜晚", "#531dab"),
    ("清晨", "#ffa940"),
    ("黄昏", "#d4380d"),
    ("轻柔", "#95de64"),
    ("中等", "#69c0ff"),
    ("强烈", "#f5222d"),
    ("循环", "#36cfc9"),
    ("单次", "#8c8c8c"),
    ("高清", "#eb2f96"),
    ("立体声", "#9254de"),
)

PRESETS = (
    PresetSeed(
        "雨声放松",
        "自然音效",
        15.0,
        50,
        3.5,
        "轻柔的雨声，适合放松和入睡",
        (
            "{intensity} rain falling on {surface}, calm and steady",
            "soft rain in a {place}, distant thunder, relaxing",
            "rain on {surface} at night, gentle and continuous",
        ),
        (
            "gentle rain falling on leaves in a quiet forest",
            "steady rain on a tin roof with distant thunder",
            "light rain against a bedroom window at night",
        ),
    ),
    PresetSeed(
        "海浪声音",
        "水声音效",
        20.0,
        60,
        4.0,
        "海浪拍打海岸的声音",
        (
            "{size} ocean waves rolling onto a {shore}",
            "slow surf on a {shore} with {detail}",
            "waves breaking against {obstacle}, wide and deep",
        ),
        (
            "slow ocean waves rolling onto a sandy beach",
            "small waves lapping at a pebble shore at dawn",
            "heavy surf breaking against rocks in strong wind",
        ),
    ),
    PresetSeed(
        "鸟叫声音",
        "动物声音",
        12.0,
        40,
        3.0,
        "清晨林间的鸟鸣",
        (
            "{species} singing in a {place} in the morning",
            "a few birds calling to each other in {place}",
            "birdsong with {background} in the background",
        ),
        (
            "birds singing in a quiet forest in the morning",
            "small birds chirping in a garden with a gentle breeze",
            "distant birdsong beside a slow stream",
        ),
    ),
    PresetSeed(
        "咖啡厅环境",
        "室内环境",
        25.0,
        55,
        3.8,
        "咖啡厅里的人声与杯碟声",
        (
            "a {busy} cafe with quiet conversation and {detail}",
            "coffee shop ambience, {detail}, soft murmur of people",
            "indoor cafe, cups clinking, {background}",
        ),
        (
            "a cosy cafe with quiet conversation and clinking cups",
            "a busy coffee shop with an espresso machine and soft voices",
            "a small cafe on a rainy afternoon, murmur of people indoors",
        ),
    ),
    PresetSeed(
        "城市街道",
        "城市环境",
        18.0,
        45,
        3.2,
        "城市街道上的车流",
        (
            "{density} traffic on a {kind} street, {time_of_day}",
            "city street with passing cars and {detail}",
            "distant traffic behind {background}",
        ),
        (
            "steady traffic on a busy city street in the evening",
            "cars passing by on a wet street after rain",
            "distant city traffic heard from a balcony at night",
        ),
    ),
    PresetSeed(
        "风声音效",
        "天气音效",
        14.0,
        35,
        2.8,
        "不同强度的风声",
        (
            "{strength} wind blowing through {place}",
            "wind howling around {obstacle}, rising and falling",
            "a {strength} breeze moving {object}",
        ),
        (
            "soft wind blowing through tall grass",
            "strong wind howling around an old house at night",
            "a light breeze moving the leaves of a forest",
        ),
    ),
)


def category_rows() -> list[dict[str, Any]]:
    """The categories as columns."""
    return [seed._asdict() for seed in CATEGORIES]


def tag_rows() -> list[dict[str, Any]]:
    """The tags as columns."""
    return [{"name": name, "color": color, "description": ""} for name, color in TAGS]


def preset_rows(category_ids: dict[str, int]) -> list[dict[str, Any]]:
    """The presets as columns, in their order.

    Args:
        category_ids: By name.
    """
    rows = []
    for place, seed in enumerate(PRESETS):
        row = seed._asdict()
        row["category_id"] = category_ids[row.pop("category")]
        row["prompt_templates"] = list(seed.prompt_templates)
        row["example_prompts"] = list(seed.example_prompts)
        row["sort_order"] = 100 - 10 * place
        rows.append(row)
    return rows
