using System.CommandLine;

namespace Adjoint.Cli;

/// <summary><c>adjoint completion bash</c>: prints what makes a shell complete the words of the command.</summary>
internal sealed class CompletionCommand : Command
{
    private const string Bash = """
        _adjoint() {
            local line="${COMP_LINE:0:COMP_POINT}"
            COMPREPLY=($(compgen -W "$(adjoint complete -- "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _adjoint adjoint
        """;

    private const string Zsh = """
        _adjoint() {
            local -a words_found
            words_found=("${(@f)$(adjoint complete -- "${BUFFER[1,CURSOR]}" 2>/dev/null)}")
            compadd -a words_found
        }
        compdef _adjoint adjoint
        """;

    private const string Fish = """
        complete -c adjoint -a '(adjoint complete -- (commandline -cp) 2>/dev/null)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName adjoint -ScriptBlock {
            param($word, $tree, $position)
            $line = $tree.ToString().PadRight($position).Substring(0, $position)
            adjoint complete -- $line 2>$null | Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["pwsh"] = PowerShell,
    };

    private readonly Argument<string> shell = new("shell") { Description = "bash, zsh, fish or pwsh" };

    public CompletionCommand()
        : base("completion", "Print a script that makes a shell complete commands and options.")
    {
        Arguments.Add(shell);
        shell.CompletionSources.Add(_ => Scripts.Keys.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        ExampleHelp.AddTo(this, "source <(adjoint completion bash)", "adjoint completion fish > ~/.config/fish/completions/adjoint.fish");
        SetAction(options =>
        {
            string name = options.GetValue(shell)!;
            if (!Scripts.TryGetValue(name, out string? script))
                throw new UsageException($"'{name}' is none of {string.Join(", ", Scripts.Keys)}. See adjoint completion --help.");
            Console.Out.WriteLine(script);
            return ExitCode.Done;
        });
    }
}
