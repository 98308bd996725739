"""Writes derivatives.json.gz: expressions with values and derivatives to 50 digits, by SymPy.

Each case is an expression in Adjoint's language, a point whose numbers are exact in float32, and there the value, the
gradient and the Hessian as decimal strings. Needs Python 3 with SymPy 1.11 or later (Debian: python3-sympy).
"""
import gzip
import json
import os
import random
import re

import sympy as sp

DIGITS = 50
x, y, z = sp.symbols("x y z", real=True)
NAMES = {"x": x, "y": y, "z": z}


def sigmoid(u):
    return 1 / (1 + sp.exp(-u))


def softplus(u):
    return sp.log(1 + sp.exp(u))


def elu(u, alpha):
    return sp.Piecewise((u, u > 0), (alpha * (sp.exp(u) - 1), True))


FUNCTIONS = {
    "abs": sp.Abs, "sqrt": sp.sqrt, "exp": sp.exp, "log": sp.log, "sin": sp.sin, "cos": sp.cos, "tan": sp.tan,
    "asin": sp.asin, "acos": sp.acos, "atan": sp.atan, "sinh": sp.sinh, "cosh": sp.cosh, "tanh": sp.tanh, "erf": sp.erf,
    "expm1": lambda u: sp.exp(u) - 1, "log1p": lambda u: sp.log(1 + u), "log2": lambda u: sp.log(u) / sp.log(2),
    "log10": lambda u: sp.log(u) / sp.log(10), "square": lambda u: u**2, "rsqrt": lambda u: 1 / sp.sqrt(u),
    "reciprocal": lambda u: 1 / u, "sigmoid": sigmoid, "softplus": softplus, "silu": lambda u: u * sigmoid(u),
    "gelu": lambda u: u * (1 + sp.erf(u / sp.sqrt(2))) / 2, "mish": lambda u: u * sp.tanh(softplus(u)),
    "relu": lambda u: sp.Piecewise((u, u > 0), (0, True)), "elu": lambda u: elu(u, 1),
    "leaky_relu": lambda u: sp.Piecewise((u, u > 0), (u / 100, True)),
}

# Domains of functions that are not defined everywhere, for the arguments of random expressions.
POSITIVE = {"sqrt", "log", "log2", "log10", "rsqrt", "log1p"}
UNIT = {"asin", "acos"}
SMALL = {"exp", "expm1", "sinh", "cosh", "tan"}

WRITTEN = [
    "(x^2/log(x) + y)*(x^2/log(x) - y)", "x^y", "x^y^z", "(x + y)^-3", "2^x", "x^x", "x^0.5*y^1.5", "(-x)^3", "(x - 3)^4",
    "(1 - x)^2 + 100(y - x^2)^2", "sin(x)/x", "log(x y)", "exp(-x^2 - y^2)", "e^(x/y)", "pi*x^2*y", "sqrt(x^2 + y^2)",
    "atan(y/x)", "1/(1 + e^-x)", "log(e^x + e^y)", "x*exp(y) - y*log(x)", "sin(cos(tan(x/4)))", "tanh(x)^2 + 1/cosh(x)^2",
    "abs(x - 2y)*x", "min(x, y)*max(x, y)", "max(x^2, y, 1/z)", "x/(y/(z/x))", "((x + 1)/(x - 1))^3", "-x^2 - -y^2",
    "q = x^2/log(x); (q + y)*(q - y)", "a = x*y; b = a*a + a; b*b - a", "2x(3y + 1)(z - 2)", "x^2y^3z", "log2(x) + log10(y)",
    "asin(x/4)*acos(y/8)", "erf(x)*exp(x^2/4)", "sqrt(1 + sqrt(1 + sqrt(x)))", "x^10 - 10x^9 + 45x^8", "1/x - 1/x^2 + 1/x^3",
    "cosh(x)^2 - sinh(x)^2 + x", "exp(sin(x*y))*cos(z)", "mish(x) + gelu(y) + silu(z)", "softplus(x*y - 3)", "1e-3x^3 + 2.5e2/x",
]


