"""Writes trajectories.json.gz and schedules.json.gz: what PyTorch's optimizers and schedules do. Run with PyTorch 1.13: python3 make.py

Each trajectory is 200 steps in float64 on a random problem with random settings, written down at some of the steps:

    f(x, step) = x.A.x / 2 - b.x + sum of c cos(d x) + sum over i of 2 sin(step (i + 1.7)) x_i
    A positive definite,  x = a 3 x 2 matrix followed by a vector of 3

The last term stands for the noise of batches, and L-BFGS does without it. For without noise, steps of fixed length end up
bouncing around the minimum, and that amplifies rounding until trajectories have nothing to do with each other.

PyTorch 1.13 has no Lion, LAMB, LARS, Adafactor and Muon: papers.py writes their formulas out.
"""

import gzip
import json
import math
import pathlib
import random

import torch

import papers

STEPS, MATRIX, SIZE = 200, (3, 2), 9
KEPT = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 200]
torch.set_default_dtype(torch.float64)


class Problem:
    def __init__(self, seed):
        g = torch.Generator().manual_seed(seed)
        root = torch.randn(SIZE, SIZE, generator=g) / 3
        self.A = root @ root.T + 0.3 * torch.eye(SIZE)
        self.b, self.c, self.d, self.start = (torch.randn(SIZE, generator=g) for _ in range(4))

    def value(self, x, step):
        noise = torch.sin(step * (torch.arange(SIZE) + 1.7)) * 2
        return x @ self.A @ x / 2 - self.b @ x + (self.c * torch.cos(self.d * x)).sum() + noise @ x

    def json(self):
        return {name: getattr(self, name).flatten().tolist() for name in ("A", "b", "c", "d", "start")}


def parameters(problem):
    split = MATRIX[0] * MATRIX[1]
    return [problem.start[:split].reshape(MATRIX).clone().requires_grad_(), problem.start[split:].clone().requires_grad_()]


def run(problem, make, noisy):
    """The parameters after the kept steps."""
    parts = parameters(problem)
    optimizer = make(parts)
    path = {}

    def closure():
        for part in parts:
            part.grad = None
        loss = problem.value(torch.cat([part.flatten() for part in parts]), step if noisy else 0)
        loss.backward()
        return loss

    for step in range(1, STEPS + 1):
        optimizer.step(closure)
        if step in KEPT:
            path[step] = torch.cat([part.detach().flatten() for part in parts]).tolist()
    return path


def betas(s):
    return (s["beta1"], s["beta2"])


def adam_settings(r, rate=0.05):
    return dict(learningRate=r.uniform(0.2, 1) * rate, beta1=r.uniform(0, 0.95), beta2=r.uniform(0.8, 0.9995),
                epsilon=10 ** r.uniform(-10, -3), weightDecay=r.choice([0, r.uniform(0, 0.2)]))


def adam(kind, s, p, **more):
    return kind(p, lr=s["learningRate"], betas=betas(s), eps=s["epsilon"], weight_decay=s["weightDecay"], **more)


def sgd_settings(r):
    nesterov = r.random() < 0.4
    return dict(learningRate=r.uniform(0.005, 0.05), momentum=r.uniform(0.1, 0.9) if nesterov else r.choice([0, r.uniform(0, 0.9)]),
                dampening=0 if nesterov else r.uniform(0, 0.5), weightDecay=r.choice([0, r.uniform(0, 0.2)]), nesterov=nesterov,
                maximize=False)


def with_flag(settings, name, r, share=0.5):
    return {**settings, name: r.random() < share}


def lbfgs_settings(r):
    return dict(learningRate=r.uniform(0.3, 1), maxIterations=r.randrange(1, 6), historySize=r.randrange(2, 8),
                strongWolfe=r.random() < 0.6)


