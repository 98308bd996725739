namespace Adjoint.Tests.Architecture;

/// <summary>The rooms of the library, which are the top folders of its sources, and who may know whom.</summary>
internal static class Rooms
{
    private static readonly string[] UpToCore = ["Kernels", "Memory", "Tensors", "Notation", "Core"];
    private static readonly string[] UpToOps = [.. UpToCore, "Autograd", "Graphs", "Ops"];

    /// <summary>What each room may use besides itself.</summary>
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Kernels"] = [],
        ["Memory"] = ["Kernels"],
        ["Tensors"] = ["Kernels", "Memory"],
        ["Notation"] = [],
        ["Core"] = ["Kernels", "Memory", "Tensors", "Notation"],
        ["Autograd"] = UpToCore,
        ["Graphs"] = UpToCore,
        ["Ops"] = UpToCore,
        ["Symbolic"] = UpToOps,
        ["Nn"] = UpToOps,
        ["Optim"] = UpToOps,
        ["Data"] = UpToOps,
        ["Models"] = [.. UpToOps, "Nn"],
        ["Inspection"] = [.. UpToOps, "Nn", "Optim"],
        ["Training"] = [.. UpToOps, "Nn", "Optim", "Data", "Models"], // where a network and data meet
    };

    /// <summary>Whether a room may use what another one declares.</summary>
    /// <param name="room">The room that uses it.</param>
    /// <param name="other">The room that declares it.</param>
    public static bool Allows(string room, string other) => room == other || MayKnow[room].Contains(other);

    /// <summary>Whether there is a room of that name.</summary>
    /// <param name="room">A top folder under src/Adjoint.</param>
    public static bool Has(string room) => MayKnow.ContainsKey(room);
}
