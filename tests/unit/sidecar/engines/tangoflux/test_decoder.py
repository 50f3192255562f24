from collections.abc import Callable

import numpy as np
import pytest
import torch
from diffusers import AutoencoderOobleck
from support.oobleck import FRAME_SAMPLES, autoencoder, latents, whole
from torch import Tensor

from envsound_server.audio.waveform import Samples
from envsound_server.engines.tangoflux.inference.channels_last import convolutions
from envsound_server.engines.tangoflux.inference.decoder import BLOCK_FRAMES, Decoder

LENGTHS = (1, 7, 40, BLOCK_FRAMES, BLOCK_FRAMES + 1, 2 * BLOCK_FRAMES + 30)
TOLERANCE = 1e-5

torch.set_num_threads(1)


def difference(one: Samples, other: Samples) -> float:
    assert one.shape == other.shape
    return float(np.abs(one - other).max())


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    return Decoder(autoencoder(), compile=False)


@pytest.fixture(scope="module")
def reference() -> Callable[[Tensor], Samples]:
    vae = autoencoder()
    return lambda strip: whole(vae, strip)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_whole_sound_is_the_whole_decode(
    decoder: Decoder, reference: Callable[[Tensor], Samples], length: int
) -> None:
    strip = latents(length)
    decoded = decoder.decode(strip, 0, length * FRAME_SAMPLES)
    assert decoded.dtype == np.float32
    assert difference(decoded, reference(strip)) < TOLERANCE


@pytest.mark.parametrize(
    ("first", "count"),
    [
        pytest.param(0, 1, id="first sample"),
        pytest.param(150 * FRAME_SAMPLES - 1, 1, id="last sample"),
        pytest.param(BLOCK_FRAMES * FRAME_SAMPLES - 1, 2, id="over a border of blocks"),
        pytest.param(100_000, 44_100, id="from the middle of a frame"),
        pytest.param(9 * FRAME_SAMPLES, 3 * FRAME_SAMPLES, id="context just cut at the start"),
        pytest.param(137 * FRAME_SAMPLES, 3 * FRAME_SAMPLES, id="context just cut at the end"),
        pytest.param(3 * FRAME_SAMPLES + 5, 147 * FRAME_SAMPLES - 5, id="to the end"),
    ],
)
def test_a_part_is_that_part_of_the_whole(
    decoder: Decoder, reference: Callable[[Tensor], Samples], first: int, count: int
) -> None:
    strip = latents(150)
    part = decoder.decode(strip, first, count)
    assert difference(part, reference(strip)[:, first : first + count]) < TOLERANCE


def test_latents_out_of_reach_change_nothing_and_those_within_do(decoder: Decoder) -> None:
    first, count = 50 * FRAME_SAMPLES, 10 * FRAME_SAMPLES
    strip = latents(150)
    part = decoder.decode(strip, first, count)
    beyond, within = strip.clone(), strip.clone()
    beyond[:40] = 7.0
    beyond[70:] = -7.0
    within[41] = 7.0
    assert np.array_equal(decoder.decode(beyond, first, count), part)
    assert not np.array_equal(decoder.decode(within, first, count), part)


@pytest.mark.parametrize("ratios", [(2, 2), (2, 4, 8), (16, 2)])
def test_other_strides_reach_as_far_as_they_do(ratios: tuple[int, ...]) -> None:
    strip = latents(200)
    expected = whole(autoencoder(ratios), strip)
    decoder = Decoder(autoencoder(ratios), compile=False)
    samples_per_frame = int(np.prod(ratios))
    part = decoder.decode(strip, 30 * samples_per_frame, 100 * samples_per_frame)
    assert difference(part, expected[:, 30 * samples_per_frame : 130 * samples_per_frame]) < 1e-5


