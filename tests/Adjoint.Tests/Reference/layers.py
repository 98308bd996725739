"""Writes layers.json.gz: for each layer in several settings its printed form, a state, inputs, the output and all gradients.

Run with PyTorch 1.13.1: python3 layers.py. The same bytes come out each time. Names are those of the C# table.
"""

import gzip
import json
import pathlib
import random
import warnings
import zlib

import torch
import torch.nn.utils.prune
from torch import nn

from rows.table import as_json, index, positive, probability, real, truth

CASES = []


def case(name, module, *inputs, call=None, train=False):
    generator = random.Random(zlib.crc32(name.encode()))
    module = module.double().train(train)
    for key, value in module.state_dict().items():
        if value.is_floating_point():
            low = 64 if key.endswith("running_var") else -160
            drawn = [generator.randint(low, 160) / 256 for _ in range(value.numel())]
            value.copy_(torch.tensor(drawn, dtype=torch.float64).reshape(value.shape))
    state = {key: as_json(value.clone()) for key, value in module.state_dict().items()}
    x = [i.draw(generator) for i in inputs]
    x = [v.requires_grad_(i.differentiated and v.is_floating_point()) for i, v in zip(inputs, x)]
    y = (call or (lambda m, *x: m(*x)))(module, *x)
    y = torch.cat([part.reshape(-1) for part in y]) if isinstance(y, (tuple, list)) else y
    parameters = dict(module.named_parameters())
    leaves = [v for v in x if v.requires_grad] + list(parameters.values())
    seed = torch.tensor([((7 * i) % 16 - 7.5) / 8 for i in range(y.numel())], dtype=torch.float64).reshape(y.shape)
    found = torch.autograd.grad(y, leaves, seed, allow_unused=True) if y.requires_grad else [None] * len(leaves)
    found = [as_json(torch.zeros_like(leaf) if g is None else g) for g, leaf in zip(found, leaves)]
    count = len(leaves) - len(parameters)
    CASES.append({
        "name": name,
        "printed": str(module).replace("NonDynamicallyQuantizableLinear", "Linear"),
        "training": train,
        "state": state,
        "inputs": [{"layout": "plain", **as_json(v.detach())} for v in x],
        "differentiated": [bool(v.requires_grad) for v in x],
        "output": as_json(y.detach()),
        "seed": as_json(seed),
        "inputGradients": found[:count],
        "parameterGradients": dict(zip(parameters, found[count:])),
        "after": {key: as_json(value.detach()) for key, value in module.named_buffers() if value is not None},
    })


def activations():
    for name, module in (
        ("ReLU", nn.ReLU()), ("ReLU6", nn.ReLU6()), ("LeakyReLU 0.2", nn.LeakyReLU(0.2)), ("ELU 0.7", nn.ELU(0.7)),
        ("CELU 0.5", nn.CELU(0.5)), ("SELU", nn.SELU()), ("GELU", nn.GELU()), ("GELU tanh", nn.GELU("tanh")),
        ("SiLU", nn.SiLU()), ("Mish", nn.Mish()), ("Hardswish", nn.Hardswish()), ("Hardtanh", nn.Hardtanh()),
        ("Hardshrink", nn.Hardshrink()), ("Softshrink 0.3", nn.Softshrink(0.3)), ("Tanhshrink", nn.Tanhshrink()),
        ("Softplus", nn.Softplus()), ("Softplus 2 3", nn.Softplus(2, 3)), ("Softsign", nn.Softsign()), ("Sigmoid", nn.Sigmoid()),
        ("LogSigmoid", nn.LogSigmoid()), ("Tanh", nn.Tanh()), ("Threshold", nn.Threshold(0.1, 20)), ("RReLU", nn.RReLU()),
        ("Softmax 1", nn.Softmax(1)), ("LogSoftmax 1", nn.LogSoftmax(1)), ("Softmin 0", nn.Softmin(0)), ("Identity", nn.Identity()),
        ("PReLU", nn.PReLU()), ("PReLU 4", nn.PReLU(4)), ("GLU", nn.GLU()), ("GLU 1", nn.GLU(1)),
    ):
        case(name, module, real(2, 4, 6))
    case("Softmax2d", nn.Softmax2d(), real(2, 3, 2, 2))


