"""Optimizers that PyTorch 1.13 lacks, as their papers state them, in plain double precision."""

import math

import torch


class Paper:
    """Settings, parameters, the number of the step, and one memory for each name and parameter."""

    def __init__(self, settings, parameters):
        self.s, self.parameters, self.t, self.memory = settings, parameters, 0, {}

    @torch.no_grad()
    def step(self, closure):
        with torch.enable_grad():
            closure()
        self.t += 1
        for number, theta in enumerate(self.parameters):
            self.number = number
            theta.copy_(self.after(theta.clone(), theta.grad))

    def average(self, name, keep, value):
        """The memory of a name, kept by a share and moved towards a value by the rest."""
        before = self.memory.get((name, self.number), torch.zeros_like(value))
        now = self.memory[name, self.number] = keep * before + (1 - keep) * value
        return before, now


class Lion(Paper):
    """Chen et al. 2023, algorithm 2."""

    def after(self, theta, g):
        s = self.s
        m, _ = self.average("m", s["beta2"], g)
        c = s["beta1"] * m + (1 - s["beta1"]) * g
        return theta - s["learningRate"] * (torch.sign(c) + s["weightDecay"] * theta)


class Lamb(Paper):
    """You et al. 2020, algorithm 2, with phi the identity."""

    def after(self, theta, g):
        s = self.s
        _, m = self.average("m", s["beta1"], g)
        _, v = self.average("v", s["beta2"], g * g)
        if s["biasCorrection"]:
            m, v = m / (1 - s["beta1"] ** self.t), v / (1 - s["beta2"] ** self.t)
        u = m / (v.sqrt() + s["epsilon"]) + s["weightDecay"] * theta
        return theta - s["learningRate"] * theta.norm() / u.norm() * u


class Lars(Paper):
    """You, Gitman & Ginsburg 2017, algorithm 1."""

    def after(self, theta, g):
        s = self.s
        local = s["trustCoefficient"] * theta.norm() / (g.norm() + s["weightDecay"] * theta.norm())
        v = self.memory.get(self.number, torch.zeros_like(g))
        v = self.memory[self.number] = s["momentum"] * v + s["learningRate"] * local * (g + s["weightDecay"] * theta)
        return theta - v


class Adafactor(Paper):
    """Shazeer & Stern 2018, algorithms 4 and 5; decoupled decay first, as PyTorch does since 2.5."""

    def after(self, theta, g):
        s, t = self.s, self.t
        keep = 1 - t ** s["decayExponent"]
        square = g * g + s["epsilon1"]
        if g.dim() == 2:
            n, m = g.shape
            _, rows = self.average("rows", keep, square @ torch.ones(m))
            _, columns = self.average("columns", keep, torch.ones(n) @ square)
            v = torch.outer(rows, columns) / rows.sum()
        else:
            _, v = self.average("v", keep, square)
        u = g / v.sqrt()
        u = u / max(1, rms(u) / s["threshold"])
        theta = theta * (1 - s["learningRate"] * s["weightDecay"])
        return theta - max(s["epsilon2"], rms(theta)) * min(s["learningRate"], 1 / math.sqrt(t)) * u


class Muon(Paper):
    """Jordan et al. 2024, in PyTorch 2.9's conventions; AdamW at its defaults and the same rate for what is no matrix."""

    def after(self, theta, g):
        s = self.s
        if g.dim() < 2:
            _, m = self.average("m", 0.9, g)
            _, v = self.average("v", 0.999, g * g)
            m, v = m / (1 - 0.9 ** self.t), v / (1 - 0.999 ** self.t)
            return theta * (1 - s["learningRate"] * 1e-2) - s["learningRate"] * m / (v.sqrt() + 1e-8)
        mu = s["momentum"]
        _, b = self.average("b", mu, g)
        x = (1 - mu) * g + mu * b if s["nesterov"] else b
        x = x / (x.norm() + s["epsilon"])
        for _ in range(s["iterations"]):
            a = x @ x.T
            x = 3.4445 * x + (-4.775 * a + 2.0315 * a @ a) @ x
        rate = s["learningRate"] * math.sqrt(max(1, g.shape[0] / g.shape[1]))
        return theta * (1 - s["learningRate"] * s["weightDecay"]) - rate * x


def rms(x):
    return (x.norm() / math.sqrt(x.numel())).item()
