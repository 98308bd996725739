"""VGG-16 (Simonyan & Zisserman 2015, configuration D), its inference and its training."""

import math

import torch
from torch import nn

from generator import make
from workload import Workload

PLAN = [64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0]


def vgg16():
    """The network, with weights uniform over ±√(6/inputs) and biases of 0."""
    layers, channels = [], 3
    for filters in PLAN:
        if filters == 0:
            layers.append(nn.MaxPool2d(2))
            continue
        layers += [nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU()]
        channels = filters
    layers += [nn.Flatten(), nn.Linear(512 * 7 * 7, 4096), nn.ReLU(), nn.Dropout()]
    layers += [nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 1000)]
    model = nn.Sequential(*layers)
    for seed, parameter in enumerate(model.parameters(), 100):
        bound = 0 if parameter.dim() == 1 else math.sqrt(6 / parameter[0].numel())
        parameter.data = make(seed, bound, *parameter.shape)
    return model


class Inference(Workload):
    """VGG-16 on one image."""

    def __init__(self, arguments):
        self.image = make(1, 1, 1, 3, 224, 224)
        self.model = vgg16().eval()

    def run(self):
        with torch.no_grad():
            return self.model(self.image)

    def outputs(self):
        return [self.run()]


class Training(Workload):
    """A step of training VGG-16 by Adam on four images: forward, backward, update."""

    is_long = True

    def __init__(self, arguments):
        self.images = make(1, 1, 4, 3, 224, 224)
        self.classes = torch.tensor([1, 20, 300, 999])
        self.model = vgg16()
        self.optimizer = torch.optim.Adam(self.model.parameters(), 1e-5)

    def run(self):
        self.optimizer.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(self.model(self.images), self.classes).backward()
        self.optimizer.step()

    def outputs(self):
        """Loss and some gradients without dropout, which every library draws in its own way."""
        self.model.eval()
        loss = nn.functional.cross_entropy(self.model(self.images), self.classes)
        loss.backward()
        self.model.train()
        parameters = list(self.model.parameters())
        return [loss, parameters[-6].grad, parameters[-1].grad, parameters[0].grad]
