"""The choice of number format and library."""

from collections.abc import Callable

import pytest
import torch

from envsound_server.engines.inference import products, trials
from envsound_server.engines.inference.computation import Format
from envsound_server.engines.inference.products import Computation, choose_computation
from envsound_server.engines.inference.trials import plain_library
from envsound_server.errors import EngineUnavailable

CPU, CUDA, MPS = (torch.device(name) for name in ("cpu", "cuda", "mps"))

torch.set_num_threads(1)

SetRates = Callable[[float, float, float], None]


@pytest.fixture
def rates(monkeypatch: pytest.MonkeyPatch) -> SetRates:
    """Set the benchmark's rates: plain float32, oneDNN's float32 and bfloat16."""

    def set_rates(plain: float, packed: float, half: float) -> None:
        found = {
            ("float32", plain_library()): plain,
            ("float32", "oneDNN"): packed,
            ("bfloat16", "oneDNN"): half,
        }
        monkeypatch.setattr(products, "product_rates", lambda: found)

    return set_rates


def has(monkeypatch: pytest.MonkeyPatch, *flags: str) -> None:
    capabilities = {"avx2": True, **dict.fromkeys(flags, True)}
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities)


@pytest.mark.parametrize("flag", ["avx512_bf16", "amx_bf16", "bf16"])
@pytest.mark.parametrize(
    ("found", "text"),
    [
        ((1.0, 1.0, 2.0), "bfloat16 (oneDNN)"),
        ((1.0, 2.0, 2.1), "float32 (oneDNN)"),
        ((1.0, 1.0, 1.1), "float32 (plain)"),
        ((1.0, 0.5, 0.6), "float32 (plain)"),
    ],
)
def test_auto_selects_by_the_benchmark(
    monkeypatch: pytest.MonkeyPatch,
    rates: SetRates,
    flag: str,
    found: tuple[float, float, float],
    text: str,
) -> None:
    has(monkeypatch, flag)
    rates(*found)
    assert choose_computation("auto", CPU).text == text.replace("plain", plain_library())


def test_auto_never_selects_bfloat16_without_instructions_for_it(
    monkeypatch: pytest.MonkeyPatch, rates: SetRates
) -> None:
    has(monkeypatch)
    rates(1.0, 1.0, 5.0)
    assert choose_computation("auto", CPU).format == "float32"


@pytest.mark.parametrize(
    ("has_instructions", "text"), [(True, "bfloat16 (CUDA)"), (False, "float32 (CUDA)")]
)
def test_auto_on_a_gpu_follows_its_instructions(
    monkeypatch: pytest.MonkeyPatch, has_instructions: bool, text: str
) -> None:
    def is_bf16_supported(including_emulation: bool = True) -> bool:
        return including_emulation or has_instructions

    monkeypatch.setattr(torch.cuda, "is_bf16_supported", is_bf16_supported)
    assert choose_computation("auto", CUDA).text == text
    assert choose_computation("auto", MPS).text == "float32 (Metal)"


@pytest.mark.parametrize("number_format", ["float32", "bfloat16"])
@pytest.mark.parametrize("device", [CPU, CUDA, MPS])
def test_a_named_format_is_used(number_format: Format, device: torch.device) -> None:
    assert choose_computation(number_format, device).format == number_format


def test_int8_is_refused_where_it_is_not_supported(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineUnavailable, match=r"TANGOFLUX_DTYPE is int8.*cuda.*set it to auto"):
        choose_computation("int8", CUDA, "tangoflux")
    has(monkeypatch)
    with pytest.raises(EngineUnavailable, match=r"TANGOFLUX_DTYPE.*this CPU.*set it to auto"):
        choose_computation("int8", CPU, "tangoflux")


@pytest.mark.skipif(not trials.has_int8(), reason="a CPU without VNNI")
def test_int8_notes_its_measured_error() -> None:
    computation = choose_computation("int8", CPU)
    assert 1e-3 < computation.error < 2e-2
    (note,) = computation.notes
    assert f"{computation.error:.1%}" in note
    assert choose_computation("float32", CPU).notes == ()


def test_revisions_differ_wherever_samples_may() -> None:
    computations = [
        Computation("float32", "MKL", torch.float32),
        Computation("float32", "oneDNN", torch.float32),
        Computation("bfloat16", "oneDNN", torch.bfloat16),
        Computation("int8", "oneDNN", torch.bfloat16),
        Computation("int8", "oneDNN", torch.float32),
    ]
    revisions = [computation.revision for computation in computations]
    assert revisions == [
        "float32",
        "float32-onednn",
        "bfloat16",
        "int8-bfloat16",
        "int8",
    ]


def test_a_decoder_never_uses_int8() -> None:
    assert Computation("int8", "oneDNN", torch.bfloat16).for_decoder.text == "bfloat16 (oneDNN)"
    assert Computation("int8", "oneDNN", torch.float32).for_decoder.text == "float32 (oneDNN)"
    plain = Computation("float32", "MKL", torch.float32)
    assert plain.for_decoder is plain


def test_the_result_of_the_benchmark_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    trials.product_rates.cache_clear()
    caplog.set_level("INFO", trials.__name__)
    chosen = {choose_computation("auto", CPU) for _ in range(2)}
    (line,) = caplog.messages
    assert f"float32 ({plain_library()})" in line
    assert len(chosen) == 1
