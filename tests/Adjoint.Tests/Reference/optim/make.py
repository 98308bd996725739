"""Writes trajectories.json: parameters after each step of PyTorch's optimizers. Run with PyTorch 1.13: python3 make.py

One parameter of 19 elements, float64, gradients drawn once; at step 3 (counted from 0) the parameter has no gradient.
"""

import json
import pathlib

import torch

STEPS, SIZE, SKIPPED = 7, 19, 3
CASES = {
    "sgd": (torch.optim.SGD, dict(lr=0.1)),
    "sgd momentum": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, dampening=0.3, weight_decay=0.05)),
    "sgd nesterov": (torch.optim.SGD, dict(lr=0.1, momentum=0.8, weight_decay=0.05, nesterov=True)),
    "adam": (torch.optim.Adam, dict(lr=0.02)),
    "adam decay": (torch.optim.Adam, dict(lr=0.02, betas=(0.7, 0.95), eps=1e-3, weight_decay=0.1)),
    "adam amsgrad": (torch.optim.Adam, dict(lr=0.02, betas=(0.7, 0.6), amsgrad=True)),
    "adamw": (torch.optim.AdamW, dict(lr=0.02)),
    "adamw amsgrad": (torch.optim.AdamW, dict(lr=0.02, betas=(0.7, 0.6), weight_decay=0.3, amsgrad=True)),
}

torch.manual_seed(2)
initial = torch.randn(SIZE, dtype=torch.float64)
gradients = torch.randn(STEPS, SIZE, dtype=torch.float64)
gradients[:, 0] = 0  # A direction without any slope.
gradients[1] *= 10

trajectories = {}
for name, (kind, settings) in CASES.items():
    parameter = initial.clone().requires_grad_()
    optimizer = kind([parameter], **settings)
    trajectory = []
    for step in range(STEPS):
        parameter.grad = None if step == SKIPPED else gradients[step].clone()
        optimizer.step()
        trajectory.append(parameter.tolist())
    trajectories[name] = trajectory

document = dict(initial=initial.tolist(), gradients=gradients.tolist(), skipped=SKIPPED, trajectories=trajectories)
pathlib.Path(__file__).with_name("trajectories.json").write_text(json.dumps(document, indent=0) + "\n")
