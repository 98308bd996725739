"""Functions of single elements, of two with broadcasting, and comparisons."""

import random
import zlib

import torch
import torch.nn.functional as F

from .table import given, positive, real, truth, unit

NAN, INF = float("nan"), float("inf")
TINY = (1 + 2.0**-8 + 2.0**-20) * 2.0**-40

# Where functions of one number have kinks, poles and limits, or leave the range of the numbers.
SPECIAL = [NAN, INF, -INF, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, TINY, -TINY, 5.0, -5.0, 20.0, -20.0, 40.0, -40.0, 1000.0, -1000.0]

# Without NaN, where PyTorch is not followed: its sign of NaN is 0, and so is its slope of |NaN|; ours stays NaN. For the
# slope of hardtanh, relu6 and elu at NaN PyTorch itself has two answers, one in vectors and another in what is left over.
NUMBERS = SPECIAL[1:]

# Powers at and around the origin, of negative numbers, and of what is no number.
BASES = [0.0, -2.0, 0.5, NAN, INF, -INF]
EXPONENTS = [0.0, 1.0, 2.0, 3.0, -1.0, 0.5, INF, -INF, NAN]


def add(table):
    arithmetic(table)
    powers(table)
    functions(table)
    activations(table)
    comparisons(table)
    copies(table)


def unary(table, method, function, domain=real, attributes="", special=SPECIAL, relative=True):
    """Three random shapes, and the special values."""
    shapes = table.shapes(f"{method} {attributes}")
    inputs = [(domain(*next(shapes)),) for _ in range(3)]
    table.row(method, attributes, function, (given(special),), *inputs, relative=relative)


def binary(table, method, function, first=real, second=real, special=None):
    """Random shapes that broadcast, one of them expanded, and the special values in pairs."""
    variants = [(first(*a), second(*b)) for a, b in pairs(method)]
    variants.append((first(3, 4).laid("expanded"), second(3, 1)))
    if special:
        variants.append((given([a for a, _ in special]), given([b for _, b in special])))
    table.row(method, "", function, *variants)


