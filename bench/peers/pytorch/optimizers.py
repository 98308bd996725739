"""A step of an optimizer over parameters shaped as those of VGG-16, with the same gradients each time."""

import torch

from generator import make
from vgg import vgg16
from workload import Workload


class Step(Workload):
    def __init__(self, optimizer):
        shapes = [parameter.shape for parameter in vgg16().parameters()]
        self.parameters = []
        for index, shape in enumerate(shapes):
            parameter = make(2 * index + 1, 1, *shape).requires_grad_()
            parameter.grad = make(2 * index + 2, 1, *shape)
            self.parameters.append(parameter)
        self.optimizer = optimizer(self.parameters, 1e-3)

    def run(self):
        self.optimizer.step()

    def outputs(self):
        """How far some parameters have gone after two steps."""
        some = [self.parameters[i] for i in (0, 10, -6, -1)]
        before = [parameter.detach().clone() for parameter in some]
        self.run()
        self.run()
        return [parameter.detach() - start for parameter, start in zip(some, before)]


def adam(arguments):
    return Step(torch.optim.Adam)


def adamw(arguments):
    return Step(torch.optim.AdamW)
