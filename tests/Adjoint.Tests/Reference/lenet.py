"""Writes lenet.json.gz: a LeNet-like network's first weights, 20 batches, and the losses of 20 steps of Adam.

Run with PyTorch 1.13.1: python3 lenet.py. The images are made up: one random pattern for each class, in noise.
"""

import base64
import gzip
import json
import pathlib

import torch
from torch import nn

STEPS, BATCH, SIZE, CLASSES = 20, 16, 12, 10


def network():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, CLASSES),
    )


def data():
    """Images as bytes [steps, batch, 1, size, size], and their classes [steps, batch]."""
    patterns = torch.randint(0, 2, (CLASSES, 1, SIZE, SIZE)) * 191
    classes = torch.randint(0, CLASSES, (STEPS, BATCH))
    return (patterns[classes] + torch.randint(0, 65, (STEPS, BATCH, 1, SIZE, SIZE))).to(torch.uint8), classes


def train(net, images, classes):
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    losses = []
    for x, t in zip(images, classes):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(x.float() / 16 - 8), t)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def encoded(tensor):
    return {"shape": list(tensor.shape), "bytes": base64.b64encode(tensor.numpy().tobytes()).decode()}


def main():
    torch.manual_seed(12)
    torch.set_num_threads(1)
    net = network()
    images, classes = data()
    first = {name: encoded(value) for name, value in net.state_dict().items()}
    content = {"state": first, "images": encoded(images), "classes": classes.tolist(), "losses": train(net, images, classes)}
    target = pathlib.Path(__file__).with_name("lenet.json.gz")
    target.write_bytes(gzip.compress(json.dumps(content, separators=(",", ":")).encode(), 9, mtime=0))
    print(f"{target.stat().st_size:,} bytes; losses {content['losses']}")


if __name__ == "__main__":
    main()