def linear():
    case("Linear", nn.Linear(3, 2), real(2, 4, 3))
    case("Linear no bias", nn.Linear(3, 2, bias=False), real(3))
    case("Bilinear", nn.Bilinear(2, 3, 4), real(5, 2), real(5, 3))
    case("Bilinear no bias", nn.Bilinear(2, 3, 4, bias=False), real(2, 3, 2), real(2, 3, 3))
    case("Flatten", nn.Flatten(), real(2, 3, 2))
    case("Unflatten", nn.Unflatten(1, (2, 3)), real(2, 6))
    case("Embedding", nn.Embedding(5, 3), index(5, 2, 4))
    case("Embedding padding", nn.Embedding(4, 3, padding_idx=-2), index(4, 2, 5))
    case("Embedding max norm", nn.Embedding(6, 3, max_norm=0.5), index(3, 4))
    for mode in ("mean", "sum", "max"):
        case(f"EmbeddingBag {mode}", nn.EmbeddingBag(6, 3, mode=mode), index(6, 3, 4))
    weighted = lambda m, i, w: m(i, per_sample_weights=w)
    case("EmbeddingBag weights", nn.EmbeddingBag(6, 3, mode="sum"), index(6, 3, 4), real(3, 4), call=weighted)
    case("EmbeddingBag padding", nn.EmbeddingBag(4, 3, padding_idx=1), index(4, 3, 4))
    case("EmbeddingBag max padding", nn.EmbeddingBag(4, 3, mode="max", padding_idx=-1), index(4, 3, 4))
    # PyTorch 1.13 has no derivative of it, but one of the same from views.
    views = lambda m, x: x.reshape(2, 3, 2, 2).transpose(1, 2).reshape(2, 6, 2)
    case("ChannelShuffle", nn.ChannelShuffle(3), real(2, 6, 2), call=views)
    x = torch.arange(24.0).reshape(2, 6, 2, 1)
    assert torch.equal(nn.ChannelShuffle(3)(x)[..., 0], views(None, x))
    for mode in ("mean", "sum", "max"):
        offsets = lambda m, i: m(i, torch.tensor([0, 2, 2, 5]))
        case(f"EmbeddingBag offsets {mode}", nn.EmbeddingBag(6, 3, mode=mode), index(6, 7), call=offsets)
    both = lambda m, i, w: m(i, torch.tensor([0, 3]), per_sample_weights=w)
    case("EmbeddingBag offsets weights", nn.EmbeddingBag(6, 3, mode="sum"), index(6, 7), real(7), call=both)
    case("CosineSimilarity", nn.CosineSimilarity(), real(2, 3, 4), real(2, 3, 4))
    case("PairwiseDistance", nn.PairwiseDistance(), real(4, 3), real(4, 3))
    case("PairwiseDistance 3", nn.PairwiseDistance(3, keepdim=True), real(4, 3), real(4, 3))


def convolutions():
    spaces = {1: (9,), 2: (7, 6), 3: (4, 5, 4)}
    for axes, space in spaces.items():
        conv, transposed = getattr(nn, f"Conv{axes}d"), getattr(nn, f"ConvTranspose{axes}d")
        case(f"Conv{axes}d", conv(2, 3, 3), real(2, 2, *space))
        case(f"Conv{axes}d single", conv(2, 3, 2, stride=2, padding=1, bias=False), real(2, *space))
        case(f"Conv{axes}d same", conv(2, 2, 2, padding="same", dilation=1 + (axes < 3)), real(1, 2, *space))
        case(f"Conv{axes}d groups", conv(4, 6, 3, stride=2, padding=1, groups=2), real(1, 4, *space))
        for mode in ("reflect", "replicate", "circular"):
            case(f"Conv{axes}d {mode}", conv(1, 2, 3, padding=1, padding_mode=mode), real(1, 1, *space))
        case(f"ConvTranspose{axes}d", transposed(2, 3, 3), real(2, 2, *space[:axes]))
        small = [2] * axes
        full = transposed(4, 6, 3, stride=3, padding=1, output_padding=2, groups=2, dilation=2, bias=False)
        case(f"ConvTranspose{axes}d all", full, real(1, 4, *small))
        size = [6] * axes
        case(f"ConvTranspose{axes}d size", transposed(1, 2, 3, stride=2, padding=1), real(1, 1, *[3] * axes), call=lambda m, x, s=size: m(x, output_size=s))
    case("Conv2d pairs", nn.Conv2d(2, 2, (3, 2), stride=(1, 2), padding=(0, 1), dilation=(2, 1)), real(1, 2, 7, 6))
    case("Conv2d same reflect", nn.Conv2d(1, 1, (4, 3), padding="same", padding_mode="reflect"), real(1, 1, 7, 6))


