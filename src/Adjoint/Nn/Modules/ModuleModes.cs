namespace Adjoint.Nn;

/// <summary>Sets the mode of a model and all within it for a while, and gives each module its own back.</summary>
internal static class ModuleModes
{
    public static Scope Evaluating(Module model) => Set(model, false);

    public static Scope Training(Module model) => Set(model, true);

    private static Scope Set(Module model, bool training)
    {
        (Module, bool)[] before = [.. ModuleTree.Distinct(model).Select(entry => (entry.Module, entry.Module.Training))];
        model.Train(training);
        return new Scope(before);
    }

    /// <summary>Restores the modes.</summary>
    public readonly ref struct Scope((Module Module, bool Training)[] before)
    {
        public void Dispose()
        {
            foreach ((Module module, bool training) in before) module.Training = training;
        }
    }
}
