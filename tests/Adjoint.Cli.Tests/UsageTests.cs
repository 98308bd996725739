namespace Adjoint.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("", "no command given")]
    [InlineData("--unknown", "adjoint --help")]
    [InlineData("fly", "'fly'")]
    [InlineData("train --unknown", "'--unknown'")]
    [InlineData("train extra", "'extra'")]
    [InlineData("train --epochs", "--epochs")]
    [InlineData("train --epochs 0", "'0' is not a whole number of at least 1")]
    [InlineData("train --epochs 1.5", "--epochs: '1.5'")]
    [InlineData("train --epochs 99999999999", "--epochs")]
    [InlineData("train --batch-size -1", "--batch-size: '-1'")]
    [InlineData("train --lr 0", "--lr: '0' is not a number above 0")]
    [InlineData("train --lr nan", "--lr: 'nan'")]
    [InlineData("train --seed x", "--seed: 'x'")]
    [InlineData("train --threads 0", "--threads: '0'")]
    [InlineData("train --optimizer lbfgs", "none of adam, adamw, sgd")]
    [InlineData("train --data mnist", "none of digits, fashion-mnist")]
    [InlineData("train --data-dir /tmp", "'digits' is embedded")]
    public void Wrong_usage_is_one_line_with_a_hint_and_exit_code_2(string line, string says)
    {
        string error = Cli.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ShouldFail(2);

        error.ShouldContain(says);
        error.ShouldContain("--help");
    }

    [Theory]
    [InlineData("--help", "adjoint train")]
    [InlineData("train --help", "adjoint train --data fashion-mnist --json > report.json")]
    [InlineData("train -h --epochs 0", "adjoint train")]
    public void Help_shows_an_example(string line, string example)
    {
        CliResult result = Cli.Run(line.Split(' '));

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldBeEmpty();
        result.Output.ShouldContain("Examples:");
        result.Output.ShouldContain($"  {example}");
        result.Output.ShouldContain("  adjoint ");
    }

    [Fact]
    public void The_version_is_told()
    {
        CliResult result = Cli.Run("--version");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldStartWith("0.");
    }
}
