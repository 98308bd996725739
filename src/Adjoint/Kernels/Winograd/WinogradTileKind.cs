namespace Adjoint.Kernels;

/// <summary>The kinds of tiles of a Winograd convolution.</summary>
internal enum WinogradTileKind
{
    /// <summary>No tile: another algorithm is faster, or the only one.</summary>
    None,

    /// <summary>F(2, 3): 2 by 2 outputs of 3 by 3 taps.</summary>
    Tile2,

    /// <summary>F(4, 3): 4 by 4 outputs of 3 by 3 taps.</summary>
    Tile4,

    /// <summary>F(2, 5): 2 by 2 outputs of 5 by 5 taps, with the error of <see cref="Tile4"/>.</summary>
    Tile2Taps5,
}
