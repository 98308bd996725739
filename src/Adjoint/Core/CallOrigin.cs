using System.Diagnostics;
using System.Text;

namespace Adjoint.Core;

/// <summary>Where in the user's program a call is made.</summary>
internal static class CallOrigin
{
    /// <summary>The stack of the caller outside the library, the innermost line first.</summary>
    public static string Here()
    {
        var text = new StringBuilder();
        string? library = typeof(CallOrigin).Assembly.FullName;
        bool outside = false;
        foreach (StackFrame frame in new StackTrace(1, true).GetFrames())
        {
            outside |= DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName != library;
            if (outside) text.Append(new StackTrace(frame).ToString());
        }

        return text.ToString();
    }
}
