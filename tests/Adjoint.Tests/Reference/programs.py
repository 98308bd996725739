"""Writes programs.json.gz: random programs of views and changes in place, with PyTorch's values and gradients.

Run with PyTorch 1.13.1: python3 programs.py. The same bytes come out each time. Each program has four tensors to begin with,
instructions on numbered tensors, and a loss of some of them. Where PyTorch fails, so must this library. Left out are programs
that only PyTorch 1.13 finds fault with, such as writes to memory that overlaps, views taken under no_grad, and gradients with
respect to views: there they are views anew after every change, also one under no_grad.
"""

import gzip
import json
import math
import pathlib
import random
import warnings

import torch

UNARY = {
    "exp": lambda a: (a * 0.3).exp(),
    "sin": torch.sin,
    "square": torch.square,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "clone": torch.clone,
    "detach": torch.Tensor.detach,
    "scaled": lambda a: a * 0.7,
    "cube": lambda a: a**3,
    "inverse": lambda a: (a.square() + 1).reciprocal(),
    "softmax": lambda a: a.softmax(-1) if a.dim() else a * 1,
    "leaky": lambda a: torch.nn.functional.leaky_relu(a, 0.1),
}
BINARY = {"mul": torch.mul, "add": torch.add, "sub": torch.sub, "div": lambda a, b: a / (b * b + 1), "max": torch.maximum}
SHAPES = [[3, 4], [4], [2, 3, 2], [3], []]


def weight(shape, number):
    count = math.prod(shape)
    return torch.cos(torch.arange(count, dtype=torch.float64) * 0.37 + 0.11 * number).reshape(shape)


