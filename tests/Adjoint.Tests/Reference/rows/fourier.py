"""Fourier transforms: torch.fft, with complex numbers as pairs (view_as_real)."""

import torch
import torch.fft as ft

from .table import given, positive, real

NAN = float("nan")


def pairs(function):
    """Of pairs, and to pairs if the result is complex."""

    def on(x, *others, **words):
        return out(function(torch.view_as_complex(x.contiguous()), *others, **words))

    return on


def out(y):
    return torch.view_as_real(y.resolve_conj()) if y.is_complex() else y


def add(table):
    line(table)
    several(table)
    short_time(table)
    words(table)


def line(table):
    row = table.row
    complexes = [(real(*s, 2),) for s in ([6], [2, 5], [7], [1], [3, 4], [11], [2, 9])]
    reals = [(real(*s),) for s in ([6], [2, 5], [7], [1], [2], [3, 8], [22], [15])]
    halves = [(real(*s, 2),) for s in ([4], [2, 3], [6], [2])]
    for name, function in (("Fft", ft.fft), ("Ifft", ft.ifft)):
        row(f"Fourier.{name}", "", pairs(function), *complexes)
    for name, function in (("Rfft", ft.rfft), ("Ihfft", ft.ihfft)):
        row(f"Fourier.{name}", "", lambda x, f=function: out(f(x)), *reals)
    for name, function in (("Irfft", ft.irfft), ("Hfft", ft.hfft)):
        row(f"Fourier.{name}", "", pairs(function), *halves)
    row("Fourier.Fft", "n=5 axis=0 ortho", pairs(lambda x: ft.fft(x, 5, 0, "ortho")), (real(3, 2, 2),), (real(7, 3, 2),))
    row("Fourier.Fft", "n=2 forward", pairs(lambda x: ft.fft(x, 2, norm="forward")), (real(3, 2),), (real(2, 1, 2),))
    row("Fourier.Ifft", "n=3 axis=-2 forward", pairs(lambda x: ft.ifft(x, 3, -2, "forward")), (real(2, 2, 2),), (real(4, 2, 2),))
    row("Fourier.Rfft", "n=6 axis=0 ortho", lambda x: out(ft.rfft(x, 6, 0, "ortho")), (real(3, 2),), (real(8, 2),))
    row("Fourier.Rfft", "n=3 forward", lambda x: out(ft.rfft(x, 3, norm="forward")), (real(4),), (real(2, 2),))
    row("Fourier.Irfft", "n=5", pairs(lambda x: ft.irfft(x, 5)), (real(3, 2),), (real(2, 2, 2),), (real(6, 2),))
    row("Fourier.Irfft", "n=1", pairs(lambda x: ft.irfft(x, 1)), (real(3, 2),))
    row("Fourier.Irfft", "n=7 axis=0 forward", pairs(lambda x: ft.irfft(x, 7, 0, "forward")), (real(3, 2, 2),), (real(5, 2, 2),))
    row("Fourier.Hfft", "n=5 ortho", pairs(lambda x: ft.hfft(x, 5, norm="ortho")), (real(2, 3, 2),), (real(4, 2),))
    row("Fourier.Ihfft", "n=5 forward", lambda x: out(ft.ihfft(x, 5, norm="forward")), (real(2, 4),), (real(7),))