def pools():
    spaces = {1: (9,), 2: (7, 6), 3: (4, 5, 4)}
    for axes, space in spaces.items():
        of = lambda name: getattr(nn, f"{name}{axes}d")
        case(f"MaxPool{axes}d", of("MaxPool")(2), real(2, 2, *space))
        case(f"MaxPool{axes}d ceil", of("MaxPool")(3, 2, 1, ceil_mode=True), real(2, *space))
        case(f"MaxPool{axes}d indices", of("MaxPool")(2, return_indices=True), real(1, 2, *space), call=lambda m, x: [t.double() for t in m(x)])
        case(f"AvgPool{axes}d", of("AvgPool")(2), real(2, 2, *space))
        case(f"AvgPool{axes}d all", of("AvgPool")(3, 2, 1, ceil_mode=True, count_include_pad=False), real(2, *space))
        if axes > 1:
            case(f"AvgPool{axes}d divisor", of("AvgPool")(3, 2, 1, ceil_mode=True, divisor_override=5), real(1, 2, *space))
        case(f"AdaptiveAvgPool{axes}d", of("AdaptiveAvgPool")(3), real(2, 2, *space))
        case(f"AdaptiveMaxPool{axes}d", of("AdaptiveMaxPool")(3), real(2, 2, *space))
        pool = of("MaxPool")(2, return_indices=True)
        unpool = lambda m, x, p=pool, s=space: m(*p(x), output_size=[*x.shape[:2], *s])
        case(f"MaxUnpool{axes}d", of("MaxUnpool")(2), real(1, 2, *space), call=unpool)
        if axes < 3:
            case(f"LPPool{axes}d", of("LPPool")(2, 3, stride=2, ceil_mode=True), positive(1, 2, *space))
    case("AdaptiveMaxPool2d indices", nn.AdaptiveMaxPool2d((3, 2), return_indices=True), real(1, 2, 7, 5), call=lambda m, x: [t.double() for t in m(x)])


def normalizations():
    shapes = {1: [(3, 2, 4), (4, 2)], 2: [(2, 2, 3, 2)], 3: [(2, 2, 2, 2, 3)]}
    for axes, inputs in shapes.items():
        norm, instance = getattr(nn, f"BatchNorm{axes}d"), getattr(nn, f"InstanceNorm{axes}d")
        for number, shape in enumerate(inputs):
            case(f"BatchNorm{axes}d {number}", norm(2), real(*shape))
            case(f"BatchNorm{axes}d {number} train", norm(2, momentum=0.3), real(*shape), train=True)
        shape = inputs[0]
        case(f"BatchNorm{axes}d average", norm(2, momentum=None, affine=False), real(*shape), train=True)
        case(f"BatchNorm{axes}d untracked", norm(2, eps=1e-3, track_running_stats=False), real(*shape))
        case(f"InstanceNorm{axes}d", instance(2), real(*shape))
        case(f"InstanceNorm{axes}d affine", instance(2, affine=True), real(*shape[1:]))
        case(f"InstanceNorm{axes}d train", instance(2, affine=True, track_running_stats=True), real(*shape), train=True)
        case(f"InstanceNorm{axes}d tracked", instance(2, track_running_stats=True), real(*shape))
    case("LayerNorm", nn.LayerNorm(4), real(2, 3, 4))
    case("LayerNorm two", nn.LayerNorm((3, 4), eps=1e-3), real(2, 3, 4))
    case("LayerNorm plain", nn.LayerNorm(4, elementwise_affine=False), real(2, 4))
    case("GroupNorm", nn.GroupNorm(2, 4), real(2, 4, 3))
    case("GroupNorm plain", nn.GroupNorm(1, 4, affine=False), real(2, 4, 2, 2))
    case("LocalResponseNorm", nn.LocalResponseNorm(3, alpha=0.5), real(2, 5, 3))