def test_a_long_sound_takes_no_wider_tensors_than_a_short_one() -> None:
    vae = autoencoder()
    decoder = Decoder(vae, compile=False)
    widths: list[int] = []
    vae.decoder.conv2.register_forward_pre_hook(lambda _, given: widths.append(given[0].shape[-1]))
    decoder.decode(latents(6 * BLOCK_FRAMES), 0, 6 * BLOCK_FRAMES * FRAME_SAMPLES)
    assert len(widths) == 6
    assert max(widths) <= (BLOCK_FRAMES + 1) * FRAME_SAMPLES


def test_the_latents_are_left_as_they_are(decoder: Decoder) -> None:
    strip = latents(20)
    decoder.decode(strip, 0, 20 * FRAME_SAMPLES)
    assert torch.equal(strip, latents(20))


def test_decoding_again_gives_the_same(decoder: Decoder) -> None:
    strip = latents(70)
    once, again = (decoder.decode(strip, 1000, 90_000) for _ in range(2))
    assert np.array_equal(once, again)


def test_warm_up_returns_its_duration(decoder: Decoder) -> None:
    assert decoder.warm_up() > 0


class SmallMemory:
    """A simulated device that fits a few latent frames, and records their numbers."""

    def __init__(self, decoder: Decoder, most_frames: int) -> None:
        self._decode, self._most_frames = decoder._decode_block, most_frames
        self.lengths: list[int] = []

    def __call__(self, strip: Tensor, begin: int, end: int) -> Tensor:
        self.lengths.append(end - begin)
        if end - begin > self._most_frames:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return self._decode(strip, begin, end)


def test_without_memory_for_a_block_shorter_ones_give_the_same_sound(
    reference: Callable[[Tensor], Samples], monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder, strip = Decoder(autoencoder(), compile=False), latents(100)
    memory = SmallMemory(decoder, most_frames=20)
    monkeypatch.setattr(decoder, "_decode_block", memory)
    for _ in range(2):
        decoded = decoder.decode(strip, 0, 100 * FRAME_SAMPLES)
        assert difference(decoded, reference(strip)) < TOLERANCE
    # Found out once, kept for the second sound.
    assert memory.lengths == [64, 32, *[16] * 6, 4, *[16] * 6, 4]


def test_without_memory_for_one_frame_decoding_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    decoder = Decoder(autoencoder(), compile=False)
    monkeypatch.setattr(decoder, "_decode_block", SmallMemory(decoder, most_frames=0))
    with pytest.raises(torch.OutOfMemoryError):
        decoder.decode(latents(3), 0, FRAME_SAMPLES)


def loud_in_the_last_stages() -> AutoencoderOobleck:
    """Return weights that attenuate the rounding errors of the first stages."""
    vae = autoencoder()
    vae.decoder.block[3].conv_t1.bias.fill_(10.0)
    return vae


def relative_error(one: Samples, other: Samples) -> float:
    return float(np.linalg.norm(one - other) / np.linalg.norm(other))


def test_half_precision_is_accepted_where_its_error_is_small(
    caplog: pytest.LogCaptureFixture,
) -> None:
    strip, vae = latents(90), loud_in_the_last_stages()
    exact = whole(vae, strip)
    caplog.set_level("INFO", "envsound_server.engines.tangoflux.inference.decoder")
    decoder = Decoder(vae, compile=False, matrix_dtype=torch.bfloat16)
    assert caplog.messages[-1].endswith(": accepted")
    assert relative_error(decoder.decode(strip, 0, 90 * FRAME_SAMPLES), exact) < 1e-3
    assert {layer.weight.dtype for layer in convolutions(vae)} == {torch.bfloat16, torch.float32}


def test_half_precision_is_rejected_where_its_error_is_large(
    caplog: pytest.LogCaptureFixture,
) -> None:
    strip, vae = latents(20), autoencoder()
    exact = whole(vae, strip)
    caplog.set_level("INFO", "envsound_server.engines.tangoflux.inference.decoder")
    decoder = Decoder(vae, compile=False, matrix_dtype=torch.bfloat16)
    assert caplog.messages[-1].endswith(": rejected")
    assert relative_error(decoder.decode(strip, 0, 20 * FRAME_SAMPLES), exact) < 1e-4
