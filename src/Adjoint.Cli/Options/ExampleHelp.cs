using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Adjoint.Cli;

/// <summary>The usual help, followed by examples.</summary>
internal sealed class ExampleHelp(HelpAction help, string[] examples) : SynchronousCommandLineAction
{
    /// <summary>Gives a command's help these examples.</summary>
    public static void AddTo(Command command, params string[] examples)
    {
        HelpOption? option = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (option is null) command.Options.Add(option = new HelpOption());
        option.Action = new ExampleHelp(new HelpAction(), examples);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in examples) output.WriteLine($"  {example}");
        return code;
    }
}