O = torch.optim
# name: settings at random, optimizer from settings
KINDS = {
    "SGD": (sgd_settings, lambda s, p: O.SGD(
        p, lr=s["learningRate"], momentum=s["momentum"], dampening=s["dampening"], weight_decay=s["weightDecay"], nesterov=s["nesterov"])),
    "Adam": (lambda r: with_flag(adam_settings(r), "amsgrad", r), lambda s, p: adam(O.Adam, s, p, amsgrad=s["amsgrad"])),
    "AdamW": (lambda r: with_flag(adam_settings(r), "amsgrad", r), lambda s, p: adam(O.AdamW, s, p, amsgrad=s["amsgrad"])),
    # The loop over single tensors has a factor too much in 1.13; the foreach form has not.
    "NAdam": (lambda r: {**adam_settings(r), "momentumDecay": r.uniform(0, 0.02)},
              lambda s, p: adam(O.NAdam, s, p, momentum_decay=s["momentumDecay"], foreach=True)),
    "RAdam": (adam_settings, lambda s, p: adam(O.RAdam, s, p)),
    "Adamax": (adam_settings, lambda s, p: adam(O.Adamax, s, p)),
    "Adagrad": (lambda r: dict(learningRate=r.uniform(0.02, 0.3), learningRateDecay=r.choice([0, r.uniform(0, 0.05)]),
                               weightDecay=r.choice([0, r.uniform(0, 0.2)]), initialAccumulator=r.choice([0, r.uniform(0, 1)]),
                               epsilon=10 ** r.uniform(-10, -3)),
                lambda s, p: O.Adagrad(p, lr=s["learningRate"], lr_decay=s["learningRateDecay"], weight_decay=s["weightDecay"],
                                       initial_accumulator_value=s["initialAccumulator"], eps=s["epsilon"])),
    "Adadelta": (lambda r: dict(learningRate=r.uniform(0.3, 1.5), rho=r.uniform(0.5, 0.99), epsilon=10 ** r.uniform(-6, -3),
                                weightDecay=r.choice([0, r.uniform(0, 0.2)])),
                 lambda s, p: O.Adadelta(p, lr=s["learningRate"], rho=s["rho"], eps=s["epsilon"], weight_decay=s["weightDecay"])),
    "RMSprop": (lambda r: dict(learningRate=r.uniform(0.001, 0.02), rho=r.uniform(0.5, 0.99), epsilon=10 ** r.uniform(-8, -3),
                               momentum=r.choice([0, r.uniform(0, 0.9)]), centered=r.random() < 0.5,
                               weightDecay=r.choice([0, r.uniform(0, 0.2)])),
                lambda s, p: O.RMSprop(p, lr=s["learningRate"], alpha=s["rho"], eps=s["epsilon"], momentum=s["momentum"],
                                       centered=s["centered"], weight_decay=s["weightDecay"])),
    "Rprop": (lambda r: dict(learningRate=r.uniform(0.005, 0.05), etaMinus=r.uniform(0.3, 0.7), etaPlus=r.uniform(1.05, 1.3),
                             leastStep=1e-6, mostStep=r.uniform(0.5, 50)),
              lambda s, p: O.Rprop(p, lr=s["learningRate"], etas=(s["etaMinus"], s["etaPlus"]), step_sizes=(s["leastStep"], s["mostStep"]))),
    "ASGD": (lambda r: dict(learningRate=r.uniform(0.005, 0.05), lambd=10 ** r.uniform(-5, -1), alpha=r.uniform(0.5, 1),
                            t0=r.choice([1e6, 20]), weightDecay=r.choice([0, r.uniform(0, 0.2)])),
             lambda s, p: O.ASGD(p, lr=s["learningRate"], lambd=s["lambd"], alpha=s["alpha"], t0=s["t0"], weight_decay=s["weightDecay"])),
    "LBFGS": (lbfgs_settings, lambda s, p: O.LBFGS(
        p, lr=s["learningRate"], max_iter=s["maxIterations"], history_size=s["historySize"],
        line_search_fn="strong_wolfe" if s["strongWolfe"] else None)),
    "Lion": (lambda r: dict(learningRate=r.uniform(0.001, 0.02), beta1=r.uniform(0, 0.95), beta2=r.uniform(0.8, 0.999),
                            weightDecay=r.choice([0, r.uniform(0, 0.5)])), papers.Lion),
    "Lamb": (lambda r: with_flag(adam_settings(r), "biasCorrection", r, 0.7), papers.Lamb),
    "Lars": (lambda r: dict(learningRate=r.uniform(0.5, 3), momentum=r.uniform(0, 0.9), trustCoefficient=r.uniform(0.001, 0.01),
                            weightDecay=r.choice([0, r.uniform(0, 0.2)])), papers.Lars),
    "Adafactor": (lambda r: dict(learningRate=r.uniform(0.01, 0.1), decayExponent=r.uniform(-0.9, -0.5), epsilon1=1e-30,
                                 epsilon2=10 ** r.uniform(-4, -2), threshold=r.uniform(0.5, 2), weightDecay=r.choice([0, r.uniform(0, 0.2)])),
                  papers.Adafactor),
    "Muon": (lambda r: dict(learningRate=r.uniform(0.005, 0.05), momentum=r.uniform(0, 0.95), weightDecay=r.choice([0, r.uniform(0, 0.2)]),
                            nesterov=r.random() < 0.5, epsilon=1e-7, iterations=r.randrange(3, 7)), papers.Muon),
}


