using System.CommandLine;
using System.CommandLine.Invocation;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>The command itself: finds the subcommand, and turns what goes wrong into one line and an exit code.</summary>
internal static class AdjointCommand
{
    private const string Name = "adjoint";

    /// <summary>Runs a command line and returns the exit code.</summary>
    public static int Run(string[] args)
    {
        Command root = Create();
        ParseResult parsed = root.Parse(LeadingMinus.Protect(args, root));
        string command = parsed.CommandResult.Command.Name;
        string path = command == Name ? Name : $"{Name} {command}";
        if (LeadingMinus.Unknown(args, root) is { } unknown)
        {
            string meant = Meant(unknown, parsed.CommandResult.Command);
            return Fail($"unknown command or option '{unknown}'{(meant.Length > 0 ? meant : ".")} See {path} --help.", ExitCode.WrongUsage);
        }

        if (parsed.Action is ParseErrorAction)
        {
            return Fail($"{UsageError(parsed).TrimEnd('.')}{(UsageError(parsed).EndsWith('?') ? "" : ".")} See {path} --help.",
                ExitCode.WrongUsage);
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // Ctrl-C is the training's own business.
                ProcessTerminationTimeout = null,
            });
        }
        catch (UsageException e)
        {
            return Fail(e.Message, ExitCode.WrongUsage);
        }
        catch (ExpressionException e)
        {
            // Its caret needs lines of its own.
            Console.Error.WriteLine($"{Name}: {e.Message}");
            return ExitCode.WrongInput;
        }
        catch (Exception e) when (e is AdjointException or IOException or UnauthorizedAccessException)
        {
            return Fail(e.Message, ExitCode.WrongInput);
        }
        catch (OutOfMemoryException)
        {
            return Fail("there is not enough memory for this; smaller inputs or batches need less", ExitCode.WrongInput);
        }
    }

    private static Command Create()
    {
        // Not a RootCommand: that takes its name from the assembly, which is not what people type.
        var root = new Command(Name, "Deep learning for .NET that shows its work.")
        {
            new TrainCommand(), new OptimizeCommand(), new InspectCommand(), new DeriveCommand(), new CompletionCommand(),
            new VersionOption(),
        };
        root.Subcommands.Add(new CompleteCommand(root));
        ExampleHelp.AddTo(root, "adjoint train", "adjoint train --help", "adjoint derive \"x^2/log(x)\" --at x=3",
            "adjoint optimize rosenbrock --optimizer sgd,adam --lr 0.001",
            "adjoint inspect vgg16");
        return root;
    }

    private static string UsageError(ParseResult parsed) => parsed switch
    {
        { UnmatchedTokens: [string token, ..] } => $"unknown command or option '{token}'{Meant(token, parsed.CommandResult.Command)}",
        { Tokens: [] } => "no command given",
        _ => parsed.Errors[0].Message.TrimEnd('.'),
    };

    /// <summary>What a mistyped word may have been.</summary>
    private static string Meant(string token, Command command)
    {
        IEnumerable<string> known = token.StartsWith('-')
            ? command.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name))
            : command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name);
        string[] near = [.. Spelling.Near(token.TrimStart().Split('=')[0], known).Take(2)];
        return near.Length == 0 ? "" : $"; did you mean {string.Join(" or ", near)}?";
    }

    private static int Fail(string message, int code)
    {
        Console.Error.WriteLine($"{Name}: {message.ReplaceLineEndings(" ")}");
        return code;
    }
}
