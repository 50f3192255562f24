import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CommercialUse(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMMERCIAL_USE_UNSPECIFIED: _ClassVar[CommercialUse]
    COMMERCIAL_USE_YES: _ClassVar[CommercialUse]
    COMMERCIAL_USE_NO: _ClassVar[CommercialUse]
    COMMERCIAL_USE_UP_TO_REVENUE: _ClassVar[CommercialUse]

class AudioFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AUDIO_FORMAT_UNSPECIFIED: _ClassVar[AudioFormat]
    AUDIO_FORMAT_WAV_16: _ClassVar[AudioFormat]
    AUDIO_FORMAT_WAV_24: _ClassVar[AudioFormat]
    AUDIO_FORMAT_WAV_FLOAT: _ClassVar[AudioFormat]
    AUDIO_FORMAT_FLAC: _ClassVar[AudioFormat]
    AUDIO_FORMAT_MP3: _ClassVar[AudioFormat]
    AUDIO_FORMAT_OGG_VORBIS: _ClassVar[AudioFormat]
    AUDIO_FORMAT_OPUS: _ClassVar[AudioFormat]

class Priority(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRIORITY_UNSPECIFIED: _ClassVar[Priority]
    PRIORITY_INTERACTIVE: _ClassVar[Priority]
    PRIORITY_BATCH: _ClassVar[Priority]

class Stage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STAGE_UNSPECIFIED: _ClassVar[Stage]
    STAGE_PREPARING: _ClassVar[Stage]
    STAGE_GENERATING: _ClassVar[Stage]
    STAGE_DECODING: _ClassVar[Stage]
    STAGE_FINISHING: _ClassVar[Stage]

class EngineState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENGINE_STATE_UNSPECIFIED: _ClassVar[EngineState]
    ENGINE_STATE_LOADING: _ClassVar[EngineState]
    ENGINE_STATE_READY: _ClassVar[EngineState]
    ENGINE_STATE_UNAVAILABLE: _ClassVar[EngineState]

class PromptReader(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PROMPT_READER_UNSPECIFIED: _ClassVar[PromptReader]
    PROMPT_READER_ENGINE: _ClassVar[PromptReader]
    PROMPT_READER_VOCABULARY: _ClassVar[PromptReader]
    PROMPT_READER_LANGUAGE_MODEL: _ClassVar[PromptReader]

class Intensity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INTENSITY_UNSPECIFIED: _ClassVar[Intensity]
    INTENSITY_LIGHT: _ClassVar[Intensity]
    INTENSITY_HEAVY: _ClassVar[Intensity]

class Distance(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DISTANCE_UNSPECIFIED: _ClassVar[Distance]
    DISTANCE_NEAR: _ClassVar[Distance]
    DISTANCE_DISTANT: _ClassVar[Distance]

class Pace(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PACE_UNSPECIFIED: _ClassVar[Pace]
    PACE_SLOW: _ClassVar[Pace]
    PACE_FAST: _ClassVar[Pace]

class Motion(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MOTION_UNSPECIFIED: _ClassVar[Motion]
    MOTION_APPROACHING: _ClassVar[Motion]
    MOTION_RECEDING: _ClassVar[Motion]
    MOTION_PASSING: _ClassVar[Motion]
    MOTION_LEFT_TO_RIGHT: _ClassVar[Motion]
    MOTION_RIGHT_TO_LEFT: _ClassVar[Motion]

class Swell(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SWELL_UNSPECIFIED: _ClassVar[Swell]
    SWELL_RISING: _ClassVar[Swell]
    SWELL_FALLING: _ClassVar[Swell]
COMMERCIAL_USE_UNSPECIFIED: CommercialUse
COMMERCIAL_USE_YES: CommercialUse
COMMERCIAL_USE_NO: CommercialUse
COMMERCIAL_USE_UP_TO_REVENUE: CommercialUse
AUDIO_FORMAT_UNSPECIFIED: AudioFormat
AUDIO_FORMAT_WAV_16: AudioFormat
AUDIO_FORMAT_WAV_24: AudioFormat
AUDIO_FORMAT_WAV_FLOAT: AudioFormat
AUDIO_FORMAT_FLAC: AudioFormat
AUDIO_FORMAT_MP3: AudioFormat
AUDIO_FORMAT_OGG_VORBIS: AudioFormat
AUDIO_FORMAT_OPUS: AudioFormat
PRIORITY_UNSPECIFIED: Priority
PRIORITY_INTERACTIVE: Priority
PRIORITY_BATCH: Priority
STAGE_UNSPECIFIED: Stage
STAGE_PREPARING: Stage
STAGE_GENERATING: Stage
STAGE_DECODING: Stage
STAGE_FINISHING: Stage
ENGINE_STATE_UNSPECIFIED: EngineState
ENGINE_STATE_LOADING: EngineState
ENGINE_STATE_READY: EngineState
ENGINE_STATE_UNAVAILABLE: EngineState
PROMPT_READER_UNSPECIFIED: PromptReader
PROMPT_READER_ENGINE: PromptReader
PROMPT_READER_VOCABULARY: PromptReader
PROMPT_READER_LANGUAGE_MODEL: PromptReader
INTENSITY_UNSPECIFIED: Intensity
INTENSITY_LIGHT: Intensity
INTENSITY_HEAVY: Intensity
DISTANCE_UNSPECIFIED: Distance
DISTANCE_NEAR: Distance
DISTANCE_DISTANT: Distance
PACE_UNSPECIFIED: Pace
PACE_SLOW: Pace
PACE_FAST: Pace
MOTION_UNSPECIFIED: Motion
MOTION_APPROACHING: Motion
MOTION_RECEDING: Motion
MOTION_PASSING: Motion
MOTION_LEFT_TO_RIGHT: Motion
MOTION_RIGHT_TO_LEFT: Motion
SWELL_UNSPECIFIED: Swell
SWELL_RISING: Swell
SWELL_FALLING: Swell

class GenerateSoundRequest(_message.Message):
    __slots__ = ("prompt", "duration_seconds", "steps", "cfg_scale", "seed", "engine", "name", "category", "loop", "format", "target_lufs", "negative_prompt", "request_id", "priority", "source", "true_peak_ceiling_dbtp")
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    DURATION_SECONDS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    CFG_SCALE_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    LOOP_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    TARGET_LUFS_FIELD_NUMBER: _ClassVar[int]
    NEGATIVE_PROMPT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TRUE_PEAK_CEILING_DBTP_FIELD_NUMBER: _ClassVar[int]
    prompt: str
    duration_seconds: float
    steps: int
    cfg_scale: float
    seed: int
    engine: str
    name: str
    category: str
    loop: bool
    format: AudioFormat
    target_lufs: float
    negative_prompt: str
    request_id: str
    priority: Priority
    source: Source
    true_peak_ceiling_dbtp: float
    def __init__(self, prompt: _Optional[str] = ..., duration_seconds: _Optional[float] = ..., steps: _Optional[int] = ..., cfg_scale: _Optional[float] = ..., seed: _Optional[int] = ..., engine: _Optional[str] = ..., name: _Optional[str] = ..., category: _Optional[str] = ..., loop: _Optional[bool] = ..., format: _Optional[_Union[AudioFormat, str]] = ..., target_lufs: _Optional[float] = ..., negative_prompt: _Optional[str] = ..., request_id: _Optional[str] = ..., priority: _Optional[_Union[Priority, str]] = ..., source: _Optional[_Union[Source, _Mapping]] = ..., true_peak_ceiling_dbtp: _Optional[float] = ...) -> None: ...

class Source(_message.Message):
    __slots__ = ("sound_file", "request_id", "strength", "keep_ranges")
    SOUND_FILE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    STRENGTH_FIELD_NUMBER: _ClassVar[int]
    KEEP_RANGES_FIELD_NUMBER: _ClassVar[int]
    sound_file: str
    request_id: str
    strength: float
    keep_ranges: _containers.RepeatedCompositeFieldContainer[TimeRange]
    def __init__(self, sound_file: _Optional[str] = ..., request_id: _Optional[str] = ..., strength: _Optional[float] = ..., keep_ranges: _Optional[_Iterable[_Union[TimeRange, _Mapping]]] = ...) -> None: ...

class TimeRange(_message.Message):
    __slots__ = ("start_seconds", "end_seconds")
    START_SECONDS_FIELD_NUMBER: _ClassVar[int]
    END_SECONDS_FIELD_NUMBER: _ClassVar[int]
    start_seconds: float
    end_seconds: float
    def __init__(self, start_seconds: _Optional[float] = ..., end_seconds: _Optional[float] = ...) -> None: ...

class GenerateSoundResponse(_message.Message):
    __slots__ = ("queued", "progress", "sound")
    QUEUED_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    SOUND_FIELD_NUMBER: _ClassVar[int]
    queued: Queued
    progress: Progress
    sound: Sound
    def __init__(self, queued: _Optional[_Union[Queued, _Mapping]] = ..., progress: _Optional[_Union[Progress, _Mapping]] = ..., sound: _Optional[_Union[Sound, _Mapping]] = ...) -> None: ...

class Queued(_message.Message):
    __slots__ = ("position", "estimated_wait_seconds")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ESTIMATED_WAIT_SECONDS_FIELD_NUMBER: _ClassVar[int]
    position: int
    estimated_wait_seconds: float
    def __init__(self, position: _Optional[int] = ..., estimated_wait_seconds: _Optional[float] = ...) -> None: ...

class Progress(_message.Message):
    __slots__ = ("stage", "step", "step_count", "fraction", "estimated_remaining_seconds")
    STAGE_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    STEP_COUNT_FIELD_NUMBER: _ClassVar[int]
    FRACTION_FIELD_NUMBER: _ClassVar[int]
    ESTIMATED_REMAINING_SECONDS_FIELD_NUMBER: _ClassVar[int]
    stage: Stage
    step: int
    step_count: int
    fraction: float
    estimated_remaining_seconds: float
    def __init__(self, stage: _Optional[_Union[Stage, str]] = ..., step: _Optional[int] = ..., step_count: _Optional[int] = ..., fraction: _Optional[float] = ..., estimated_remaining_seconds: _Optional[float] = ...) -> None: ...

class Sound(_message.Message):
    __slots__ = ("file_path", "relative_path", "format", "duration_seconds", "frame_count", "sample_rate_hertz", "channels", "file_size_bytes", "sha256", "engine", "model_revision", "prompt", "seed", "steps", "cfg_scale", "loop", "peak_dbfs", "loudness_lufs", "generation_seconds", "create_time", "name", "category", "negative_prompt", "notes", "engine_prompt", "true_peak_dbtp", "license", "source_file")
    FILE_PATH_FIELD_NUMBER: _ClassVar[int]
    RELATIVE_PATH_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    DURATION_SECONDS_FIELD_NUMBER: _ClassVar[int]
    FRAME_COUNT_FIELD_NUMBER: _ClassVar[int]
    SAMPLE_RATE_HERTZ_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    FILE_SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    MODEL_REVISION_FIELD_NUMBER: _ClassVar[int]
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    CFG_SCALE_FIELD_NUMBER: _ClassVar[int]
    LOOP_FIELD_NUMBER: _ClassVar[int]
    PEAK_DBFS_FIELD_NUMBER: _ClassVar[int]
    LOUDNESS_LUFS_FIELD_NUMBER: _ClassVar[int]
    GENERATION_SECONDS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    NEGATIVE_PROMPT_FIELD_NUMBER: _ClassVar[int]
    NOTES_FIELD_NUMBER: _ClassVar[int]
    ENGINE_PROMPT_FIELD_NUMBER: _ClassVar[int]
    TRUE_PEAK_DBTP_FIELD_NUMBER: _ClassVar[int]
    LICENSE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FILE_FIELD_NUMBER: _ClassVar[int]
    file_path: str
    relative_path: str
    format: AudioFormat
    duration_seconds: float
    frame_count: int
    sample_rate_hertz: int
    channels: int
    file_size_bytes: int
    sha256: str
    engine: str
    model_revision: str
    prompt: str
    seed: int
    steps: int
    cfg_scale: float
    loop: bool
    peak_dbfs: float
    loudness_lufs: float
    generation_seconds: float
    create_time: _timestamp_pb2.Timestamp
    name: str
    category: str
    negative_prompt: str
    notes: _containers.RepeatedScalarFieldContainer[str]
    engine_prompt: str
    true_peak_dbtp: float
    license: License
    source_file: str
    def __init__(self, file_path: _Optional[str] = ..., relative_path: _Optional[str] = ..., format: _Optional[_Union[AudioFormat, str]] = ..., duration_seconds: _Optional[float] = ..., frame_count: _Optional[int] = ..., sample_rate_hertz: _Optional[int] = ..., channels: _Optional[int] = ..., file_size_bytes: _Optional[int] = ..., sha256: _Optional[str] = ..., engine: _Optional[str] = ..., model_revision: _Optional[str] = ..., prompt: _Optional[str] = ..., seed: _Optional[int] = ..., steps: _Optional[int] = ..., cfg_scale: _Optional[float] = ..., loop: _Optional[bool] = ..., peak_dbfs: _Optional[float] = ..., loudness_lufs: _Optional[float] = ..., generation_seconds: _Optional[float] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., name: _Optional[str] = ..., category: _Optional[str] = ..., negative_prompt: _Optional[str] = ..., notes: _Optional[_Iterable[str]] = ..., engine_prompt: _Optional[str] = ..., true_peak_dbtp: _Optional[float] = ..., license: _Optional[_Union[License, _Mapping]] = ..., source_file: _Optional[str] = ...) -> None: ...

class License(_message.Message):
    __slots__ = ("name", "commercial_use", "revenue_limit_usd", "attribution", "terms_url")
    NAME_FIELD_NUMBER: _ClassVar[int]
    COMMERCIAL_USE_FIELD_NUMBER: _ClassVar[int]
    REVENUE_LIMIT_USD_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTION_FIELD_NUMBER: _ClassVar[int]
    TERMS_URL_FIELD_NUMBER: _ClassVar[int]
    name: str
    commercial_use: CommercialUse
    revenue_limit_usd: int
    attribution: str
    terms_url: str
    def __init__(self, name: _Optional[str] = ..., commercial_use: _Optional[_Union[CommercialUse, str]] = ..., revenue_limit_usd: _Optional[int] = ..., attribution: _Optional[str] = ..., terms_url: _Optional[str] = ...) -> None: ...

class ListEnginesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListEnginesResponse(_message.Message):
    __slots__ = ("engines", "default_engine", "formats", "queue_capacity", "queue_length", "default_engine_reason")
    ENGINES_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_ENGINE_FIELD_NUMBER: _ClassVar[int]
    FORMATS_FIELD_NUMBER: _ClassVar[int]
    QUEUE_CAPACITY_FIELD_NUMBER: _ClassVar[int]
    QUEUE_LENGTH_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_ENGINE_REASON_FIELD_NUMBER: _ClassVar[int]
    engines: _containers.RepeatedCompositeFieldContainer[Engine]
    default_engine: str
    formats: _containers.RepeatedScalarFieldContainer[AudioFormat]
    queue_capacity: int
    queue_length: int
    default_engine_reason: str
    def __init__(self, engines: _Optional[_Iterable[_Union[Engine, _Mapping]]] = ..., default_engine: _Optional[str] = ..., formats: _Optional[_Iterable[_Union[AudioFormat, str]]] = ..., queue_capacity: _Optional[int] = ..., queue_length: _Optional[int] = ..., default_engine_reason: _Optional[str] = ...) -> None: ...

class Engine(_message.Message):
    __slots__ = ("name", "display_name", "description", "state", "unavailable_reason", "model_revision", "license", "attribution", "min_duration_seconds", "max_duration_seconds", "default_duration_seconds", "min_steps", "max_steps", "default_steps", "min_cfg_scale", "max_cfg_scale", "default_cfg_scale", "supports_negative_prompt", "known_sounds", "languages", "max_batch_size", "sample_rate_hertz", "channels", "sounds", "terms", "supports_source", "computation")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UNAVAILABLE_REASON_FIELD_NUMBER: _ClassVar[int]
    MODEL_REVISION_FIELD_NUMBER: _ClassVar[int]
    LICENSE_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTION_FIELD_NUMBER: _ClassVar[int]
    MIN_DURATION_SECONDS_FIELD_NUMBER: _ClassVar[int]
    MAX_DURATION_SECONDS_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_DURATION_SECONDS_FIELD_NUMBER: _ClassVar[int]
    MIN_STEPS_FIELD_NUMBER: _ClassVar[int]
    MAX_STEPS_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_STEPS_FIELD_NUMBER: _ClassVar[int]
    MIN_CFG_SCALE_FIELD_NUMBER: _ClassVar[int]
    MAX_CFG_SCALE_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_CFG_SCALE_FIELD_NUMBER: _ClassVar[int]
    SUPPORTS_NEGATIVE_PROMPT_FIELD_NUMBER: _ClassVar[int]
    KNOWN_SOUNDS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    MAX_BATCH_SIZE_FIELD_NUMBER: _ClassVar[int]
    SAMPLE_RATE_HERTZ_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    SOUNDS_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    SUPPORTS_SOURCE_FIELD_NUMBER: _ClassVar[int]
    COMPUTATION_FIELD_NUMBER: _ClassVar[int]
    name: str
    display_name: str
    description: str
    state: EngineState
    unavailable_reason: str
    model_revision: str
    license: str
    attribution: str
    min_duration_seconds: float
    max_duration_seconds: float
    default_duration_seconds: float
    min_steps: int
    max_steps: int
    default_steps: int
    min_cfg_scale: float
    max_cfg_scale: float
    default_cfg_scale: float
    supports_negative_prompt: bool
    known_sounds: _containers.RepeatedScalarFieldContainer[str]
    languages: _containers.RepeatedScalarFieldContainer[str]
    max_batch_size: int
    sample_rate_hertz: int
    channels: int
    sounds: _containers.RepeatedCompositeFieldContainer[KnownSound]
    terms: License
    supports_source: bool
    computation: str
    def __init__(self, name: _Optional[str] = ..., display_name: _Optional[str] = ..., description: _Optional[str] = ..., state: _Optional[_Union[EngineState, str]] = ..., unavailable_reason: _Optional[str] = ..., model_revision: _Optional[str] = ..., license: _Optional[str] = ..., attribution: _Optional[str] = ..., min_duration_seconds: _Optional[float] = ..., max_duration_seconds: _Optional[float] = ..., default_duration_seconds: _Optional[float] = ..., min_steps: _Optional[int] = ..., max_steps: _Optional[int] = ..., default_steps: _Optional[int] = ..., min_cfg_scale: _Optional[float] = ..., max_cfg_scale: _Optional[float] = ..., default_cfg_scale: _Optional[float] = ..., supports_negative_prompt: _Optional[bool] = ..., known_sounds: _Optional[_Iterable[str]] = ..., languages: _Optional[_Iterable[str]] = ..., max_batch_size: _Optional[int] = ..., sample_rate_hertz: _Optional[int] = ..., channels: _Optional[int] = ..., sounds: _Optional[_Iterable[_Union[KnownSound, _Mapping]]] = ..., terms: _Optional[_Union[License, _Mapping]] = ..., supports_source: _Optional[bool] = ..., computation: _Optional[str] = ...) -> None: ...

class KnownSound(_message.Message):
    __slots__ = ("name", "chinese_name", "category", "english_example", "chinese_example")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CHINESE_NAME_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    ENGLISH_EXAMPLE_FIELD_NUMBER: _ClassVar[int]
    CHINESE_EXAMPLE_FIELD_NUMBER: _ClassVar[int]
    name: str
    chinese_name: str
    category: str
    english_example: str
    chinese_example: str
    def __init__(self, name: _Optional[str] = ..., chinese_name: _Optional[str] = ..., category: _Optional[str] = ..., english_example: _Optional[str] = ..., chinese_example: _Optional[str] = ...) -> None: ...

class ReadPromptRequest(_message.Message):
    __slots__ = ("prompt", "engine", "negative_prompt", "duration_seconds", "vocabulary_only")
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    NEGATIVE_PROMPT_FIELD_NUMBER: _ClassVar[int]
    DURATION_SECONDS_FIELD_NUMBER: _ClassVar[int]
    VOCABULARY_ONLY_FIELD_NUMBER: _ClassVar[int]
    prompt: str
    engine: str
    negative_prompt: str
    duration_seconds: float
    vocabulary_only: bool
    def __init__(self, prompt: _Optional[str] = ..., engine: _Optional[str] = ..., negative_prompt: _Optional[str] = ..., duration_seconds: _Optional[float] = ..., vocabulary_only: _Optional[bool] = ...) -> None: ...

class ReadPromptResponse(_message.Message):
    __slots__ = ("engine", "reader", "understood", "layers", "left_out", "not_understood", "suggestions", "notes")
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    READER_FIELD_NUMBER: _ClassVar[int]
    UNDERSTOOD_FIELD_NUMBER: _ClassVar[int]
    LAYERS_FIELD_NUMBER: _ClassVar[int]
    LEFT_OUT_FIELD_NUMBER: _ClassVar[int]
    NOT_UNDERSTOOD_FIELD_NUMBER: _ClassVar[int]
    SUGGESTIONS_FIELD_NUMBER: _ClassVar[int]
    NOTES_FIELD_NUMBER: _ClassVar[int]
    engine: str
    reader: PromptReader
    understood: bool
    layers: _containers.RepeatedCompositeFieldContainer[Layer]
    left_out: _containers.RepeatedScalarFieldContainer[str]
    not_understood: _containers.RepeatedScalarFieldContainer[str]
    suggestions: _containers.RepeatedCompositeFieldContainer[KnownSound]
    notes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, engine: _Optional[str] = ..., reader: _Optional[_Union[PromptReader, str]] = ..., understood: _Optional[bool] = ..., layers: _Optional[_Iterable[_Union[Layer, _Mapping]]] = ..., left_out: _Optional[_Iterable[str]] = ..., not_understood: _Optional[_Iterable[str]] = ..., suggestions: _Optional[_Iterable[_Union[KnownSound, _Mapping]]] = ..., notes: _Optional[_Iterable[str]] = ...) -> None: ...

class Layer(_message.Message):
    __slots__ = ("kind", "chinese_name", "description", "intensity", "distance", "pace", "place", "motion", "count", "every_seconds", "start_seconds", "end_seconds", "swell", "sudden")
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHINESE_NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    INTENSITY_FIELD_NUMBER: _ClassVar[int]
    DISTANCE_FIELD_NUMBER: _ClassVar[int]
    PACE_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    MOTION_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    EVERY_SECONDS_FIELD_NUMBER: _ClassVar[int]
    START_SECONDS_FIELD_NUMBER: _ClassVar[int]
    END_SECONDS_FIELD_NUMBER: _ClassVar[int]
    SWELL_FIELD_NUMBER: _ClassVar[int]
    SUDDEN_FIELD_NUMBER: _ClassVar[int]
    kind: str
    chinese_name: str
    description: str
    intensity: Intensity
    distance: Distance
    pace: Pace
    place: str
    motion: Motion
    count: int
    every_seconds: float
    start_seconds: float
    end_seconds: float
    swell: Swell
    sudden: bool
    def __init__(self, kind: _Optional[str] = ..., chinese_name: _Optional[str] = ..., description: _Optional[str] = ..., intensity: _Optional[_Union[Intensity, str]] = ..., distance: _Optional[_Union[Distance, str]] = ..., pace: _Optional[_Union[Pace, str]] = ..., place: _Optional[str] = ..., motion: _Optional[_Union[Motion, str]] = ..., count: _Optional[int] = ..., every_seconds: _Optional[float] = ..., start_seconds: _Optional[float] = ..., end_seconds: _Optional[float] = ..., swell: _Optional[_Union[Swell, str]] = ..., sudden: _Optional[bool] = ...) -> None: ...

class DiscardSoundRequest(_message.Message):
    __slots__ = ("request_id",)
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    def __init__(self, request_id: _Optional[str] = ...) -> None: ...

class DiscardSoundResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