def images():
    for mode, size, shape in (
        ("nearest", 5, (1, 2, 3)), ("linear", 5, (1, 2, 3)), ("bilinear", (5, 4), (1, 2, 3, 2)), ("bicubic", (5, 4), (1, 1, 3, 3)),
        ("trilinear", (3, 4, 2), (1, 1, 2, 2, 3)),
    ):
        case(f"Upsample {mode}", nn.Upsample(size, mode=mode), real(*shape))
        case(f"Upsample {mode} scale", nn.Upsample(scale_factor=2, mode=mode), real(*shape))
        if mode != "nearest":
            case(f"Upsample {mode} corners", nn.Upsample(size, mode=mode, align_corners=True), real(*shape))
    case("PixelShuffle", nn.PixelShuffle(2), real(1, 8, 2, 3))
    case("PixelUnshuffle", nn.PixelUnshuffle(2), real(1, 2, 4, 2))
    spaces = {1: (4,), 2: (3, 4), 3: (3, 4, 3)}
    for axes, space in spaces.items():
        pad = tuple((i * 7 + 1) % 3 for i in range(2 * axes))
        case(f"ConstantPad{axes}d", getattr(nn, f"ConstantPad{axes}d")(pad, 3.5), real(1, 2, *space))
        case(f"ReflectionPad{axes}d", getattr(nn, f"ReflectionPad{axes}d")(pad), real(1, 2, *space))
        case(f"ReplicationPad{axes}d", getattr(nn, f"ReplicationPad{axes}d")(1), real(2, *space))
    case("ZeroPad2d", nn.ZeroPad2d((1, 0, -1, 2)), real(1, 2, 3, 4))


def recurrent():
    flat = lambda m, x, *state: flatten(m(x, *state))
    for name in ("RNN", "GRU", "LSTM"):
        kind = getattr(nn, name)
        case(name, kind(3, 2), real(4, 2, 3), call=flat)
        case(f"{name} all", kind(3, 2, num_layers=2, batch_first=True, bidirectional=True), real(2, 3, 3), call=flat)
        case(f"{name} single", kind(2, 3, bias=False), real(3, 2), call=flat)
        cell = getattr(nn, f"{name}Cell")
        case(f"{name}Cell", cell(3, 2), real(4, 3), call=flat)
        case(f"{name}Cell no bias", cell(3, 2, bias=False), real(3), call=flat)
        if name != "LSTM":
            case(f"{name} state", kind(3, 2, num_layers=2), real(3, 2, 3), real(2, 2, 2), call=flat)
            case(f"{name}Cell state", cell(3, 2), real(4, 3), real(4, 2), call=flat)
    case("RNN relu", nn.RNN(3, 2, nonlinearity="relu"), real(3, 1, 3), call=flat)
    case("RNNCell relu", nn.RNNCell(3, 2, nonlinearity="relu"), real(4, 3))
    state = lambda m, x, h, c: flatten(m(x, (h, c)))
    case("LSTM state", nn.LSTM(3, 2, bidirectional=True), real(3, 2, 3), real(2, 2, 2), real(2, 2, 2), call=state)
    case("LSTM projection", nn.LSTM(3, 4, num_layers=2, bidirectional=True, proj_size=2), real(4, 2, 3), call=flat)
    case("LSTM projection state", nn.LSTM(3, 4, bias=False, proj_size=2), real(3, 2, 3), real(1, 2, 2), real(1, 2, 4), call=state)
    case("LSTMCell state", nn.LSTMCell(3, 2), real(4, 3), real(4, 2), real(4, 2), call=state)


def flatten(value):
    return [part for item in value for part in flatten(item)] if isinstance(value, tuple) else [value]


