"""The mixed precision of the model."""

import torch
from diffusers import FluxTransformer2DModel
from torch import Tensor, nn
from transformers import T5Config, T5EncoderModel

from envsound_server.engines.inference.precision import cast_block_linears
from envsound_server.engines.tangoflux.inference.attention_operands import round_operands

AUDIO_FRAMES, TEXT_TOKENS = 40, 6

torch.set_num_threads(1)


def transformer(device: str = "cpu") -> FluxTransformer2DModel:
    torch.manual_seed(5)
    with torch.device(device):
        model = FluxTransformer2DModel(
            in_channels=64,
            num_layers=2,
            num_single_layers=3,
            attention_head_dim=128,
            num_attention_heads=2,
            joint_attention_dim=64,
            pooled_projection_dim=64,
        )
    return model.eval().requires_grad_(False)


def text_encoder() -> T5EncoderModel:
    torch.manual_seed(6)
    config = T5Config(
        vocab_size=100,
        d_model=64,
        d_kv=16,
        d_ff=128,
        num_layers=2,
        num_heads=4,
        feed_forward_proj="gated-gelu",
    )
    return T5EncoderModel(config).eval().requires_grad_(False)


def velocity(model: FluxTransformer2DModel) -> Tensor:
    generator = torch.Generator().manual_seed(7)
    output: Tensor = model(
        hidden_states=torch.randn(2, AUDIO_FRAMES, 64, generator=generator),
        encoder_hidden_states=torch.randn(2, TEXT_TOKENS, 64, generator=generator),
        pooled_projections=torch.randn(2, 64, generator=generator),
        timestep=torch.tensor([0.5, 0.02]),
        img_ids=torch.arange(AUDIO_FRAMES).float()[:, None].repeat(1, 3),
        txt_ids=torch.zeros(TEXT_TOKENS, 3),
        return_dict=False,
    )[0]
    return output


def halved_transformer(device: str = "cpu") -> FluxTransformer2DModel:
    model = transformer(device)
    cast_block_linears(model, torch.bfloat16)
    round_operands(model, torch.bfloat16)
    return model


def relative_error(approximate: Tensor, exact: Tensor) -> float:
    return float((approximate - exact).norm() / exact.norm())


def dtypes(model: nn.Module) -> dict[str, torch.dtype]:
    return {name: parameter.dtype for name, parameter in model.named_parameters()}


def test_a_half_precision_transformer_returns_float32_and_nearly_the_same() -> None:
    exact = velocity(transformer())
    model = halved_transformer()
    rounded = velocity(model)
    assert rounded.dtype == torch.float32
    assert 0 < relative_error(rounded, exact) < 2e-2


def test_a_half_precision_text_encoder_returns_float32_and_nearly_the_same() -> None:
    tokens = torch.arange(8)[None]
    exact = text_encoder()(input_ids=tokens)[0]
    model = text_encoder()
    cast_block_linears(model, torch.bfloat16)
    rounded = model(input_ids=tokens)[0]
    assert rounded.dtype == torch.float32
    assert 0 < relative_error(rounded, exact) < 2e-2


def test_only_the_linear_layers_of_the_blocks_are_cast() -> None:
    model = halved_transformer()
    for name, dtype in dtypes(model).items():
        is_product = ".attn.to_" in name or ".attn.add_" in name or ".ff" in name
        is_product |= name.startswith("single_") and (".proj_mlp." in name or ".proj_out." in name)
        assert dtype == (torch.bfloat16 if is_product else torch.float32), name


def test_time_is_not_rounded() -> None:
    model = halved_transformer()
    times, pooled = torch.tensor([20.0, 19.99]), torch.zeros(2, 64)
    embedded = model.time_text_embed(times, pooled)
    assert torch.equal(embedded, transformer().time_text_embed(times, pooled))
    assert not torch.equal(embedded[0], embedded[1])  # bfloat16 would make one time of the two


def test_text_encoder_keeps_embeddings_and_norms() -> None:
    model = text_encoder()
    cast_block_linears(model, torch.bfloat16)
    for name, dtype in dtypes(model).items():
        is_product = ".SelfAttention." in name or ".DenseReluDense." in name
        is_product &= "relative_attention_bias" not in name
        assert dtype == (torch.bfloat16 if is_product else torch.float32), name


def test_float32_changes_nothing() -> None:
    model = transformer()
    cast_block_linears(model, torch.float32)
    round_operands(model, torch.float32)
    assert set(dtypes(model).values()) == {torch.float32}
    assert torch.equal(velocity(model), velocity(transformer()))


def test_modules_on_the_meta_device_stay_there() -> None:
    model = halved_transformer("meta")
    assert {parameter.device.type for parameter in model.parameters()} == {"meta"}
    assert torch.bfloat16 in dtypes(model).values()
    assert not any(parameter.requires_grad for parameter in model.parameters())


def test_attention_is_given_rounded_queries_keys_and_values() -> None:
    model = halved_transformer()
    seen: dict[str, torch.dtype] = {}
    for name, part in model.named_modules():
        if name.endswith((".norm_q", ".norm_k", ".to_v", ".norm_added_q", ".add_v_proj")):
            part.register_forward_hook(
                lambda _, __, output, name=name: seen.update({name: output.dtype})
            )
    velocity(model)
    assert len(seen) == 2 * 5 + 3 * 3
    assert set(seen.values()) == {torch.bfloat16}