def trajectories():
    r = random.Random(5)
    problems = [Problem(seed) for seed in range(4)]
    cases = []
    for name, (settings, make) in KINDS.items():
        for trial in range(6):
            s, number = settings(r), r.randrange(len(problems))
            path = run(problems[number], lambda parts: make(s, parts), name != "LBFGS")
            assert all(math.isfinite(x) for x in path[max(path)]), (name, s)
            cases.append(dict(optimizer=name, settings=s, problem=number, path=path))
    return dict(problems=[problem.json() for problem in problems], cases=cases)


def rates(make, count=120, rate=0.3):
    parameter = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=rate, momentum=0.9)
    scheduler = make(optimizer)
    found = []
    for _ in range(count):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return found


def plateau(**settings):
    parameter = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=0.3)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, **settings)
    r, found = random.Random(3), []
    measures = [5 / (1 + step / 4) + r.uniform(0, 0.6) for step in range(80)]
    for measure in measures:
        scheduler.step(measure)
        found.append(optimizer.param_groups[0]["lr"])
    return dict(measures=measures, rates=found)


def schedules():
    S = torch.optim.lr_scheduler
    cases = {
        "constant": lambda o: S.ConstantLR(o, 0.25, 7),
        "linear": lambda o: S.LinearLR(o, 0.2, 0.9, 30),
        "linear default": lambda o: S.LinearLR(o),
        "step": lambda o: S.StepLR(o, 13, 0.6),
        "multi-step": lambda o: S.MultiStepLR(o, [10, 17, 17, 60], 0.5),
        "exponential": lambda o: S.ExponentialLR(o, 0.97),
        "polynomial": lambda o: S.PolynomialLR(o, 70, 2.5),
        "cosine": lambda o: S.CosineAnnealingLR(o, 50, 0.02),
        "restarts": lambda o: S.CosineAnnealingWarmRestarts(o, 9, 2, 0.01),
        "restarts even": lambda o: S.CosineAnnealingWarmRestarts(o, 11),
        "one-cycle": lambda o: S.OneCycleLR(o, 0.3, 121),
        "one-cycle linear": lambda o: S.OneCycleLR(o, 0.3, 121, pct_start=0.4, anneal_strategy="linear", div_factor=10, final_div_factor=100),
        "one-cycle three": lambda o: S.OneCycleLR(o, 0.3, 121, three_phase=True),
        "cyclic": lambda o: S.CyclicLR(o, 0.3, 0.9, 8, 12),
        "cyclic halves": lambda o: S.CyclicLR(o, 0.3, 0.9, 10, mode="triangular2"),
        "cyclic fades": lambda o: S.CyclicLR(o, 0.3, 0.9, 10, mode="exp_range", gamma=0.98),
        "lambda": lambda o: S.LambdaLR(o, lambda step: 1 / (1 + step)),
        "sequential": lambda o: S.SequentialLR(o, [S.ConstantLR(o, 0.1, 5), S.ExponentialLR(o, 0.9), S.CosineAnnealingLR(o, 30)], [8, 40]),
        "chained": lambda o: S.ChainedScheduler([S.ConstantLR(o, 0.1, 5), S.ExponentialLR(o, 0.9)]),
    }
    plateaus = {
        "default": dict(patience=3),
        "absolute": dict(patience=2, threshold=0.05, threshold_mode="abs", factor=0.5, cooldown=4, min_lr=0.01),
        "larger": dict(patience=4, mode="max", threshold=0.1, factor=0.3),
    }
    return dict(rate=0.3, schedules={name: rates(make) for name, make in cases.items()},
                plateaus={name: plateau(**settings) for name, settings in plateaus.items()})


def write(name, document):
    text = json.dumps(document).encode()
    pathlib.Path(__file__).with_name(name).write_bytes(gzip.compress(text, mtime=0))


write("trajectories.json.gz", trajectories())
write("schedules.json.gz", schedules())
