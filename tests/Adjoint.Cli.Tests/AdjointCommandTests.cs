namespace Adjoint.Cli.Tests;

public class AdjointCommandTests
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
    [InlineData("train --optimizer newton", "none of adam, adamw, sgd")]
    [InlineData("train --schedule up", "none of constant, linear, cosine")]
    [InlineData("train --warmup -1", "'-1' is not a whole number of at least 0")]
    [InlineData("train --weight-decay -1", "'-1' is not a number of at least 0")]
    [InlineData("train --clip 0", "'0' is not a number above 0")]
    [InlineData("train --ema 1", "'1' is not a number of at least 0 and below 1")]
    [InlineData("train --optimizer rprop --weight-decay 0.1", "rprop has no weight decay")]
    [InlineData("train --schedule one-cycle --warmup 3", "one-cycle has a warm-up of its own")]
    [InlineData("optimize", "no problem given")]
    [InlineData("optimize nothing", "'nothing' is no problem")]
    [InlineData("optimize saddle --problem beale", "given twice")]
    [InlineData("optimize a+b", "an expression needs a start: a=0,b=0")]
    [InlineData("optimize a+b --start a=1", "no value for b")]
    [InlineData("optimize a+b --start a=1,b=2,c=3", "no variable 'c'")]
    [InlineData("optimize a+b --start a=1,a=2", "'a' is given twice")]
    [InlineData("optimize a+b --start a", "'a' is not name=number")]
    [InlineData("optimize 3 --start a=1", "'3' has no variable")]
    [InlineData("optimize [a,b] --start a=1,b=1", "is a list")]
    [InlineData("optimize quadratic --optimizer newton", "'newton' is none of adam")]
    [InlineData("optimize quadratic --optimizer ,", "no optimizer is named")]
    [InlineData("optimize quadratic --lr -1", "'-1' is not a number above 0")]
    [InlineData("optimize quadratic --steps 0", "'0' is not a whole number of at least 1")]
    [InlineData("optimize quadratic --set speed=1", "has no setting 'speed'")]
    [InlineData("optimize quadratic --set beta1=", "is not name=number")]
    [InlineData("optimize quadratic --optimizer sgd --no-bias-correction", "has no setting 'biasCorrection'")]
    [InlineData("optimize quadratic --optimizer rprop --weight-decay 0.1", "rprop has no decoupled weight decay")]
    [InlineData("optimize quadratic --optimizer lion --l2 0.1", "lion has no L2 weight decay")]
    [InlineData("optimize beale --dim 3", "beale does not have 3 variables")]
    [InlineData("optimize rosenbrock --dim 1", "rosenbrock takes at least 2 variables")]
    [InlineData("optimize logistic --start x=1", "logistic begins at 0")]
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
    [InlineData("optimize --help", "adjoint optimize rosenbrock --optimizer sgd,adam,adamw,rmsprop --lr 0.01 --steps 500")]
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