def broadcast(a, b):
    try:
        return list(torch.broadcast_shapes(a.shape, b.shape))
    except RuntimeError:
        return None


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.tensors, self.begin, self.code = [], [], []
        choose = self.random.choice
        for shape, leaf in [([3, 4], True), (choose(SHAPES), True), (choose(SHAPES), False), (choose(SHAPES), False)]:
            data = [round(0.5 + self.random.random(), 3) for _ in range(math.prod(shape))]
            self.begin.append({"shape": shape, "data": data, "leaf": leaf})
            self.tensors.append(torch.tensor(data, dtype=torch.float64).reshape(shape).clone().requires_grad_(leaf))
        self.run("clone", 0, lambda: self.tensors[0].clone())
        self.run("scaled", 1, lambda: self.tensors[1] * 0.7)
        length = self.random.randint(4, 16)
        for _ in range(40 * length):
            if len(self.code) < length:
                self.step()

    def run(self, op, a, function, b=None, numbers=None, quiet=False):
        call = {"op": op, "a": a}
        call |= {} if b is None else {"b": b}
        call |= {} if numbers is None else {"n": numbers}
        call |= {"quiet": True} if quiet else {}
        try:
            with torch.set_grad_enabled(not quiet):
                y = function()
        except RuntimeError as error:
            if "leaf" in str(error):
                self.code.append(call | {"fails": True})
            return
        if not op.endswith("_"):
            if y.numel() > 48 or y.detach().abs().max() > 1e5:
                return
            self.tensors.append(y)
        self.code.append(call)

    def pick(self):
        count = len(self.tensors)
        recent = count - 1 - int(self.random.expovariate(0.4)) % count
        return self.random.choice([self.random.randrange(count), recent])

    def step(self):
        kind = self.random.random()
        a = self.pick()
        t = self.tensors[a]
        if kind < 0.25:
            op = self.random.choice(list(UNARY))
            self.run(op, a, lambda: UNARY[op](t))
        elif kind < 0.4:
            b = self.pick()
            op = self.random.choice(list(BINARY))
            if broadcast(t, self.tensors[b]) is not None:
                self.run(op, a, lambda: BINARY[op](t, self.tensors[b]), b)
        elif kind < 0.45 and t.dim():
            axis = self.random.randrange(t.dim())
            op = self.random.choice(["sum", "amax"])
            self.run(op, a, lambda: getattr(t, op)(axis), numbers=[axis])
        elif kind < 0.7:
            self.view(a, t)
        else:
            self.change(a, t)

    def view(self, a, t):
        pick = self.random.randrange
        kind = pick(7)
        if kind == 0 and t.dim():
            axis = pick(t.dim())
            start = pick(t.shape[axis])
            length = 1 + pick(t.shape[axis] - start)
            self.run("narrow", a, lambda: t.narrow(axis, start, length), numbers=[axis, start, length])
        elif kind == 1 and t.dim():
            axis = pick(t.dim())
            place = pick(t.shape[axis])
            self.run("select", a, lambda: t.select(axis, place), numbers=[axis, place])
        elif kind == 2 and t.dim() > 1:
            order = self.random.sample(range(t.dim()), t.dim())
            self.run("permute", a, lambda: t.permute(order), numbers=order)
        elif kind == 3:
            first = self.random.choice([f for f in range(1, t.numel() + 1) if t.numel() % f == 0])
            if list(t.shape) != [first, t.numel() // first]:
                self.run("reshape", a, lambda: t.reshape(first, -1), numbers=[first, t.numel() // first])
        elif kind == 4 and t.dim() > 1 and min(t.shape[:2]) > 1:
            self.run("diagonal", a, lambda: t.diagonal(), numbers=[])
        elif kind == 5 and t.dim():
            self.run("every", a, lambda: t[::2], numbers=[2])
        elif kind == 6:
            self.run("expand", a, lambda: t.expand(2, *t.shape), numbers=[2, *t.shape])

    def change(self, a, t):
        base = t._base if t._is_view() else t
        if (base.is_leaf and base.requires_grad and self.random.random() < 0.97) or 0 in t.stride():
            return
        quiet = self.random.random() < 0.1
        kind = self.random.randrange(6)
        if kind == 0:
            self.run("fill_", a, lambda: t.fill_(0.35), numbers=[0.35], quiet=quiet)
        elif kind == 1:
            self.run("scale_", a, lambda: t.mul_(-1.3), numbers=[-1.3], quiet=quiet)
        else:
            b = self.pick()
            other = self.tensors[b]
            if broadcast(t, other) != list(t.shape) or (other is not t and t.storage().data_ptr() == other.storage().data_ptr()):
                return
            op = ["add_", "mul_", "copy_", "copy_"][kind - 2]
            change = {"add_": lambda: t.add_(other, alpha=1.5), "mul_": lambda: t.mul_(other), "copy_": lambda: t.copy_(other)}[op]
            self.run(op, a, change, b, quiet=quiet)


def numbers(tensors):
    return [None if t is None else [float(f"{v:.9g}") for v in t.detach().flatten().tolist()] for t in tensors]


def attempt(function):
    try:
        return function()
    except RuntimeError:
        return "fails"


def case(seed):
    program = Program(seed)
    tensors, count = program.tensors, len(program.tensors)
    of = sorted({count - 1, program.random.randrange(count), program.random.randrange(count)})
    targets = [0] + [i for i in [program.random.randrange(4, count)] if tensors[i].requires_grad and not tensors[i]._is_view()]
    leaves, wanted = tensors[:2], [tensors[i] for i in targets]
    values = numbers(tensors)
    loss = lambda: sum((tensors[i] * weight(tensors[i].shape, i)).sum() for i in of)
    if not loss().requires_grad or any(abs(v) > 1e5 for row in values for v in row):
        return None

    def aimed():
        return numbers(torch.autograd.grad(loss(), wanted, retain_graph=True, allow_unused=True))

    def second():
        first = [g for g in torch.autograd.grad(loss(), wanted, create_graph=True, allow_unused=True) if g is not None]
        square = sum((g * g).sum() for g in first)
        if not torch.is_tensor(square) or not square.requires_grad:
            return None
        return numbers(torch.autograd.grad(square, leaves, retain_graph=True, allow_unused=True))

    def forward():
        u = torch.zeros_like(tensors[of[-1]]).requires_grad_()
        if not tensors[of[-1]].requires_grad:
            return None
        g = torch.autograd.grad(tensors[of[-1]], wanted[-1], u, create_graph=True, allow_unused=True)[0]
        if g is None or not g.requires_grad:
            return numbers([torch.zeros_like(u)])
        return numbers(torch.autograd.grad(g, u, weight(wanted[-1].shape, 3)))

    def backward():
        loss().backward()
        return numbers([x.grad for x in leaves])

    passes = {"grad": attempt(aimed), "second": attempt(second), "forward": attempt(forward), "backward": attempt(backward)}
    return {"seed": seed, "begin": program.begin, "code": program.code, "loss": of, "targets": targets, "values": values} | passes


def main():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    cases = [found for found in map(case, range(250)) if found is not None]
    text = json.dumps(cases, separators=(",", ":"), allow_nan=False)
    target = pathlib.Path(__file__).with_name("programs.json.gz")
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(cases)} programs, {sum(c['backward'] == 'fails' for c in cases)} fail, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
