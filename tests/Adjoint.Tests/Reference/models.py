"""Writes models.json.gz: what torchvision's models are and compute, for ModelReferenceTests.

For each model: names and shapes of its state, number of parameters, multiply-adds of its convolutions and linear layers at
224x224, output shapes of its leaf modules there, and its logits in evaluation mode for the values below on a 96x96 image.
Values are whole numbers from a multiplicative hash, scaled, so that they are the same bits wherever they are made.

Run with Debian's python3-torch and python3-torchvision: /usr/bin/python3 models.py
"""
import gzip
import json
import math
import os

import numpy
import torch
import torchvision

NAMES = [
    "alexnet", "vgg11", "vgg13", "vgg16", "vgg19", "vgg11_bn", "vgg13_bn", "vgg16_bn", "vgg19_bn",
    "resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "mobilenet_v2", "squeezenet1_0", "squeezenet1_1",
    "densenet121", "googlenet", "efficientnet_b0", "convnext_tiny",
]


def uniform(count, seed):
    """Numbers in [0, 1): Knuth's multiplicative hash of the index, its middle bits."""
    index = numpy.arange(count, dtype=numpy.uint64)
    mixed = (index * numpy.uint64(2654435761) + numpy.uint64(seed) * numpy.uint64(40503)) & numpy.uint64(0xFFFFFFFF)
    mixed = (mixed ^ (mixed >> numpy.uint64(15))) * numpy.uint64(2246822519) & numpy.uint64(0xFFFFFFFF)
    return ((mixed >> numpy.uint64(8)).astype(numpy.float64)) / 2.0**24


def values(name, shape, seed):
    count = int(numpy.prod(shape)) if len(shape) else 1
    u = uniform(count, seed)
    if name.endswith("running_var") or (name.endswith("weight") and len(shape) == 1):
        v = 0.75 + 0.5 * u
    elif name.endswith("layer_scale"):
        v = 0.5 * u
    elif len(shape) >= 2:
        v = (2 * u - 1) * math.sqrt(6.0 / (count / shape[0]))
    else:
        v = 0.2 * (u - 0.5)
    return torch.from_numpy(v.astype(numpy.float32).reshape(shape))


def describe(name):
    model = getattr(torchvision.models, name)(**({"init_weights": False} if name == "googlenet" else {}))
    model.eval()
    state = model.state_dict()
    for seed, (key, tensor) in enumerate(state.items()):
        if tensor.dtype == torch.float32:
            tensor.copy_(values(key, tuple(tensor.shape), seed))
    macs = 0
    shapes = {}

    def watch(key):
        def hook(module, inputs, output):
            nonlocal macs
            shapes[key] = list(output.shape)
            if isinstance(module, torch.nn.Conv2d):
                macs += output.numel() * (module.weight.numel() // module.weight.shape[0])
            elif isinstance(module, torch.nn.Linear):
                macs += output.numel() * module.in_features
        return hook

    handles = [m.register_forward_hook(watch(k)) for k, m in model.named_modules() if not list(m.children())]
    with torch.no_grad():
        model(torch.zeros(1, 3, 224, 224))
        for handle in handles:
            handle.remove()
        image = torch.from_numpy((2 * uniform(3 * 96 * 96, 7919) - 1).astype(numpy.float32).reshape(1, 3, 96, 96))
        logits = model(image)[0]
    return {
        "name": name,
        "state": {key: list(tensor.shape) for key, tensor in state.items()},
        "parameters": sum(p.numel() for p in model.parameters()),
        "macs": macs,
        "shapes": shapes,
        "logits": [float(v) for v in logits],
    }


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    text = json.dumps({"torchvision": torchvision.__version__, "models": [describe(name) for name in NAMES]})
    with open(os.path.join(here, "models.json.gz"), "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(text.encode())
