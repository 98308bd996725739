"""Rows of reference data: what to draw for an operation, and what PyTorch makes of it."""

import random
import zlib

import torch

LAYOUTS = ("plain", "transposed", "sliced", "flipped", "expanded")


class Input:
    """One input of a variant: numbers given or to be drawn, and how the test lays them out in memory.

    Drawn numbers are multiples of 1/256, so that they are the same in float32 and short to write.
    """

    def __init__(self, shape, domain, values=None):
        self.shape, self.domain, self.values = list(shape), domain, values
        self.layout, self.differentiated = None, True

    def laid(self, layout):
        assert layout in LAYOUTS
        self.layout = layout
        return self

    def constant(self):
        """PyTorch has no gradient for this input, so none is compared."""
        self.differentiated = False
        return self

    def draw(self, generator):
        if self.domain == "given":
            kind = torch.int64 if all(isinstance(v, int) for v in self.values) else torch.float64
            return torch.tensor(self.values, dtype=kind).reshape(self.shape)
        shape = [1] + self.shape[1:] if self.layout == "expanded" else self.shape
        count = 1
        for size in shape:
            count *= size
        kind, lowest, highest = self.domain
        drawn = [generator.randint(lowest, highest) for _ in range(count)]
        tensor = torch.tensor(drawn, dtype=kind).reshape(shape).expand(self.shape).contiguous()
        return tensor / 256 if kind == torch.float64 else tensor


def real(*shape):
    return Input(shape, (torch.float64, -768, 768))


def positive(*shape):
    return Input(shape, (torch.float64, 51, 768))


def unit(*shape):
    return Input(shape, (torch.float64, -230, 230))


def probability(*shape):
    return Input(shape, (torch.float64, 26, 230))


def index(below, *shape):
    return Input(shape, (torch.int64, 0, below - 1))


def truth(*shape):
    return Input(shape, (torch.bool, 0, 1))


def given(values, *shape):
    """These numbers: int64 if they are whole, else float64."""
    return Input(shape or [len(values)], "given", values)


class Table:
    """All cases, and the rows that PyTorch lacks."""

    def __init__(self):
        self.cases, self.lacking = [], []

    def shapes(self, key, least=0, most=4, elements=24):
        """An endless source of random shapes for a row; the same in each run."""
        generator = random.Random(zlib.crc32(f"shapes of {key}".encode()))
        while True:
            shape = [generator.randint(1, 5) for _ in range(generator.randint(least, most))]
            if torch.Size(shape).numel() <= elements:
                yield shape

    def row(self, method, attributes, function, *variants, relative=False):
        """Adds the cases of a row of the op table.

        Variants are tuples of inputs, laid out plain, transposed, sliced and flipped in turn where they do not say how.
        With relative=True the value is compared relatively however small it is, as befits a function of single numbers.
        """
        for number, inputs in enumerate(variants):
            generator = random.Random(zlib.crc32(f"{method} {attributes} {number}".encode()))
            values = [i.draw(generator) for i in inputs]
            leaves = [v.clone().requires_grad_(v.is_floating_point() and i.differentiated) for i, v in zip(inputs, values)]
            output = function(*leaves)
            assert torch.is_tensor(output), (method, attributes)
            layouts = [i.layout or LAYOUTS[number % 4] for i in inputs]
            self.cases.append(
                {
                    "method": method,
                    "attributes": attributes,
                    "variant": number,
                    "relative": relative,
                    "inputs": [{"layout": layout, **as_json(v)} for layout, v in zip(layouts, values)],
                    "output": as_json(output.detach()),
                    **differentiate(output, leaves),
                }
            )

    def lacks(self, method, attributes, reason):
        """Names a row of the op table that has no counterpart in PyTorch."""
        self.lacking.append({"method": method, "attributes": attributes, "reason": reason})


def differentiate(output, leaves):
    """The gradient that is pulled back, and what arrives at each input; null where nothing is to be compared."""
    if not output.is_floating_point() or not any(leaf.requires_grad for leaf in leaves):
        return {"seed": None, "gradients": []}
    seed = torch.tensor([((7 * i) % 16 - 7.5) / 8 for i in range(output.numel())], dtype=torch.float64).reshape(output.shape)
    asked = [leaf for leaf in leaves if leaf.requires_grad]
    found = torch.autograd.grad(output, asked, seed, allow_unused=True) if output.requires_grad else [None] * len(asked)
    gradients = iter(torch.zeros_like(leaf) if g is None else g for leaf, g in zip(asked, found))
    return {"seed": as_json(seed), "gradients": [as_json(next(gradients)) if leaf.requires_grad else None for leaf in leaves]}


def as_json(tensor):
    kind = {torch.float64: "float64", torch.int64: "int64", torch.bool: "bool"}[tensor.dtype]
    return {"type": kind, "shape": list(tensor.shape), "values": [number(v) for v in tensor.reshape(-1).tolist()]}


def number(value):
    """A number as JSON has it: whole numbers without a fraction, what JSON lacks as text, the rest to the last bit."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    whole = int(value) if abs(value) < 2**53 else None
    return whole if whole == value and str(value) != "-0.0" else value
