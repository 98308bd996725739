"""One epoch over Fashion-MNIST by Adam; every second one ends a training, and the next begins with a new seed."""

import gzip
import math

import numpy
import torch
from torch import nn

from generator import make
from workload import Workload

FOLDER = "/usr/share/datasets/fashion-mnist"
BATCH = 128
EPOCHS = 2


def network():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(64 * 7 * 7, 128), nn.ReLU(), nn.Dropout(0.25),
        nn.Linear(128, 10))


def load(name):
    """The images as bytes [N, 1, 28, 28] and the classes [N]."""
    def elements(kind, header):
        with gzip.open(f"{FOLDER}/{name}-{kind}-ubyte.gz") as file:
            return torch.from_numpy(numpy.frombuffer(file.read(), numpy.uint8, offset=header).copy())
    return elements("images-idx3", 16).reshape(-1, 1, 28, 28), elements("labels-idx1", 8).long()


class Epoch(Workload):
    is_long = True

    def __init__(self, arguments):
        self.images, self.classes = load("train")
        self.test_images, self.test_classes = load("t10k")
        self.batches = arguments.get("batches")
        self.seed = 1
        self.begin()

    def begin(self):
        self.epoch = 0
        torch.manual_seed(self.seed)
        self.model = network()
        self.optimizer = torch.optim.Adam(self.model.parameters(), 1e-3)

    def run(self):
        self.train(self.batches or math.inf)

    def warm_up(self):
        self.train(8)
        self.begin()

    def outputs(self):
        """The logits of the first images under given weights."""
        model = network().eval()
        for seed, parameter in enumerate(model.parameters(), 200):
            parameter.data = make(seed, 0.1, *parameter.shape)
        with torch.no_grad():
            return [model(self.images[:BATCH].float() / 255)]

    def findings(self):
        if self.batches:
            return None
        self.epoch += 1
        if self.epoch < EPOCHS:
            return None
        self.model.eval()
        with torch.no_grad():
            correct = sum(
                (self.model(images.float() / 255).argmax(1) == classes).sum().item()
                for images, classes in zip(self.test_images.split(1000), self.test_classes.split(1000)))
        self.seed += 1
        self.begin()
        return {"accuracy": correct / len(self.test_classes)}

    def train(self, most):
        for count, batch in enumerate(torch.randperm(len(self.classes)).split(BATCH)):
            if count >= most:
                break
            self.optimizer.zero_grad(set_to_none=True)
            logits = self.model(self.images[batch].float() / 255)
            nn.functional.cross_entropy(logits, self.classes[batch]).backward()
            self.optimizer.step()
