namespace Adjoint.Nn;

/// <summary>The modules that are being printed on this thread, each within the one before.</summary>
internal static class ModulePrinting
{
    private const int MostDeep = 100;

    [ThreadStatic] private static List<Module>? open;

    /// <summary>Begins to print a module.</summary>
    public static Entry Enter(Module module)
    {
        open ??= [];
        bool isShort = open.Count >= MostDeep || open.Exists(outer => ReferenceEquals(outer, module));
        open.Add(module);
        return new Entry(open, isShort);
    }

    /// <summary>One module being printed.</summary>
    public readonly ref struct Entry(List<Module> open, bool isShort)
    {
        /// <summary>Whether to leave out what is in it.</summary>
        public bool IsShort => isShort;

        /// <summary>Ends it.</summary>
        public void Dispose() => open.RemoveAt(open.Count - 1);
    }
}
