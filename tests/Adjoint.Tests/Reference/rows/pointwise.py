"""Functions of one and two numbers besides those of elementwise, the operators, and special functions."""

import torch

from .elementwise import INF, NAN, NUMBERS, SPECIAL, binary, unary
from .table import given, index, positive, probability, real, truth, unit

PAIRS = [(NAN, 1.0), (1.0, NAN), (INF, 1.0), (-INF, 2.0), (2.0, INF), (2.0, 2.0), (-1.5, -1.5), (0.0, 1.0), (-1.5, 2.0), (1.5, -2.0)]
AT_ZERO = [(0.0, 0.0), (-0.0, 0.0), (0.0, -0.0), (1.0, 0.0), (-1.0, 0.0)]


def above_one(*shape):
    return real(*shape).__class__(shape, (torch.float64, 307, 1024))


def add(table):
    functions(table)
    special(table)
    two(table)
    masks(table)
    integers(table)
    for attributes in ("", "large"):
        table.lacks("Poisson", attributes, "random numbers of another kind")
    for attributes in ("", "replacement"):
        table.lacks("Multinomial", attributes, "random numbers of another kind")
    table.lacks("GumbelSoftmax", "", "random numbers of another kind")


def functions(table):
    halves = SPECIAL + [0.5, 1.5, 2.5, -2.5, 0.49999999999999994]
    for method, function in (
        ("Exp2", torch.exp2), ("Asinh", torch.asinh), ("Floor", torch.floor), ("Ceil", torch.ceil), ("Trunc", torch.trunc),
        ("Round", torch.round), ("Frac", torch.frac), ("Negative", torch.negative),
        ("Positive", torch.positive), ("IsFinite", torch.isfinite), ("IsInf", torch.isinf), ("IsPosInf", torch.isposinf),
        ("IsNegInf", torch.isneginf), ("op_UnaryPlus", torch.positive), ("op_LogicalNot", torch.logical_not),
        ("Deg2Rad", torch.deg2rad), ("Rad2Deg", torch.rad2deg),
    ):
        unary(table, method, function, special=halves)
    unary(table, "Round", lambda x: torch.round(x, decimals=1), attributes="decimals=1", special=[0.25, 0.35, -0.05, 12.34])
    unary(table, "Round", lambda x: torch.round(x, decimals=-1), attributes="decimals=-1", special=[25.0, 35.0, -5.0, 123.4])
    # The sign of a NaN is not the same in .NET, and the largest number not the same in float32.
    unary(table, "SignBit", torch.signbit, special=NUMBERS)
    unary(table, "NanToNum", torch.nan_to_num, special=[NAN, 1.0, -0.0])
    unary(table, "NanToNum", lambda x: torch.nan_to_num(x, 1, 2, -3), attributes="1 2 -3")
    unary(table, "Acosh", torch.acosh, above_one)
    unary(table, "Atanh", torch.atanh, unit)
    table.lacks("Cbrt", "", "PyTorch has no cube root")


def special(table):
    poles = [v for v in SPECIAL if v not in (-1.0, -5.0, -20.0, -40.0, -1000.0)]
    unary(table, "Erfc", torch.erfc)
    unary(table, "Erfinv", torch.erfinv, unit)
    unary(table, "Sinc", torch.sinc, special=[v for v in SPECIAL if abs(v) in (0.0, 0.5, 1.0)], relative=False)
    unary(table, "I0", torch.i0, special=[v for v in SPECIAL if abs(v) < 100])
    unary(table, "I0e", torch.special.i0e, special=[v for v in NUMBERS if abs(v) < 2000])
    unary(table, "I1", torch.special.i1, special=[v for v in SPECIAL if abs(v) < 100])
    unary(table, "I1e", torch.special.i1e, special=[v for v in NUMBERS if abs(v) < 2000])
    unary(table, "Lgamma", torch.lgamma, positive, special=poles, relative=False)
    # PyTorch's polygamma of order 1 has ten digits; its zeta has all.
    rows(table, "Digamma", "", torch.digamma, *[(i.constant(),) for i in (positive(2, 3), positive(4), given(poles))])
    unary(table, "Polygamma", lambda x: torch.special.zeta(2.0, x), positive, "1", special=[0.5, 5.0, 20.0, NAN])
    unary(table, "Polygamma", lambda x: -2 * torch.special.zeta(3.0, x), positive, "2", special=[0.5, 5.0, 20.0, NAN])
    unary(table, "Mvlgamma", lambda x: torch.mvlgamma(x, 3), above_one, "3", special=[2.0, 20.0], relative=False)
    unary(table, "Entr", torch.special.entr, positive)
    unary(table, "Logit", torch.logit, probability, special=SPECIAL + [0.25, 0.75])
    unary(table, "Logit", lambda x: torch.logit(x, 0.3), probability, "eps=0.3", special=NUMBERS + [0.25, 0.3, 0.7])
    special = PAIRS + AT_ZERO + [(0.0, NAN), (0.0, -1.0), (0.0, INF)]
    binary(table, "Xlogy", torch.xlogy, second=positive, special=special)
    binary(table, "Xlog1py", torch.special.xlog1py, second=positive, special=special)
    unary(table, "Xlogy", lambda x: torch.xlogy(x, 1.5), attributes="number")
    unary(table, "Xlog1py", lambda x: torch.special.xlog1py(x, 1.5), attributes="number")
    far = [(INF, 1.0), (1000.0, -1000.0), (-1000.0, -1001.0), (-INF, 3.0), (NAN, 1.0)]
    binary(table, "LogAddExp", torch.logaddexp, special=far)
    binary(table, "LogAddExp2", torch.logaddexp2, special=far)


