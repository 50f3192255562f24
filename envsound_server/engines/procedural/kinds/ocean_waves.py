"""Ocean waves on a beach."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.surf import Surf

KIND = Kind(
    name="ocean waves",
    chinese_name="海浪",
    ucs="WATRSurf",
    group=Group.BED,
    english="ocean, oceans, sea, seas, seaside, seashore, waves, wave, ocean wave, sea waves, "
    "surf, beach, beaches, shore, shoreline, coast, breakers, tide, tides, waves crashing, "
    "crashing waves, waves lapping",
    chinese="海, 波浪, 浪, 浪花, 海洋, 大海, 海边, 海滩, 沙滩, 海岸, 潮水, 潮汐, 海水, 浪涛, 涛声, "
    "海浪声, 浪声, 海潮",
    heavy="stormy sea, rough sea, rough seas, heavy surf, big waves, 巨浪, 大浪, 惊涛骇浪, 惊涛",
    light="calm sea, gentle waves, lapping waves, 微波, 轻浪, 小浪",
    examples=("waves on a sandy beach", "海浪拍打沙滩"),
    make=Surf,
    metres=(5.0, 14.0, 150.0),
    gain_db=14.2,
    mix_db=0.0,
)
