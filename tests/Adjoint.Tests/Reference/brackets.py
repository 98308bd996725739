"""Writes brackets.json.gz: what x[...] reads and writes in PyTorch, for random mixtures of all that may stand there.

Run with PyTorch 1.13.1: python3 brackets.py. x counts from 0, so that its values say which places were taken. What is written counts
from 1000; where a place would be written twice, PyTorch leaves it open what stands there, and nothing is compared.
"""

import gzip
import json
import pathlib
import random

import torch

CASES = 600


def main():
    torch.set_num_threads(1)
    generator = random.Random(13)
    cases = []
    while len(cases) < CASES:
        case = draw(generator)
        if case is not None:
            cases.append(case)
    text = json.dumps(cases, separators=(",", ":"))
    target = pathlib.Path(__file__).with_name("brackets.json.gz")
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(cases)} cases, {sum(c['put'] is not None for c in cases)} with values to write, {target.stat().st_size:,} bytes")


def draw(generator):
    rank = generator.randint(0, 5)
    shape = [generator.choice((0, 1, 2, 2, 3, 3, 4)) if generator.random() < 0.97 else 0 for _ in range(rank)]
    entries, spoken = [], []
    common = [generator.choice((1, 2, 3)) for _ in range(generator.randint(0, 2))]
    axis, hidden = 0, generator.randint(0, rank) if generator.random() < 0.4 else None
    while axis < rank or generator.random() < 0.1:
        if hidden is not None and axis >= hidden:
            entries.append(Ellipsis)
            spoken.append({"kind": "ellipsis"})
            axis += generator.randint(0, rank - axis)
            hidden = None
            continue
        kind = generator.choice(("position", "range", "range", "new", "index", "index", "index", "mask", "stop"))
        if kind == "stop" and generator.random() < 0.5:
            break
        add(generator, kind, shape, axis, common, entries, spoken)
        axis += taken(entries[-1])
    try:
        x = torch.arange(torch.Size(shape).numel()).reshape(shape)
        y = x[tuple(entries)] if entries else None
    except IndexError:
        return None
    if y is None:
        return None
    return {"shape": shape, "entries": spoken, "result": as_json(y), "put": written(generator, x, tuple(entries), y)}


def taken(entry):
    if entry is None or entry is Ellipsis:
        return 0
    if torch.is_tensor(entry) and entry.dtype == torch.bool:
        return entry.dim()
    return 1


def add(generator, kind, shape, axis, common, entries, spoken):
    size = shape[axis] if axis < len(shape) else 2
    if kind == "mask":
        over = shape[axis : axis + generator.choice((1, 1, 1, 2, 0))]
        mask = torch.tensor([generator.random() < 0.5 for _ in range(torch.Size(over).numel())]).bool().reshape(over)
        entries.append(mask)
        spoken.append({"kind": "mask", **as_json(mask)})
    elif kind == "index" and size > 0:
        own = common[generator.randint(0, len(common)) :]
        own = [1 if generator.random() < 0.2 else s for s in own]
        numbers = [generator.randint(-size, size - 1) for _ in range(torch.Size(own).numel())]
        index = torch.tensor(numbers).long().reshape(own)
        entries.append(index)
        spoken.append({"kind": "index", **as_json(index)})
    elif kind == "position" and size > 0:
        at = generator.randint(-size, size - 1)
        entries.append(at)
        spoken.append({"kind": "position", "values": [at]})
    elif kind == "new":
        entries.append(None)
        spoken.append({"kind": "new"})
    else:
        start = generator.randint(0, size)
        stop, step = generator.randint(start, size), generator.choice((1, 1, 1, 2, 3))
        if generator.random() < 0.5:
            start, stop = 0, size
        entries.append(slice(start, stop, step))
        spoken.append({"kind": "range", "values": [start, stop, step]})


def written(generator, x, entries, y):
    if y.unique().numel() != y.numel():
        return None
    shape = [1 if generator.random() < 0.25 else s for s in y.shape]
    shape = [1] * generator.choice((0, 0, 1)) + shape[generator.randint(0, len(shape)) if generator.random() < 0.3 else 0 :]
    values = 1000 + torch.arange(torch.Size(shape).numel()).reshape(shape)
    target = x.clone()
    target[entries] = values
    return {"values": as_json(values), "result": as_json(target)}


def as_json(tensor):
    return {"shape": list(tensor.shape), "values": [int(v) for v in tensor.reshape(-1).tolist()]}


if __name__ == "__main__":
    main()
