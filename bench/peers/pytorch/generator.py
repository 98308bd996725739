"""Numbers that every language here makes alike, to the bit; see Numbers.cs."""

import numpy
import torch

SEED_STEP = 0x9E3779B9
CHUNK = 1 << 22
MOST = 256

# What tensors are made of: float64 when PyTorch is the referee.
dtype = torch.float32


def lowbias32(x):
    """The hash lowbias32 by C. Wellons, of an array of uint32, in place."""
    x ^= x >> 16
    x *= numpy.uint32(0x7FEB352D)
    x ^= x >> 15
    x *= numpy.uint32(0x846CA68B)
    x ^= x >> 16
    return x


def make(seed, factor, *sizes):
    """A tensor of such numbers times a factor."""
    count = int(numpy.prod(sizes, dtype=numpy.int64))
    values = numpy.empty(count, numpy.float32)
    start = seed * SEED_STEP % 2**32
    for begin in range(0, count, CHUNK):
        end = min(begin + CHUNK, count)
        index = numpy.arange(begin, end, dtype=numpy.int64) + start
        hashes = lowbias32(index.astype(numpy.uint32))
        chunk = (hashes >> 8).astype(numpy.float32)
        chunk /= numpy.float32(8388608)
        chunk -= numpy.float32(1)
        chunk *= numpy.float32(factor)
        values[begin:end] = chunk
    return torch.from_numpy(values).reshape(sizes).to(dtype)


def sample(tensor):
    """Up to 256 elements at places that depend on the count alone."""
    values = tensor.detach().contiguous().flatten()
    if values.numel() > MOST:
        places = lowbias32(numpy.arange(MOST, dtype=numpy.uint32)) % numpy.uint32(values.numel())
        values = values[torch.from_numpy(places.astype(numpy.int64))]
    return values.double().tolist()
