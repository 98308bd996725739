using System.Text.Json.Nodes;

namespace Adjoint.Peers.Workloads;

/// <summary>Reads the arguments of a workload.</summary>
internal static class Arguments
{
    public static int Whole(this JsonObject arguments, string name, int missing = 0) =>
        arguments[name]?.GetValue<int>() ?? missing;

    public static bool Flag(this JsonObject arguments, string name) => arguments[name]?.GetValue<bool>() ?? false;

    public static string Text(this JsonObject arguments, string name) => arguments[name]!.GetValue<string>();

    public static int[] Sizes(this JsonObject arguments, string name) =>
        [.. arguments[name]!.AsArray().Select(size => size!.GetValue<int>())];
}
