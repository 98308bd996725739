namespace Adjoint.Kernels;

/// <summary>A key and the place it came from, as they are sorted.</summary>
internal interface ISortItem<TSelf> where TSelf : unmanaged, ISortItem<TSelf>
{
    /// <summary>Where it came from.</summary>
    int Place { get; }

    /// <summary>The key.</summary>
    ulong Key { get; }

    /// <summary>A key and its place.</summary>
    static abstract TSelf Of(ulong key, int place);

    /// <summary>Whether one comes before another, of equal keys the one of the lower place.</summary>
    static abstract bool IsBefore(TSelf a, TSelf b);
}

/// <summary>A key of up to 32 bits and a place in one word.</summary>
internal readonly struct NarrowItem(ulong word) : ISortItem<NarrowItem>
{
    private readonly ulong word = word;

    public int Place => (int)(uint)word;

    public ulong Key => word >> 32;

    public static NarrowItem Of(ulong key, int place) => new(key << 32 | (uint)place);

    public static bool IsBefore(NarrowItem a, NarrowItem b) => a.word < b.word;
}

/// <summary>A key of 64 bits and a place.</summary>
internal readonly struct WideItem(ulong key, int place) : ISortItem<WideItem>
{
    public int Place { get; } = place;

    public ulong Key { get; } = key;

    public static WideItem Of(ulong key, int place) => new(key, place);

    public static bool IsBefore(WideItem a, WideItem b) => a.Key != b.Key ? a.Key < b.Key : a.Place < b.Place;
}
