"""Single operations and short chains of them."""

import torch
from torch.nn import functional

import generator
from generator import make
from workload import Function, Workload


def matmul(arguments):
    m, k, n = arguments["m"], arguments["k"], arguments["n"]
    a = make(1, 1, k, m).T if arguments["transposeA"] else make(1, 1, m, k)
    b = make(2, 1, n, k).T if arguments["transposeB"] else make(2, 1, k, n)
    return Function(lambda: a @ b)


class Convolution(Workload):
    """A convolution with its bias, or both gradients of one without."""

    def __init__(self, arguments):
        channels, filters = arguments["channels"], arguments["filters"]
        size, kernel, groups = arguments["size"], arguments["kernel"], arguments["groups"]
        self.backward = arguments["backward"]
        self.settings = (arguments["stride"], arguments["padding"], arguments["dilation"], groups)
        self.image = make(1, 1, arguments["batch"], channels, size, size).requires_grad_(self.backward)
        self.weight = make(2, 1, filters, channels // groups, kernel, kernel).requires_grad_(self.backward)
        self.bias = make(3, 1, filters)
        self.result = functional.conv2d(self.image, self.weight, None, *self.settings)
        self.slope = make(4, 1, *self.result.shape)

    def run(self):
        if self.backward:
            return torch.autograd.grad(self.result, (self.image, self.weight), self.slope, retain_graph=True)
        with torch.no_grad():
            return (functional.conv2d(self.image, self.weight, self.bias, *self.settings),)

    def outputs(self):
        return list(self.run())


class ChainRule(Workload):
    """f(x, c) = (x²/log x + c)(x²/log x − c) and both derivatives at x = 3, c = 5, recorded anew each time."""

    def __init__(self, arguments):
        self.dtype = generator.dtype

    def run(self):
        x = torch.tensor(3.0, dtype=self.dtype, requires_grad=True)
        c = torch.tensor(5.0, dtype=self.dtype, requires_grad=True)
        q = x * x / x.log()
        f = (q + c) * (q - c)
        f.backward()
        return f, x.grad, c.grad

    def outputs(self):
        return list(self.run())


def three(arguments):
    return tuple(make(seed, 1, *arguments["shape"]) for seed in (1, 2, 3))


def arithmetic(arguments):
    a, b, c = three(arguments)
    return Function(lambda: (a * b + c).relu() * a)


def exponential(arguments):
    a, b, c = three(arguments)
    return Function(lambda: a.sigmoid() * b.tanh() + c.exp())


def softmax(arguments):
    x = make(1, 4, *arguments["shape"])
    return Function(lambda: x.softmax(-1))


def layer_norm(arguments):
    shape = arguments["shape"]
    x, weight, bias = make(1, 4, *shape), make(2, 1, shape[-1]), make(3, 1, shape[-1])
    return Function(lambda: functional.layer_norm(x, shape[-1:], weight, bias))


def batch_norm(arguments):
    shape = arguments["shape"]
    x, weight, bias = make(1, 4, *shape), make(2, 1, shape[1]), make(3, 1, shape[1])
    return Function(lambda: functional.batch_norm(x, None, None, weight, bias, training=True))


def max_pool(arguments):
    x = make(1, 1, *arguments["shape"])
    return Function(lambda: functional.max_pool2d(x, 2))


def total(arguments):
    x, axis = make(1, 1, *arguments["shape"]), arguments["axis"]
    return Function(x.sum if axis < 0 else lambda: x.sum(axis))