def python_text(text):
    """Adjoint's language as SymPy reads it; only what WRITTEN uses."""
    from sympy.parsing.sympy_parser import (
        convert_xor, implicit_multiplication, parse_expr, standard_transformations)

    names = {**NAMES, **FUNCTIONS, "pi": sp.pi, "e": sp.E, "min": sp.Min, "max": sp.Max}
    for statement in text.split(";"):
        name, equals, value = statement.rpartition("=")
        expr = parse_expr(
            value.strip().replace("x^2y^3z", "x^2*y^3*z").replace("e^-x", "e^(-x)"), local_dict=dict(names),
            transformations=standard_transformations + (convert_xor, implicit_multiplication))
        if equals:
            names[name.strip()] = expr
    return sp.nsimplify(expr, rational=True)


def draw(rng, depth):
    """A random expression: its text and what it means."""
    if depth == 0 or rng.random() < 0.1:
        if rng.random() < 0.75:
            name = rng.choice("xyz")
            return name, NAMES[name]
        number = rng.choice([2, 3, 5, 7])
        return str(number), sp.Integer(number)
    kind = rng.random()
    if kind < 0.45:
        (a, p), (b, q) = draw(rng, depth - 1), draw(rng, depth - 1)
        sign = rng.choice("+-*/")
        return f"({a} {sign} {b})", {"+": p + q, "-": p - q, "*": p * q}[sign] if sign != "/" else p / q
    a, p = draw(rng, depth - 1)
    if kind < 0.55:
        n = rng.choice([-2, -1, 2, 3])
        return f"({a})^{n}", p**n
    if kind < 0.6:
        return f"(-{a})", -p
    name = rng.choice(sorted(FUNCTIONS))
    if name in POSITIVE:
        a, p = f"(({a})^2 + 1)", p**2 + 1
    elif name in UNIT:
        a, p = f"tanh({a})", sp.tanh(p)
    elif name in SMALL:
        a, p = f"atan({a})", sp.atan(p)
    return f"{name}({a})", FUNCTIONS[name](p)


def number(expr, point):
    value = sp.N(expr.subs(point) if not isinstance(expr, (int, float)) else expr, DIGITS)
    if not value.is_real or not value.is_finite:
        return None
    return value


def derivatives(text, expr, point):
    """A case, or None where the value is no good for a comparison."""
    used = sorted(set(re.findall("(?<![a-z_])[xyz](?![a-z_0-9])", text)))
    symbols = [NAMES[name] for name in used]
    at = {NAMES[name]: sp.Rational(*float(point[name]).as_integer_ratio()) for name in used}
    try:
        value = number(expr, at)
        gradient = [number(sp.diff(expr, v), at) for v in symbols]
        hessian = [number(sp.diff(expr, v, w), at) for v in symbols for w in symbols]
    except (TypeError, ValueError, ZeroDivisionError, AttributeError):
        return None
    numbers = [value, *gradient, *hessian]
    # What float64 could not hold well: huge numbers, and kinks where SymPy has no derivative.
    if any(n is None or abs(n) > 10**6 for n in numbers):
        return None
    return {
        "text": text, "variables": used, "point": [point[name] for name in used], "value": str(value),
        "gradient": [str(n) for n in gradient], "hessian": [str(n) for n in hessian],
    }


def main():
    rng = random.Random(20)
    cases = []
    for text in WRITTEN:
        expr = python_text(text)
        for _ in range(2):
            point = {name: rng.randrange(80, 900) / 256 for name in "xyz"}
            case = derivatives(text, expr, point)
            if case:
                cases.append(case)
    for name in sorted(FUNCTIONS):
        for value in (-1.75, -0.5, 0.375, 1.5, 3.25):
            case = derivatives(f"{name}(x)", FUNCTIONS[name](x), {"x": value})
            if case:
                cases.append(case)
    while len(cases) < 500:
        text, expr = draw(rng, rng.choice([2, 3, 3, 4]))
        if len(text) > 120 or not expr.free_symbols:
            continue
        case = derivatives(text, expr, {name: rng.randrange(-600, 600) / 256 for name in "xyz"})
        if case:
            cases.append(case)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "derivatives.json.gz")
    with open(path, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed:
        packed.write(json.dumps(cases, indent=0).encode())
    print(len(cases), "cases,", os.path.getsize(path), "bytes")


if __name__ == "__main__":
    main()