def two(table):
    quotients = PAIRS + AT_ZERO + [(7.5, 2.5), (-7.5, 2.5), (7.5, -2.5), (2.0**60, 3.0)]
    for method, function in (
        ("FloorDivide", lambda a, b: torch.div(a, b, rounding_mode="floor")), ("Remainder", torch.remainder), ("Fmod", torch.fmod),
        ("op_Modulus", torch.remainder),
    ):
        binary(table, method, function, second=positive, special=quotients)
        unary(table, method, lambda x, f=function: f(x, torch.tensor(1.375, dtype=x.dtype)), attributes="number")
    unary(
        table, "op_Modulus", lambda x: torch.remainder(torch.tensor(1.375, dtype=x.dtype), x), positive, "number first",
        special=[0.5, -0.5])
    binary(table, "Divide", torch.div, second=positive)
    unary(table, "Divide", lambda x: x / 1.5, attributes="number")
    for mode in ("floor", "trunc"):
        divide = lambda a, b, mode=mode: torch.div(a, b, rounding_mode=mode)
        zeros = (given([7.5, -7.5, 0.0]), given([2.5, 2.5, 0.0]))
        rows(table, "Divide", mode, divide, (real(2, 3), positive(3)), (real(4), positive(1)), zeros)
        unary(table, "Divide", lambda x, d=divide: d(x, 1.375), attributes=f"{mode} number")
    rows(table, "Add", "alpha=1.5", lambda a, b: torch.add(a, b, alpha=1.5), (real(2, 3), real(3)), (real(), real(4)))
    rows(table, "Subtract", "alpha=1.5", lambda a, b: torch.sub(a, b, alpha=1.5), (real(2, 3), real(3)), (real(), real(4)))
    unary(table, "Add", lambda x: x + 1.5, attributes="alpha=1.5 number")
    unary(table, "Subtract", lambda x: x - 1.5, attributes="alpha=1.5 number")
    binary(table, "Multiply", torch.mul)
    unary(table, "Multiply", lambda x: x * 1.5, attributes="number")
    binary(table, "CopySign", torch.copysign, special=PAIRS[4:] + AT_ZERO)
    unary(table, "CopySign", lambda x: torch.copysign(x, -2), attributes="number", special=NUMBERS[2:])
    binary(table, "FloatPower", torch.float_power, positive)
    unary(table, "FloatPower", lambda x: torch.float_power(x, 1.5), positive, "number", special=[1.0, 4.0])
    binary(table, "Atan2", torch.atan2, special=PAIRS + [(1.0, 0.0), (-1.0, 0.0), (1.0, -0.0)])
    binary(table, "Hypot", torch.hypot, special=PAIRS + AT_ZERO)
    rows(table, "NextAfter", "", torch.nextafter, *[
        (a.constant(), b.constant()) for a, b in ((real(2, 3), real(3)), (given([1.0, 1.0, 0.0, NAN]), given([2.0, 1.0, -1.0, 1.0])))])
    zero = [(0.0, 0.5), (-0.0, 0.5), (NAN, 0.5), (INF, 0.5), (-INF, 0.5)]
    rows(
        table, "Heaviside", "", torch.heaviside, *[(a.constant(), b.constant()) for a, b in (
            (real(2, 3), real(3)), (given([a for a, _ in zero]), given([b for _, b in zero])))])
    binary(table, "Fmax", torch.fmax, special=PAIRS + [(NAN, NAN)])
    binary(table, "Fmin", torch.fmin, special=PAIRS + [(NAN, NAN)])
    binary(table, "Ldexp", torch.ldexp)
    rows(table, "Ldexp", "integer", torch.ldexp, (real(2, 3), index(5, 3)), (real(4), index(3, 4)))
    unary(table, "Frexp", lambda x: torch.frexp(x)[0], special=[v for v in NUMBERS if abs(v) < 2000])
    rows(table, "Lerp", "0.3", lambda a, b: torch.lerp(a, b, 0.3), (real(2, 3), real(2, 3)), (real(4), real(4)))
    rows(table, "Lerp", "", torch.lerp, (real(2, 3), real(2, 3), unit(2, 3)), (real(4), real(4), real(4)))
    limits = (given([1.0, 5.0]), given([1.0, 1.0]), given([2.0, 2.0]))
    rows(table, "Clamp", "tensors", torch.clamp, (real(2, 3), real(3), real(2, 1)), limits)
    rows(table, "Clamp", "tensor min", lambda x, a: torch.clamp(x, a), (real(2, 3), real(3)), (given([1.0, 0.0]), given([1.0, 1.0])))
    rows(table, "Clamp", "tensor max", lambda x, a: torch.clamp(x, max=a), (real(2, 3), real(3)), (given([1.0, 3.0]), given([1.0, 1.0])))


