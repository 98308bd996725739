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
}