def attention():
    three = (real(3, 2, 4), real(5, 2, 4), real(5, 2, 4))
    case("MultiheadAttention", nn.MultiheadAttention(4, 2), *three)
    each = lambda m, *x: m(*x, average_attn_weights=False)
    case("MultiheadAttention heads", nn.MultiheadAttention(4, 2, bias=False), *three, call=each)
    sizes = nn.MultiheadAttention(4, 2, kdim=3, vdim=2, batch_first=True)
    case("MultiheadAttention sizes", sizes, real(2, 3, 4), real(2, 5, 3), real(2, 5, 2))
    case("MultiheadAttention single", nn.MultiheadAttention(4, 1), real(3, 4), real(2, 4), real(2, 4))
    masks = torch.zeros(3, 5, dtype=torch.bool)
    masks[0, 3:] = masks[1, 4] = True
    pads = torch.zeros(2, 5, dtype=torch.bool)
    pads[1, 0] = True
    masked = lambda m, q, k, v: m(q, k, v, key_padding_mask=pads, attn_mask=masks)
    case("MultiheadAttention masks", nn.MultiheadAttention(4, 2), *three, call=masked)
    case("MultiheadAttention extra", nn.MultiheadAttention(4, 2, add_bias_kv=True), *three)
    case("MultiheadAttention extra masks", nn.MultiheadAttention(4, 2, add_bias_kv=True, add_zero_attn=True), *three, call=masked)
    case("MultiheadAttention zero", nn.MultiheadAttention(4, 2, add_zero_attn=True, batch_first=True), real(2, 3, 4), real(2, 5, 4), real(2, 5, 4))
    biased = lambda m, q, k, v, mask: m(q, k, v, attn_mask=mask)
    case("MultiheadAttention scores", nn.MultiheadAttention(4, 2), *three, real(4, 3, 5), call=biased)
    layer = lambda **settings: nn.TransformerEncoderLayer(4, 2, 6, dropout=0.0, **settings)
    causal = torch.triu(torch.ones(3, 3, dtype=torch.bool), 1)
    pads2 = torch.tensor([[False, False, True], [False, False, False]])
    seen = lambda m, x: m(x, causal, pads2)
    case("TransformerEncoderLayer", layer(), real(3, 2, 4), train=True)
    case("TransformerEncoderLayer first", layer(norm_first=True, activation="gelu", batch_first=True), real(2, 3, 4), train=True)
    case("TransformerEncoderLayer masks", layer(), real(3, 2, 4), call=seen, train=True)
    case("TransformerEncoder", nn.TransformerEncoder(layer(), 2, nn.LayerNorm(4)), real(3, 2, 4), call=seen, train=True)


