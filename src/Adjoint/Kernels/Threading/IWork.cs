namespace Adjoint.Kernels;

/// <summary>
/// A kernel cut into independent items. Items write disjoint outputs, and the cut depends on the shapes only, never on
/// the number of threads, so that results are the same bits however many threads run them.
/// </summary>
internal interface IWork
{
    /// <summary>Runs one item. May be called from any thread, concurrently with the other items.</summary>
    void Do(int index);
}

/// <summary>A kernel cut into rows of equal work, of which an item takes some, one after the other.</summary>
internal interface IRowWork
{
    /// <summary>Runs one row. May be called from any thread, concurrently with other rows.</summary>
    void Row(int row);
}