def several(table):
    row = table.row
    row("Fourier.Fft2", "", pairs(ft.fft2), (real(2, 3, 4, 2),), (real(3, 5, 2),))
    row("Fourier.Fft2", "s=[2, 5] axes=[1, 0] ortho", pairs(lambda x: ft.fft2(x, (2, 5), (1, 0), "ortho")), (real(3, 4, 2),))
    row("Fourier.Ifft2", "", pairs(ft.ifft2), (real(3, 4, 2),), (real(2, 2, 3, 2),))
    row("Fourier.Fftn", "", pairs(ft.fftn), (real(2, 2, 3, 2),), (real(4, 2),))
    row("Fourier.Fftn", "s=[-1, 4]", pairs(lambda x: ft.fftn(x, (-1, 4))), (real(2, 2, 3, 2),))
    row("Fourier.Ifftn", "axes=[0] forward", pairs(lambda x: ft.ifftn(x, dim=(0,), norm="forward")), (real(3, 2, 2),))
    row("Fourier.Rfft2", "", lambda x: out(ft.rfft2(x)), (real(2, 3, 4),), (real(3, 5),))
    row("Fourier.Rfftn", "", lambda x: out(ft.rfftn(x)), (real(2, 2, 3),), (real(4),))
    row("Fourier.Rfftn", "s=[3, 2] axes=[2, 0]", lambda x: out(ft.rfftn(x, (3, 2), (2, 0))), (real(2, 2, 3),))
    row("Fourier.Irfft2", "", pairs(ft.irfft2), (real(3, 3, 2),), (real(2, 2, 4, 2),))
    row("Fourier.Irfftn", "s=[2, 5]", pairs(lambda x: ft.irfftn(x, (2, 5))), (real(2, 2, 3, 2),))
    row("Fourier.Hfft2", "", pairs(ft.hfft2), (real(3, 3, 2),))
    row("Fourier.Hfftn", "ortho", pairs(lambda x: ft.hfftn(x, norm="ortho")), (real(2, 2, 3, 2),))
    row("Fourier.Ihfft2", "", lambda x: out(ft.ihfft2(x)), (real(3, 4),), (real(2, 3, 5),))
    row("Fourier.Ihfftn", "", lambda x: out(ft.ihfftn(x)), (real(2, 3, 4),))
    row("Fourier.Fftshift", "", ft.fftshift, (real(5, 4),), (real(3),))
    row("Fourier.Fftshift", "axes=[0] pairs", lambda x: ft.fftshift(x, (0,)), (real(5, 3, 2),))
    row("Fourier.Ifftshift", "", ft.ifftshift, (real(5, 4),), (real(3),))


def short_time(table):
    row = table.row

    def stft(*sizes, window=None, **words):
        return lambda x: torch.view_as_real(torch.stft(x, *sizes, window=window, return_complex=True, **words))

    def istft(*sizes, window=None, **words):
        return pairs(lambda x: torch.istft(x, *sizes, window=window, **words))

    def hann(n):
        return torch.hann_window(n, dtype=torch.float64)

    row("Fourier.Stft", "8", stft(8), (real(12),), (real(2, 17),))
    row("Fourier.Stft", "6 hop=2 window=4 normalized", stft(6, 2, 4, window=hann(4), normalized=True), (real(2, 9),), (real(8),))
    row("Fourier.Stft", "5 hop=2 all beside", stft(5, 2, center=False, onesided=False), (real(9),), (real(2, 6),))
    row("Fourier.Stft", "4 hop=3 constant", stft(4, 3, pad_mode="constant"), (real(7),))
    row("Fourier.Istft", "8 hop=2", istft(8, 2, window=hann(8)), (real(5, 4, 2),), (real(2, 5, 6, 2),))
    hamming = torch.hamming_window(6, dtype=torch.float64)
    row("Fourier.Istft", "6 hop=2 length=9 normalized", istft(6, 2, window=hamming, normalized=True, length=9), (real(2, 4, 5, 2),))
    all_beside = istft(5, 2, window=torch.ones(5, dtype=torch.float64), center=False, onesided=False)
    row("Fourier.Istft", "5 hop=2 all beside", lambda x: out(all_beside(x)), (real(5, 3, 2),))


def words(table):
    row = table.row
    several = [(real(3, 2),), (real(2, 3, 2),), (given([0.0, 0.0, -1.0, 0.0, NAN, 1.0], 3, 2),)]
    row("ComplexPairs.Of", "", lambda a, b: torch.view_as_real(torch.complex(*torch.broadcast_tensors(a, b))), (real(2, 3), real(3)))
    row("ComplexPairs.Of", "real", lambda a: torch.view_as_real(torch.complex(a, torch.zeros_like(a))), (real(2, 3),))
    row("ComplexPairs.Polar", "", lambda a, b: torch.view_as_real(torch.polar(*torch.broadcast_tensors(a, b))), (positive(3), real(2, 3)))
    row("ComplexPairs.Real", "", pairs(torch.real), *several)
    row("ComplexPairs.Imag", "", pairs(torch.imag), *several)
    row("ComplexPairs.Conj", "", pairs(lambda x: x.conj().resolve_conj()), *several)
    row("ComplexPairs.Abs", "", pairs(torch.abs), *several)
    row("ComplexPairs.Angle", "", pairs(torch.angle), (real(5, 2),), (real(3, 4, 2),))
    row("ComplexPairs.Multiply", "", product, (real(2, 3, 2), real(3, 2)), (real(4, 2), real(4, 2)))


def product(a, b):
    return torch.view_as_real(torch.view_as_complex(a.contiguous()) * torch.view_as_complex(b.contiguous()))
