using System.Text.Json;

namespace Adjoint.Cli.Tests;

/// <summary>What a run of the command left behind.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as the JSON document that it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Expects a failure with nothing on standard output and one line on standard error, and returns the line.</summary>
    public string ShouldFail(int exitCode)
    {
        ExitCode.ShouldBe(exitCode, Error);
        Output.ShouldBeEmpty();
        Error.ShouldStartWith("adjoint: ");
        Error.TrimEnd('\n').ShouldNotContain("\n");
        return Error.TrimEnd('\n');
    }

    /// <summary>Expects a failure that shows the place in the expression with a caret under a column, counted from 1.</summary>
    public void ShouldFailAt(int exitCode, int column)
    {
        ExitCode.ShouldBe(exitCode, Error);
        Output.ShouldBeEmpty();
        string[] lines = Error.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(3, Error);
        lines[0].ShouldStartWith($"adjoint: column {column}: ");
        lines[2].ShouldBe(new string(' ', column + 1) + "^");
    }
}
