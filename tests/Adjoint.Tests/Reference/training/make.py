"""Writes weights.bin and losses.json: 20 Adam steps of a LeNet-like network in PyTorch, on the UCI digits that the
library embeds. Run with PyTorch 1.13: python3 make.py

Batch number i has the samples 16 i to 16 i + 15. weights.bin has the initial parameters, float32, little-endian, in the
order of state_dict(); its names and shapes are in losses.json.
"""

import gzip
import json
import pathlib

import torch
from torch import nn

here = pathlib.Path(__file__).parent
digits = here.parents[3] / "src" / "Adjoint" / "Data" / "digits.csv.gz"
rows = [[int(field) for field in line.split(",")] for line in gzip.open(digits, "rt")]
images = torch.tensor([row[:64] for row in rows], dtype=torch.float32).reshape(-1, 1, 8, 8) / 16
classes = torch.tensor([row[64] for row in rows])

torch.manual_seed(3)
torch.set_num_threads(1)
model = nn.Sequential(
    nn.Conv2d(1, 6, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(6, 12, 3, padding=1, bias=False), nn.BatchNorm2d(12), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(48, 24), nn.ReLU(), nn.Linear(24, 10))
parameters = dict(model.named_parameters())
(here / "weights.bin").write_bytes(
    b"".join(value.detach().numpy().astype("<f4").tobytes() for value in parameters.values()))

optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
losses = []
for step in range(20):
    batch = slice(16 * step, 16 * step + 16)
    loss = nn.functional.cross_entropy(model(images[batch]), classes[batch])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

model.eval()
with torch.no_grad():
    final = nn.functional.cross_entropy(model(images[320:640]), classes[320:640]).item()
document = dict(
    parameters={name: list(value.shape) for name, value in parameters.items()},
    text=str(model), losses=losses, evaluation=final,
    running_mean=model[4].running_mean.tolist(), running_var=model[4].running_var.tolist())
(here / "losses.json").write_text(json.dumps(document, indent=1) + "\n")
