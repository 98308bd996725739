namespace Adjoint.Ops;

/// <summary>
/// Samples images [N, C, sizes…] at places [N, P, axes], as an expression of operations: elements are looked up as rows of channels,
/// and weighted by polynomials in the places, so that derivatives in both follow.
/// </summary>
internal sealed class GridSampler
{
    private const double CubicA = -0.75;

    // Places whose neighbours single precision still tells apart.
    private const int FarthestReflected = 1 << 22;

    private readonly Tensor rows; // [N·volume, C], and one row of zeros at the end if those lie outside
    private readonly Tensor first; // [N, 1]: the first row of each image
    private readonly int[] sizes;
    private readonly int outside;
    private readonly GridSamplePadding padding;
    private readonly bool alignCorners;

    public GridSampler(Tensor images, GridSamplePadding padding, bool alignCorners)
    {
        int axes = images.Rank - 2;
        sizes = images.Shape.Span[2..].ToArray();
        (this.padding, this.alignCorners) = (padding, alignCorners);
        (int count, int channels, int volume) = (images.Shape[0], images.Shape[1], Shape.Product(sizes));
        Tensor table = images.Flatten(2).Transpose(1, 2).Reshape(count * volume, channels);
        outside = count * volume;
        rows = padding == GridSamplePadding.Zeros
            ? Tensor.Concat([table, Tensor.Zeros([1, channels], images.DType)])
            : table;
        first = (Tensor.Arange(count) * volume).Unsqueeze(1);
        System.Diagnostics.Debug.Assert(axes == sizes.Length);
    }

    /// <summary>The samples [N, P, C].</summary>
    public Tensor Sample(Tensor grid, GridSampleMode mode)
    {
        var places = new Tensor[sizes.Length];
        // The last axis of the image is the first number of a place.
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            Tensor place = Unnormalized(grid.Narrow(-1, sizes.Length - 1 - axis, 1).Squeeze(-1), sizes[axis]);
            places[axis] = mode != GridSampleMode.Bicubic ? Bounded(Padded(place, sizes[axis]), axis, 2)
                : Bounded(place, axis, padding == GridSamplePadding.Reflection ? FarthestReflected : 4);
        }

        return mode switch
        {
            GridSampleMode.Nearest => Row([.. places.Select(Nearest)]),
            GridSampleMode.Bilinear => Combine(places, 2, 0, (t, tap) => tap == 0 ? 1 - t : t),
            _ => Combine(places, 4, -1, (t, tap) => Cubic(t - (tap - 1))),
        };
    }

    /// <summary>Σ over all taps of the row at the tap, times the product of the weights along each axis.</summary>
    private Tensor Combine(Tensor[] places, int taps, int before, Func<Tensor, int, Tensor> weight)
    {
        Tensor[] floors = [.. places.Select(Floor)];
        var weights = new Tensor[places.Length][];
        var elements = new Tensor[places.Length][];
        for (int axis = 0; axis < places.Length; axis++)
        {
            Tensor t = places[axis] - floors[axis];
            weights[axis] = [.. Enumerable.Range(0, taps).Select(tap => weight(t, tap))];
            // Taps of a cubic may lie outside where the place itself does not.
            elements[axis] = [.. Enumerable.Range(before, taps).Select(tap => Element(floors[axis] + tap, axis, taps > 2))];
        }

        Tensor? sum = null;
        for (int corner = 0; corner < (int)Math.Pow(taps, places.Length); corner++)
        {
            var at = new Tensor[places.Length];
            Tensor? product = null;
            for (int axis = 0, rest = corner; axis < places.Length; axis++, rest /= taps)
            {
                at[axis] = elements[axis][rest % taps];
                product = product is null ? weights[axis][rest % taps] : product * weights[axis][rest % taps];
            }

            Tensor part = Row(at) * product!.Unsqueeze(-1);
            sum = sum is null ? part : sum + part;
        }

        return sum!;
    }

    private Tensor Element(Tensor place, int axis, bool pads) => pads ? Padded(place, sizes[axis]) : place;

    /// <summary>The rows [N, P, C] at whole places along each axis; zeros outside.</summary>
    private Tensor Row(Tensor[] places)
    {
        Tensor? index = null, inside = null;
        for (int axis = 0; axis < places.Length; axis++)
        {
            Tensor place = places[axis].Detach();
            Tensor within = place.GreaterEqual(0).And(place.LessEqual(sizes[axis] - 1));
            inside = inside is null ? within : inside.And(within);
            Tensor whole = place.MaskedFill(within.Not(), 0).To(DType.Int64);
            index = index is null ? whole : (index * sizes[axis]) + whole;
        }

        index = first + index!;
        if (padding == GridSamplePadding.Zeros) index = index.MaskedFill(inside!.Not(), outside);
        return rows.IndexSelect(0, index);
    }

    private Tensor Unnormalized(Tensor place, int size) =>
        alignCorners ? (place + 1) * ((size - 1) / 2.0) : (((place + 1) * size) - 1) / 2;

    /// <summary>
    /// A place within the image, where zeros do not lie around it; at and beyond the border it does not move with the grid.
    /// </summary>
    private Tensor Padded(Tensor place, int size)
    {
        if (padding == GridSamplePadding.Zeros) return place;
        if (padding == GridSamplePadding.Reflection) place = Reflected(place, size);
        Tensor inside = place.Greater(0).And(place.Less(size - 1));
        return Tensor.Where(inside, place, place.Detach().Clamp(0, size - 1));
    }

    private Tensor Reflected(Tensor place, int size)
    {
        (double low, double span) = alignCorners ? (0, size - 1) : (-0.5, (double)size);
        if (span == 0) return place * 0;
        Tensor distance = (place - low).Abs();
        Tensor flips = Floor(distance / span);
        Tensor rest = distance - (flips * span);
        Tensor odd = (flips - (Floor(flips / 2) * 2)).Equal(1);
        return Tensor.Where(odd, span - rest, rest) + low;
    }

    /// <summary>A place not farther outside than matters, so that its fraction is a number; NaN lies outside.</summary>
    private Tensor Bounded(Tensor place, int axis, int margin)
    {
        Tensor far = place.GreaterEqual(-margin).And(place.LessEqual(sizes[axis] - 1 + margin)).Not();
        return Tensor.Where(far, place.Detach().Clamp(-margin, sizes[axis] - 1 + margin).MaskedFill(place.IsNaN(), -margin), place);
    }

    /// <summary>The largest whole number that is not above; no gradient passes.</summary>
    private static Tensor Floor(Tensor x)
    {
        x = x.Detach();
        Tensor cut = x.To(DType.Int64).To(x.DType);
        return cut - cut.Greater(x).To(x.DType);
    }

    /// <summary>The nearest whole number, of two the even one.</summary>
    private static Tensor Nearest(Tensor x)
    {
        Tensor up = Floor(x + 0.5);
        Tensor isTie = (x.Detach() + 0.5).Equal(up).And((up - (Floor(up / 2) * 2)).Equal(1));
        return up - isTie.To(up.DType);
    }

    private static Tensor Cubic(Tensor signed)
    {
        Tensor d = signed.Abs();
        Tensor near = ((((CubicA + 2) * d) - (CubicA + 3)) * d * d) + 1;
        Tensor far = (((((CubicA * d) - (5 * CubicA)) * d) + (8 * CubicA)) * d) - (4 * CubicA);
        return Tensor.Where(d.LessEqual(1), near, far);
    }
}