def losses():
    pair = (real(3, 4), real(3, 4))
    for name, module in (
        ("MSELoss", nn.MSELoss()), ("MSELoss none", nn.MSELoss(reduction="none")), ("L1Loss", nn.L1Loss(reduction="sum")),
        ("SmoothL1Loss", nn.SmoothL1Loss(beta=0.5)), ("HuberLoss", nn.HuberLoss(delta=0.7)),
        ("KLDivLoss log", nn.KLDivLoss(reduction="sum", log_target=True)),
    ):
        case(name, module, *pair)
    case("KLDivLoss", nn.KLDivLoss(), real(3, 4), probability(3, 4))
    weight = lambda n: torch.ones(n, dtype=torch.float64)
    case("CrossEntropyLoss", nn.CrossEntropyLoss(), real(5, 3), index(3, 5))
    all_settings = nn.CrossEntropyLoss(weight(3), ignore_index=1, label_smoothing=0.1)
    all_settings.weight.abs_()
    case("CrossEntropyLoss all", all_settings, real(5, 3), index(3, 5))
    case("CrossEntropyLoss probabilities", nn.CrossEntropyLoss(reduction="none"), real(5, 3), probability(5, 3))
    case("NLLLoss", nn.NLLLoss(weight(3), ignore_index=0), real(5, 3), index(3, 5))
    case("BCELoss", nn.BCELoss(weight(4)), probability(3, 4), probability(3, 4))
    case("KLDivLoss batchmean", nn.KLDivLoss(reduction="batchmean"), real(3, 4), probability(3, 4))
    signs = torch.tensor([[1.0, -1, 1, -1], [-1, -1, 1, 1], [1, 1, -1, 1]], dtype=torch.float64)
    sides = lambda m, x: m(x, signs)
    case("HingeEmbeddingLoss", nn.HingeEmbeddingLoss(0.5), real(3, 4), call=sides)
    case("SoftMarginLoss", nn.SoftMarginLoss(), real(3, 4), call=sides)
    ranked = lambda m, x, y: m(x, y, signs)
    case("MarginRankingLoss", nn.MarginRankingLoss(0.1), *pair, call=ranked)
    paired = lambda m, x, y: m(x, y, signs[:, 0])
    case("CosineEmbeddingLoss", nn.CosineEmbeddingLoss(-0.2), *pair, call=paired)
    case("MultiMarginLoss", nn.MultiMarginLoss(), real(5, 3), index(3, 5))
    case("MultiMarginLoss all", nn.MultiMarginLoss(2, 0.7, weight(3)), real(5, 3), index(3, 5))
    listed = torch.tensor([[3, 0, -1, 1], [1, -1, 2, 2], [-1, 0, 1, 2], [0, 1, 2, 3]])
    case("MultiLabelMarginLoss", nn.MultiLabelMarginLoss(), real(4, 4), call=lambda m, x: m(x, listed))
    case("MultiLabelSoftMarginLoss", nn.MultiLabelSoftMarginLoss(weight(4)), real(3, 4), probability(3, 4))
    triple = (*pair, real(3, 4))
    case("TripletMarginLoss", nn.TripletMarginLoss(), *triple)
    case("TripletMarginLoss swap", nn.TripletMarginLoss(0.5, p=3, swap=True, reduction="sum"), *triple)
    counts = torch.tensor([[0.0, 1, 2, 5], [3, 0, 1, 7], [2, 2, 4, 0]], dtype=torch.float64)
    counted = lambda m, x: m(x, counts)
    case("PoissonNLLLoss", nn.PoissonNLLLoss(), real(3, 4), call=counted)
    case("PoissonNLLLoss full", nn.PoissonNLLLoss(log_input=False, full=True), positive(3, 4), call=counted)
    case("GaussianNLLLoss", nn.GaussianNLLLoss(full=True), *pair, positive(3, 4))
    case("BCEWithLogitsLoss", nn.BCEWithLogitsLoss(weight(4), pos_weight=weight(4)), *pair)


class Symmetric(nn.Module):
    def forward(self, x):
        return x.triu() + x.triu(1).transpose(-1, -2)