def pairs(method):
    """Three pairs of shapes: one is random, and each lacks some of its axes or has them with size 1."""
    generator = random.Random(zlib.crc32(f"pairs of {method}".encode()))
    for _ in range(3):
        whole = [generator.randint(2, 3) for _ in range(generator.randint(1, 3))]
        yield [[1 if generator.random() < 0.4 else s for s in whole[generator.randint(0, len(whole)) // 2 :]] for _ in range(2)]


def arithmetic(table):
    extremes = [(NAN, 1.0), (1.0, NAN), (INF, INF), (INF, -INF), (-INF, 2.0), (0.0, INF), (2.0, 2.0), (-1.5, -1.5), (0.0, 1.0)]
    quotients = extremes + [(0.0, 0.0), (1.0, 0.0), (-1.0, 0.0), (1.0, -0.0), (3.0, INF)]
    binary(table, "op_Addition", torch.add, special=extremes)
    binary(table, "op_Subtraction", torch.sub, special=extremes)
    binary(table, "op_Multiply", torch.mul, special=extremes)
    binary(table, "op_Division", torch.div, second=positive, special=quotients)
    binary(table, "Minimum", torch.minimum, special=extremes)
    binary(table, "Maximum", torch.maximum, special=extremes)
    unary(table, "op_Addition", lambda x: x + 2.5, attributes="number")
    unary(table, "op_Addition", lambda x: 2.5 + x, attributes="number first")
    unary(table, "op_Subtraction", lambda x: x - 2.5, attributes="number")
    unary(table, "op_Subtraction", lambda x: 2.5 - x, attributes="number first")
    unary(table, "op_Multiply", lambda x: x * 2.5, attributes="number")
    unary(table, "op_Multiply", lambda x: 2.5 * x, attributes="number first")
    unary(table, "op_Division", lambda x: x / 2.5, attributes="number")
    unary(table, "op_Division", lambda x: 2.5 / x, positive, "number first")
    unary(table, "op_UnaryNegation", torch.neg)
    unary(table, "Abs", torch.abs, special=NUMBERS)
    unary(table, "Sign", torch.sign, special=NUMBERS)
    unary(table, "Square", torch.square)
    unary(table, "Reciprocal", torch.reciprocal, positive)
    unary(table, "Clamp", lambda x: x.clamp(-0.31, 0.32), attributes="both", special=SPECIAL + [-0.31, 0.32])
    unary(table, "Clamp", lambda x: x.clamp(-0.31), attributes="min", special=SPECIAL + [-0.31])
    unary(table, "Clamp", lambda x: x.clamp(max=0.32), attributes="max", special=SPECIAL + [0.32])


def powers(table):
    binary(table, "Pow", torch.pow, positive, special=[(a, b) for a in BASES for b in EXPONENTS])
    for exponent, domain in ((2, real), (3, real), (-1.5, positive), (0, real)):
        unary(table, "Pow", lambda x, e=exponent: x.pow(e), domain, str(exponent))
    # PyTorch takes the root here, which differs from the power at −∞ (IEEE 754: ∞) and −0 (0, with slope ∞).
    special = [v for v in SPECIAL if str(v) not in ("-inf", "-0.0")]
    unary(table, "Pow", lambda x: x.pow(0.5), positive, "0.5", special=special)
    unary(table, "Sqrt", torch.sqrt, positive)
    unary(table, "Rsqrt", torch.rsqrt, positive)


def functions(table):
    for method, domain in (
        ("Exp", real), ("Expm1", real), ("Log", positive), ("Log1p", positive), ("Log2", positive), ("Log10", positive),
        ("Sin", real), ("Cos", real), ("Tan", unit), ("Asin", unit), ("Acos", unit), ("Atan", real),
        ("Sinh", real), ("Cosh", real), ("Tanh", real), ("Erf", real),
    ):
        unary(table, method, getattr(torch, method.lower()), domain)


def activations(table):
    kinks = NUMBERS + [-0.31, 0.32, 6.0]
    unary(table, "Sigmoid", torch.sigmoid)
    unary(table, "Softplus", F.softplus, special=SPECIAL + [20.5, 19.5])
    unary(table, "Softplus", lambda x: F.softplus(x, 2, 1.15), attributes="beta=2 threshold=1.15", special=SPECIAL + [0.575])
    unary(table, "Relu", torch.relu)
    unary(table, "Relu6", F.relu6, special=kinks)
    unary(table, "LeakyRelu", lambda x: F.leaky_relu(x, 0.1))
    # PyTorch takes 1 from e^x here, which near 0 leaves few digits.
    unary(table, "Elu", lambda x: F.elu(x, 0.7), special=NUMBERS, relative=False)
    # For negative numbers 1 + erf and 1 + tanh lose digits, in either library.
    unary(table, "Gelu", F.gelu, relative=False)
    unary(table, "Gelu", lambda x: F.gelu(x, approximate="tanh"), attributes="tanh", relative=False)
    unary(table, "Silu", F.silu)
    unary(table, "Mish", F.mish)
    unary(table, "Celu", lambda x: F.celu(x, 0.5), special=NUMBERS, relative=False)
    unary(table, "Selu", F.selu, special=NUMBERS, relative=False)
    # PyTorch's own has 1/6 in single precision for the slope.
    unary(table, "Hardsigmoid", lambda x: F.relu6(x + 3) / 6, special=NUMBERS, relative=False)
    unary(table, "Hardswish", F.hardswish, special=[v for v in NUMBERS if abs(v) < 100], relative=False)
    unary(table, "Hardshrink", lambda x: F.hardshrink(x, 0.31), special=kinks)
    unary(table, "Softshrink", lambda x: F.softshrink(x, 0.31), special=kinks)
    unary(table, "Tanhshrink", F.tanhshrink, relative=False)
    unary(table, "Softsign", F.softsign, special=[v for v in NUMBERS if abs(v) < 100])
    unary(table, "LogSigmoid", F.logsigmoid, special=NUMBERS)
    unary(table, "Threshold", lambda x: F.threshold(x, 0.31, -2), special=kinks)
    unary(table, "Rrelu", lambda x: F.rrelu(x, 0.1, 0.3))
    table.lacks("Rrelu", "training", "random numbers of another kind")
    row = table.row
    row("Prelu", "one", F.prelu, *[(real(*s), real(1)) for s in ([2, 3], [5], [2, 1, 4])])
    row("Prelu", "channels", F.prelu, *[(real(*s), real(s[1])) for s in ([2, 3, 2], [3, 2], [1, 4, 2, 2])])
    row("Glu", "", F.glu, (real(2, 6),), (real(4),), (real(3, 1, 2),))
    row("Glu", "axis=1", lambda x: F.glu(x, 1), (real(2, 4, 3),), (real(3, 2),))
    unary(table, "Hardtanh", lambda x: F.hardtanh(x, -0.31, 0.32), special=kinks)


def comparisons(table):
    special = [(NAN, NAN), (NAN, 1.0), (1.0, NAN), (INF, INF), (-INF, INF), (0.0, -0.0), (2.0, 2.0), (1.0, 2.0), (2.0, 1.0)]
    for method, function in (
        ("Equal", torch.eq), ("NotEqual", torch.ne), ("Less", torch.lt),
        ("LessEqual", torch.le), ("Greater", torch.gt), ("GreaterEqual", torch.ge),
    ):
        binary(table, method, function, special=special)
        unary(table, method, lambda x, f=function: f(x, 0.1), attributes="number", special=SPECIAL + [0.1])
    unary(table, "IsNaN", torch.isnan)
    binary(table, "And", torch.logical_and, truth, truth)
    binary(table, "Or", torch.logical_or, truth, truth)
    binary(table, "Xor", torch.logical_xor, truth, truth)
    shapes = table.shapes("Not")
    table.row("Not", "", torch.logical_not, *[(truth(*next(shapes)),) for _ in range(3)])


def copies(table):
    unary(table, "To", lambda x: x.float().double(), attributes="float32 and back", special=SPECIAL + [0.1])
    unary(table, "Clone", torch.clone)
    unary(table, "Contiguous", torch.Tensor.contiguous)
    table.row("Dropout", "all", lambda x: F.dropout(x, 1.0), (real(3, 4),), (real(2, 2, 3),))
    table.lacks("Dropout", "", "drops what its random generator says, and PyTorch's generator is another")
