using System.Text;

namespace Adjoint.Generators;

/// <summary>The name of a member in state dictionaries.</summary>
internal static class MemberName
{
    /// <summary>
    /// A C# name in PyTorch's convention: small letters, words apart by underscores, no underscore in front:
    /// <c>_conv1</c> and <c>Conv1</c> become conv1, <c>outProj</c> becomes out_proj, <c>QKVProj</c> qkv_proj.
    /// </summary>
    public static string Of(string name)
    {
        string given = name.TrimStart('_');
        var text = new StringBuilder();
        for (int i = 0; i < given.Length; i++)
        {
            if (i > 0 && StartsWord(given, i)) text.Append('_');
            text.Append(char.ToLowerInvariant(given[i]));
        }

        return text.ToString();
    }

    /// <summary>Whether state dictionaries can hold the name as one part of a dotted one.</summary>
    public static bool IsValid(string name) => name.Length > 0 && name.IndexOf('.') < 0;

    // A capital after a small letter or digit, or the last of several capitals before a small letter.
    private static bool StartsWord(string name, int i) =>
        char.IsUpper(name[i])
        && name[i - 1] != '_'
        && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
}