def networks():
    decoder = lambda **settings: nn.TransformerDecoderLayer(4, 2, 6, dropout=0.0, **settings)
    two = (real(3, 2, 4), real(5, 2, 4))
    causal = torch.triu(torch.ones(3, 3, dtype=torch.bool), 1)
    ends = torch.tensor([[False, False, True], [False, False, False]])
    pads = torch.zeros(2, 5, dtype=torch.bool)
    pads[1, 0] = True
    case("TransformerDecoderLayer", decoder(), *two, train=True)
    case("TransformerDecoderLayer first", decoder(norm_first=True, activation="gelu", batch_first=True), real(2, 3, 4), real(2, 5, 4), train=True)
    masked = lambda m, x, y: m(x, y, tgt_mask=causal, tgt_key_padding_mask=ends, memory_key_padding_mask=pads)
    case("TransformerDecoderLayer masks", decoder(), *two, call=masked, train=True)
    case("TransformerDecoder", nn.TransformerDecoder(decoder(), 2, nn.LayerNorm(4)), *two, call=masked, train=True)
    whole = lambda **settings: nn.Transformer(4, 2, 1, 2, 6, dropout=0.0, **settings)
    case("Transformer", whole(), real(5, 2, 4), real(3, 2, 4), train=True)
    mask = nn.Transformer.generate_square_subsequent_mask(3).double()
    seen = lambda m, x, y: m(x, y, tgt_mask=mask)
    case("Transformer causal first", whole(norm_first=True, batch_first=True), real(2, 5, 4), real(2, 3, 4), call=seen, train=True)
    hidden = lambda m, x: m(x, x, x, attn_mask=causal, need_weights=False)[0]
    case("MultiheadAttention without weights", nn.MultiheadAttention(4, 2), real(3, 2, 4), call=hidden, train=True)
    case("Unfold", nn.Unfold((2, 3), padding=1, stride=(2, 1)), real(1, 2, 4, 5))
    case("Fold", nn.Fold((4, 5), kernel_size=2, stride=2, padding=(0, 1)), real(1, 8, 6))
    case("FeatureAlphaDropout", nn.FeatureAlphaDropout(0.3), real(2, 3, 4))
    case("UpsamplingNearest2d", nn.UpsamplingNearest2d(scale_factor=2), real(1, 2, 3, 2))
    case("UpsamplingBilinear2d", nn.UpsamplingBilinear2d((5, 4)), real(1, 2, 3, 2))
    case("Upsample area", nn.Upsample((2, 3), mode="area"), real(1, 2, 5, 4))
    case("Upsample exact", nn.Upsample(scale_factor=(1.5, 0.7), mode="nearest-exact"), real(1, 2, 3, 5))
    ctc = lambda m, x, t: m(x.log_softmax(-1), t + 1, torch.tensor([7, 6]), torch.tensor([2, 3]))
    case("CTCLoss", nn.CTCLoss(), real(7, 2, 4), index(3, 2, 3), call=ctc)
    triple = (real(3, 4), real(3, 4), real(3, 4))
    squares = lambda a, b: ((a - b) ** 2).sum(-1)
    case("TripletMarginWithDistanceLoss", nn.TripletMarginWithDistanceLoss(distance_function=squares, margin=0.5, swap=True), *triple)
    adaptive = lambda m, x, t: list(m(x, t))
    case("AdaptiveLogSoftmaxWithLoss", nn.AdaptiveLogSoftmaxWithLoss(8, 9, [3, 6], div_value=2.0), real(6, 8), index(9, 6), call=adaptive)
    logs = lambda m, x: m.log_prob(x)
    case("AdaptiveLogSoftmaxWithLoss all", nn.AdaptiveLogSoftmaxWithLoss(8, 9, [3, 6], div_value=2.0, head_bias=True), real(6, 8), call=logs)

    def packed(m, x, *state):
        y, last = m(nn.utils.rnn.pack_padded_sequence(x, [2, 4, 1], m.batch_first, enforce_sorted=False), *state)
        return [y.data, *flatten(last)]

    for name in ("RNN", "GRU", "LSTM"):
        kind = getattr(nn, name)
        case(f"{name} packed", kind(3, 2), real(4, 3, 3), call=packed)
        case(f"{name} packed all", kind(3, 2, num_layers=2, batch_first=True, bidirectional=True), real(3, 4, 3), call=packed)
    case("GRU packed state", nn.GRU(3, 2, bidirectional=True), real(4, 3, 3), real(2, 3, 2), call=packed)
    case("LSTM packed projection", nn.LSTM(3, 4, proj_size=2), real(4, 3, 3), call=packed)

    parametrize, utils = nn.utils.parametrize, nn.utils
    square = nn.Linear(3, 3)
    parametrize.register_parametrization(square, "weight", Symmetric())
    case("Linear symmetric", square, real(2, 3))
    case("Linear weight norm", utils.weight_norm(nn.Linear(3, 2)), real(4, 3))
    case("Conv2d weight norm", utils.weight_norm(nn.Conv2d(2, 3, 2), dim=1), real(1, 2, 3, 3))
    case("Linear spectral norm", utils.spectral_norm(nn.Linear(3, 2)), real(4, 3))
    case("Linear spectral norm train", utils.spectral_norm(nn.Linear(3, 2), n_power_iterations=2), real(4, 3), train=True)
    case("ConvTranspose2d spectral norm", utils.parametrizations.spectral_norm(nn.ConvTranspose2d(2, 3, 2)), real(1, 2, 3, 3), train=True)
    case("Linear pruned", utils.prune.l1_unstructured(nn.Linear(3, 2), "weight", 2), real(4, 3))
    gru = utils.weight_norm(nn.GRU(3, 2), "weight_hh_l0")
    case("GRU weight norm", gru, real(4, 2, 3), call=lambda m, x: flatten(m(x)))


def main():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    for group in (activations, linear, convolutions, pools, normalizations, images, recurrent, attention, losses, networks):
        group()
    text = json.dumps(CASES, separators=(",", ":"), allow_nan=False)
    target = pathlib.Path(__file__).with_name("layers.json.gz")
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(CASES)} cases, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
