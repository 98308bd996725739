namespace Adjoint.Kernels;

/// <summary>A sparse matrix whose rows hold a few neighbouring weights each, added row by row.</summary>
internal sealed class BandedMatrix(int rows, int columns)
{
    private readonly int[] starts = new int[rows];
    private readonly int[] ends = new int[rows + 1];
    private readonly List<double> weights = [];
    private int added;

    /// <summary>Number of rows.</summary>
    public int Rows => rows;

    /// <summary>Number of columns.</summary>
    public int Columns => columns;

    /// <summary>Adds a row: its weights from a first column on.</summary>
    public void Add(int start, ReadOnlySpan<double> row)
    {
        starts[added] = start;
        weights.AddRange(row);
        ends[++added] = weights.Count;
    }

    /// <summary>First column of a row.</summary>
    public int Start(int row) => starts[row];

    /// <summary>The weights of a row.</summary>
    public ReadOnlySpan<double> Row(int row) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(weights)[ends[row]..ends[row + 1]];

    /// <summary>The transposed matrix. Starts and ends never fall from row to row, so rows that meet a column are neighbours.</summary>
    public BandedMatrix Transpose()
    {
        var first = new int[Columns];
        var last = new int[Columns];
        Array.Fill(first, int.MaxValue);
        Array.Fill(last, -1);
        for (int row = 0; row < Rows; row++)
        {
            for (int k = 0; k < Row(row).Length; k++)
            {
                int column = starts[row] + k;
                first[column] = Math.Min(first[column], row);
                last[column] = row;
            }
        }

        var transposed = new BandedMatrix(Columns, Rows);
        var buffer = new double[Rows];
        for (int column = 0; column < Columns; column++)
        {
            if (last[column] < 0)
            {
                transposed.Add(0, []);
                continue;
            }

            int length = 0;
            for (int row = first[column]; row <= last[column]; row++) buffer[length++] = Row(row)[column - starts[row]];

            transposed.Add(first[column], buffer.AsSpan(0, length));
        }

        return transposed;
    }
}
