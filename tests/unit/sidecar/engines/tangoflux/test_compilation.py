import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from support.oobleck import autoencoder, latents, whole
from support.servers import leave_out
from support.tangoflux_rendering import loaded_engine, make_request, relative_difference, sampled

from envsound_server.engines.inference import compilation
from envsound_server.engines.inference.compilation import should_compile
from envsound_server.engines.tangoflux.inference.decoder import Decoder
from envsound_server.errors import EngineUnavailable

# torch's compiler imports what torch itself has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.torch.jit.script_method:DeprecationWarning")

CPU, CUDA, MPS = (torch.device(name) for name in ("cpu", "cuda", "mps"))


@pytest.fixture
def no_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from torch._inductor import config

    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))  # nothing compiled before
    torch.compiler.reset()
    with config.patch({"cpp.cxx": (None, "/nonexistent/g++")}):
        yield
    torch.compiler.reset()


@pytest.fixture
def compiler() -> None:
    if shutil.which("g++") is None:
        leave_out("a C++ compiler (g++)")


@pytest.fixture
def nothing_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: torch.device) -> str:
        raise AssertionError("tried to compile")

    monkeypatch.setattr(compilation, "_problem", refuse)


@pytest.mark.usefixtures("nothing_tried")
@pytest.mark.parametrize("device", [CPU, CUDA, MPS])
def test_off_is_off(device: torch.device) -> None:
    assert not should_compile("off", device)


@pytest.mark.usefixtures("nothing_tried")
def test_auto_leaves_apples_gpus_alone() -> None:
    assert not should_compile("auto", MPS)


@pytest.mark.usefixtures("no_compiler")
def test_auto_runs_without_a_compiler_and_logs_it(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert not should_compile("auto", CPU)
    (record,) = caplog.records
    assert "running without compilation on cpu" in record.message
    assert "No working C++ compiler found" in record.message


@pytest.mark.usefixtures("no_compiler")
def test_on_without_a_compiler_is_refused_with_the_remedy() -> None:
    with pytest.raises(
        EngineUnavailable, match=r"TANGOFLUX_COMPILE is on .* g\+\+.* set it to auto"
    ):
        should_compile("on", CPU)


@pytest.mark.slow
@pytest.mark.usefixtures("compiler")
def test_a_compiled_decoder_decodes_the_same() -> None:
    assert should_compile("auto", CPU)
    vae, strip = autoencoder(), latents(90)
    expected = whole(vae, strip)
    decoder = Decoder(vae, compile=True)
    assert decoder.warm_up() > 0
    assert np.abs(decoder.decode(strip, 0, expected.shape[1]) - expected).max() < 1e-5


@pytest.mark.slow
@pytest.mark.usefixtures("compiler")
def test_a_compiled_engine_makes_the_same_and_never_compiles_again(tiny_checkpoint: Path) -> None:
    """Alone and in batches, with guidance and without, long and short."""
    together = [
        make_request(prompt="heavy rain on leaves with distant thunder", seed=1),
        make_request(prompt="birds", seconds=31.0, seed=2, negative_prompt="wind and traffic"),
        make_request(prompt="a clock", seed=3, cfg_scale=1.0),
    ]
    rounds = [together, together[:1], together[1:2], together[2:]]
    plain = loaded_engine(tiny_checkpoint)
    expected = [made for requests in rounds for made in sampled(plain, requests)]
    compiled = loaded_engine(tiny_checkpoint, compile="on")
    with torch.compiler.set_stance("fail_on_recompile"):
        gained = [made for requests in rounds for made in sampled(compiled, requests)]
    torch.compiler.reset()
    for compiled_latents, plain_latents in zip(gained, expected, strict=True):
        assert relative_difference(compiled_latents, plain_latents) < 1e-4