def masks(table):
    special = [(NAN, NAN), (NAN, 1.0), (INF, INF), (-INF, INF), (INF, 1.0), (1.0, INF), (0.0, -0.0), (2.0, 2.0), (1.0, 1.5), (1.0, 3.0)]
    binary(table, "IsClose", lambda a, b: torch.isclose(a, b, 0.5, 0.1), special=special)
    for method, function in (
        ("op_Equality", torch.eq), ("op_Inequality", torch.ne), ("op_LessThan", torch.lt),
        ("op_LessThanOrEqual", torch.le), ("op_GreaterThan", torch.gt), ("op_GreaterThanOrEqual", torch.ge),
    ):
        binary(table, method, function, special=special)
        unary(table, method, lambda x, f=function: f(x, 0.1), attributes="number", special=SPECIAL + [0.1])
        unary(
            table, method, lambda x, f=function: f(torch.tensor(0.1, dtype=x.dtype), x), attributes="number first", special=SPECIAL + [0.1])


def integers(table):
    pairs = [(index(100, 2, 3), index(7, 3)), (index(100, 4), index(60, 4)), (given([5, -5, 12, -7, 0]), given([3, 2, 2, 1, 0]))]
    for method, function in (
        ("BitwiseAnd", torch.bitwise_and), ("BitwiseOr", torch.bitwise_or), ("BitwiseXor", torch.bitwise_xor),
        ("BitwiseLeftShift", torch.bitwise_left_shift), ("BitwiseRightShift", torch.bitwise_right_shift),
        ("op_BitwiseAnd", torch.bitwise_and), ("op_BitwiseOr", torch.bitwise_or), ("op_ExclusiveOr", torch.bitwise_xor),
        ("op_LeftShift", torch.bitwise_left_shift), ("op_RightShift", torch.bitwise_right_shift), ("Gcd", torch.gcd), ("Lcm", torch.lcm),
    ):
        rows(table, method, "", function, *pairs)
        if method in ("op_BitwiseAnd", "op_BitwiseOr", "op_ExclusiveOr"):
            rows(table, method, "bool", function, (truth(2, 3), truth(3)), (truth(5), truth(1)))
            rows(table, method, "number", lambda x, f=function: f(x, 6), (index(100, 2, 3),), (given([-1, -6, 6]),))
            rows(table, method, "number first", lambda x, f=function: f(x, 6), (index(100, 2, 3),), (given([-1, -6, 6]),))
        if method in ("op_LeftShift", "op_RightShift"):
            rows(table, method, "number", lambda x, f=function: f(x, 3), (index(100, 2, 3),), (given([-1, -6, 6]),))
    for method, attributes in (("BitwiseNot", ""), ("op_OnesComplement", "")):
        rows(table, method, attributes, torch.bitwise_not, (index(100, 2, 3),), (given([-1, 0, 6]),))
    rows(table, "BitwiseNot", "bool", torch.bitwise_not, (truth(2, 3),))
    signs = (given([-7, 7, -6]), given([2, -4, 2]))
    rows(table, "Remainder", "integer", lambda a, b: torch.remainder(a, b + 1), (index(100, 2, 3), index(9, 3)), signs)


def rows(table, method, attributes, function, *variants):
    table.row(method, attributes, function, *variants)
