namespace Adjoint.Kernels;

/// <summary>
/// Settings from environment variables. A wrong value is as none, and standard error says so once, as OpenMP does: they are read when
/// first needed, by whatever operation that is, and whoever catches its exceptions cannot help it.
/// </summary>
internal static class EnvironmentSetting
{
    /// <summary>A whole number from a variable.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="otherwise">What holds if it is not set, or wrong.</param>
    /// <param name="allows">Whether a number is right.</param>
    /// <param name="allowed">The same in words.</param>
    public static int Number(string name, int otherwise, Func<int, bool> allows, string allowed) =>
        Number(name, Environment.GetEnvironmentVariable(name), otherwise, allows, allowed, Say);

    /// <summary>The same for a value of it; null for none.</summary>
    internal static int Number(string name, string? text, int otherwise, Func<int, bool> allows, string allowed, Action<string> say)
    {
        if (string.IsNullOrWhiteSpace(text)) return otherwise;
        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && allows(number)) return number;
        say($"{name}={text} is ignored: it must be {allowed}. It is {otherwise} now.");
        return otherwise;
    }

    /// <summary>A word to whoever started the process.</summary>
    public static void Say(string message) => Console.Error.WriteLine($"Adjoint: {message}");
}
