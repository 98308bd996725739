using static System.Runtime.InteropServices.CollectionsMarshal;

namespace Adjoint.Symbolic;

/// <summary>Steps over memory allocated beforehand: running allocates nothing.</summary>
internal sealed class Program
{
    private double[] own = [];

    public List<Step> Steps { get; private set; } = []; // what runs, in order
    public List<(int Location, double Value)> Constants { get; } = [];
    public List<(int Location, Tensor Values)> Tables { get; } = []; // rows that are known
    public List<(int Argument, int Location, int Count)> Loads { get; } = []; // numbers of the argument, and rows read as tensors
    public List<(Location Location, int Count)> Zeros { get; } = []; // what starts at 0, since sums gather there
    public List<(int Location, int Gradient, int Count)> Stores { get; } = []; // numbers that go to places of the gradient
    public List<(Location Location, int Gradient, int Count)> Copies { get; } = []; // rows that go to the gradient
    public int Value { get; set; } // where the function's value is

    /// <summary>Allocates the program's memory, pinned, and writes what is known.</summary>
    public double[] Allocate(int count)
    {
        own = GC.AllocateArray<double>(count, pinned: true);
        foreach ((int place, double value) in Constants) own[place] = value;
        foreach ((int place, Tensor values) in Tables) values.CopyTo(own.AsSpan(place));
        return own;
    }

    /// <summary>The same program over memory of its own.</summary>
    public Program Copy()
    {
        var copy = (Program)MemberwiseClone();
        copy.own = GC.AllocateUninitializedArray<double>(own.Length, pinned: true);
        own.CopyTo(copy.own, 0);
        Tensor memory = Tensor.Wrap(copy.own);
        copy.Steps = Steps.ConvertAll(step => step.Over(memory));
        return copy;
    }

    /// <summary>Runs the steps.</summary>
    public unsafe double Run(ReadOnlySpan<double> x, Span<double> gradient)
    {
        fixed (double* m = own, argument = x, to = gradient)
        {
            double** memory = stackalloc double*[3];
            memory[(int)Memory.Own] = m;
            memory[(int)Memory.Argument] = argument;
            memory[(int)Memory.Gradient] = to;
            foreach ((int from, int place, int count) in AsSpan(Loads))
            {
                if (count == 1) m[place] = argument[from];
                else x.Slice(from, count).CopyTo(own.AsSpan(place));
            }

            foreach ((Location place, int count) in AsSpan(Zeros))
                new Span<double>(memory[(int)place.Memory] + place.Offset, count).Clear();
            foreach (Step step in AsSpan(Steps)) step.Run(memory);
            foreach ((int place, int target, int count) in AsSpan(Stores))
            {
                if (count == 1) to[target] = m[place];
                else gradient.Slice(target, count).Fill(m[place]);
            }

            foreach ((Location place, int target, int count) in AsSpan(Copies))
                new ReadOnlySpan<double>(memory[(int)place.Memory] + place.Offset, count).CopyTo(gradient[target..]);
            return m[Value];
        }
    }
}
