namespace Adjoint.Nn;

/// <summary>A module some of whose tensors are not there before its first input, or a state that is loaded, tells their sizes.</summary>
internal interface ILazyModule
{
    /// <summary>Whether its tensors are not there yet.</summary>
    bool IsPending { get; }

    /// <summary>The type that they will have.</summary>
    DType Type { set; }

    /// <summary>Makes the tensors in the sizes of a state that has them under the module's own names.</summary>
    void MakeLike(Func<string, Tensor?> state);
}

/// <summary>What modules that are not ready say.</summary>
internal static class Lazy
{
    /// <summary>In the place of a size that the first input tells.</summary>
    public const int Unknown = int.MinValue;

    /// <summary>The error of whoever asks for tensors that are not there.</summary>
    public static AdjointException Pending(string module) => new(
        $"{module}: its parameters are not there before the first input tells their sizes. Run the network once on an input of the right "
        + "shape, and then use its parameters, as for an optimizer.");

    /// <summary>Fails if a module of a tree is not ready.</summary>
    public static void Check(Module root)
    {
        foreach (ModuleEntry entry in ModuleTree.Distinct(root))
        {
            if (entry.Module is ILazyModule { IsPending: true })
                throw Pending(entry.Path.Length == 0 ? entry.Module.GetType().Name : $"{entry.Module.GetType().Name} \"{entry.Path}\"");
        }
    }

    /// <summary>Makes the tensors of all modules of a tree that a state has.</summary>
    public static void MakeLike(Module root, IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (ModuleEntry entry in ModuleTree.All(root))
            if (entry.Module is ILazyModule { IsPending: true } lazy) lazy.MakeLike(name => state.GetValueOrDefault(entry.Name(name)));
    }
}
