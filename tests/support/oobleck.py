"""A tiny autoencoder of the released kind, and the whole decode as the reference for blocks."""

import warnings

import torch
from diffusers import AutoencoderOobleck
from torch import Tensor

from envsound_server.audio.waveform import Samples

FRAME_SAMPLES = 2048


def autoencoder(ratios: tuple[int, ...] = (2, 4, 4, 8, 8)) -> AutoencoderOobleck:
    torch.manual_seed(3)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*weight_norm.*", FutureWarning)
        vae = AutoencoderOobleck(
            encoder_hidden_size=2,
            decoder_channels=2,
            downsampling_ratios=list(ratios),
            channel_multiples=[2**stage for stage in range(len(ratios))],
        )
    for name, parameter in vae.decoder.named_parameters():
        if name.endswith(("alpha", "beta")):
            torch.nn.init.normal_(parameter, std=0.1)
    return vae.eval().requires_grad_(False)


def latents(length: int, seed: int = 0) -> Tensor:
    return torch.randn(length, 64, generator=torch.Generator().manual_seed(seed))


@torch.inference_mode()
def whole(vae: AutoencoderOobleck, strip: Tensor) -> Samples:
    samples: Samples = vae.decode(strip.T[None]).sample[0].numpy()
    return samples
