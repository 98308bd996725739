using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Adjoint.Cli;

/// <summary>The usual help, followed by examples.</summary>
internal sealed class ExampleHelp(HelpAction help, string[] examples, string notes = "") : SynchronousCommandLineAction
{
    /// <summary>Gives a command's help these examples.</summary>
    public static void AddTo(Command command, params string[] examples) => AddTo(command, "", examples);

    /// <summary>The same, with lines in front of the examples.</summary>
    public static void AddTo(Command command, string notes, string[] examples)
    {
        HelpOption? option = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (option is null) command.Options.Add(option = new HelpOption());
        option.Action = new ExampleHelp(new HelpAction(), examples, notes);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (notes.Length > 0) output.WriteLine(notes + "\n");
        output.WriteLine("Examples:");
        foreach (string example in examples) output.WriteLine($"  {example}");
        return code;
    }
}
