"""Writes functional.json.gz: Jacobians, Hessians and their products from torch.autograd.functional.

Run with PyTorch 1.13.1: python3 functional.py. Random programs on a vector, as lists of instructions that the test
interprets too, and the losses of small networks as functions of all their parameters.
"""

import gzip
import json
import pathlib
import random

import torch
import torch.nn.functional as F
from torch.autograd.functional import hessian, hvp, jacobian, jvp, vjp

SIZE, PROGRAMS, LENGTH = 4, 60, 10

UNARY = {
    "sin": torch.sin, "cos": torch.cos, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "softplus": F.softplus,
    "gelu": F.gelu, "square": torch.square, "flip": lambda x: x.flip(0), "cumsum": lambda x: x.cumsum(0),
    "softmax": lambda x: x.softmax(0), "logsoftmax": lambda x: x.log_softmax(0), "erf": torch.erf,
    "logsumexp": lambda x: x.logsumexp(0).expand(SIZE), "exp": lambda x: x.tanh().exp(),
    "log": lambda x: (x.square() + 1).log(), "sqrt": lambda x: (x.square() + 1).sqrt(), "norm": lambda x: x / x.norm(),
    "prod": lambda x: x.tanh().prod().expand(SIZE), "standardize": lambda x: F.layer_norm(x, [SIZE]),
}
BINARY = {
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": lambda a, b: a / (1 + b.square()),
    "atan": lambda a, b: (a - b).atan(), "outer": lambda a, b: torch.outer(a, b).sin() @ a,
    "pow": lambda a, b: (a.square() + 0.5).pow(b.tanh()),
}


def program():
    """Instructions; each makes a value from earlier ones, of which the first is the input."""
    steps = []
    for i in range(1, LENGTH + 1):
        name = random.choice([*UNARY, *BINARY])
        steps.append({"name": name, "a": random.randrange(max(0, i - 3), i), "b": random.randrange(i)})
    return steps


def run(steps, x):
    values = [x]
    for s in steps:
        a, b = values[s["a"]], values[s["b"]]
        values.append(UNARY[s["name"]](a) if s["name"] in UNARY else BINARY[s["name"]](a, b))
    return values[-1] + 0.1 * sum(values)


def programs():
    for _ in range(PROGRAMS):
        steps = program()
        x, v = drawn(SIZE), drawn(SIZE)
        f = lambda t: run(steps, t)
        g = lambda t: run(steps, t).sum()
        yield {
            "steps": steps, "x": x.tolist(), "v": v.tolist(), "y": f(x).tolist(), "jacobian": flat(jacobian(f, x)),
            "hessian": flat(hessian(g, x)), "hvp": flat(hvp(g, x, v)[1]), "jvp": flat(jvp(f, x, v)[1]), "vjp": flat(vjp(f, x, v)[1]),
        }


def dense(x, w1, b1, w2, b2):
    return F.linear(F.linear(x, w1, b1).tanh(), w2, b2)


def convolution(x, w1, b1, w2, b2):
    h = F.avg_pool2d(F.gelu(F.conv2d(x, w1, b1, padding=1)), 2)
    return F.linear(h.flatten(1), w2, b2)


def networks():
    for name, net, image, shapes in [
        ("dense", dense, [5, 3], [[4, 3], [4], [3, 4], [3]]),
        ("convolution", convolution, [3, 1, 4, 4], [[2, 1, 3, 3], [2], [3, 8], [3]]),
    ]:
        x = drawn(*image)
        classes = torch.randint(0, 3, (image[0],))
        parameters = tuple(drawn(*s) for s in shapes)
        v = tuple(drawn(*s) for s in shapes)
        loss = lambda *p: F.cross_entropy(net(x, *p), classes)
        h = hessian(loss, parameters)
        yield {
            "name": name, "x": listed(x), "classes": classes.tolist(), "parameters": [listed(p) for p in parameters],
            "v": [listed(t) for t in v], "loss": loss(*parameters).item(),
            "gradients": [flat(g) for g in jacobian(loss, parameters)],
            "hessian": [[flat(b) for b in row] for row in h],
            "hvp": [flat(t) for t in hvp(loss, parameters, v)[1]],
            "jacobian": flat(jacobian(lambda t: net(t, *parameters), x)),
        }


def drawn(*shape):
    return torch.randint(-384, 385, shape).double() / 256


def flat(tensor):
    return tensor.flatten().tolist()


def listed(tensor):
    return {"type": "float64", "shape": list(tensor.shape), "values": flat(tensor)}


def main():
    random.seed(5)
    torch.manual_seed(5)
    torch.set_num_threads(1)
    content = {"programs": list(programs()), "networks": list(networks())}
    target = pathlib.Path(__file__).with_name("functional.json.gz")
    target.write_bytes(gzip.compress(json.dumps(content, separators=(",", ":")).encode(), 9, mtime=0))
    print(f"{target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
