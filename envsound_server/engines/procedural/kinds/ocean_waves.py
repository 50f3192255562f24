"""Ocean waves on a beach."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.surf import Surf

KIND = Kind(
    name="ocean waves",
    chinese_name="海浪",
    ucs="WATRSurf",
    group=Group.BED,
    english="ocean, oceans, sea, seas, seaside, seashore, waves, wave, ocean wave, "
    "sea waves, surf, beach, beaches, shore, shoreline, coast, breakers, tide, "
    "tides, waves crashing, crashing waves, waves lapping, swell of the sea, "
    "incoming tide, waves crash, waves break, coastline",
    chinese="波浪, 浪, 浪花, 海洋, 大海, 海边, 海滩, 沙滩, 海岸, 潮水, 潮汐, 海水, 浪涛, 涛声, "
    "海浪声, 浪声, 海潮, 海浪拍打, 海浪拍打沙滩, 海浪拍打礁石, 海浪拍打岸边, 海浪拍打海岸, "
    "海浪拍打着沙滩, 海浪拍打着礁石, 海浪拍岸, 海浪阵阵, 海浪涌动, 海浪起伏, 海浪涌来, 海浪冲刷, "
    "海浪的声音, 海浪翻滚, 海涛, 海涛声, 海潮声, 海水声, 海水拍打, 海水拍岸, 海水涌动, 海声, "
    "海面波涛, 浪打礁石, 浪拍礁石, 浪花拍打, 浪花拍岸, 浪花声, 浪涛声, 浪涛拍岸, 浪潮, 浪潮声, "
    "浪潮拍岸, 浪头, 涛声阵阵, 阵阵涛声, 波涛, 波涛声, 波涛起伏, 波浪声, 波浪拍岸, 波浪拍打, "
    "波涛拍岸, 潮声, 潮水声, 潮水拍岸, 潮水拍打, 潮水涌来, 潮涌, 潮起潮落, 涨潮, 退潮, 落潮, "
    "潮汐声, 海滨, 海岸线, 海边的浪, 海边浪声, 拍岸声, 大海的声音, 大海的涛声, 大海波涛, 浪打船舷, "
    "海, 波光粼粼的海面",
    heavy="stormy sea, rough sea, rough seas, heavy surf, big waves, 巨浪, 大浪, 惊涛骇浪, 惊涛, "
    "海浪滔天, 惊涛拍岸, 惊涛裂岸, 惊涛巨浪, 惊涛怒浪, 惊涛拍打, 骇浪, 骇浪惊涛, 狂涛, 狂澜, 怒涛, "
    "怒海, 怒海狂涛, 怒潮, 狂浪, 滔天巨浪, 滔天大浪, 巨浪滔天, 巨浪翻滚, 白浪滔天, 浊浪排空, "
    "波涛汹涌, 波涛澎湃, 波涛翻滚, 大海咆哮, 咆哮的大海, 海浪咆哮, 海浪翻涌, 海浪轰鸣, 大海浪, "
    "风高浪急, 风急浪高, 大风大浪, 风大浪急, 海啸, 狂涛骇浪, 巨涛, 洪涛",
    light="calm sea, gentle waves, lapping waves, 轻浪, 小浪, 轻缓的海浪, 平静的海面, 平静的大海, "
    "细浪, 微浪, 小海浪, 小浪花, 海浪轻拍, 海浪轻轻拍打, 海浪轻抚, 海水轻拍, 浪花轻拍, 波浪轻拍, "
    "微波荡漾, 涟漪",
    examples=("waves on a sandy beach", "海浪拍打沙滩"),
    make=Surf,
    metres=(5.0, 14.0, 150.0),
    gain_db=14.2,
    mix_db=0.0,
)
