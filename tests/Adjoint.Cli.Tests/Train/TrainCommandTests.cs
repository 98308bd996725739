using System.Text.Json;

namespace Adjoint.Cli.Tests;

public class TrainCommandTests
{
    [Fact]
    public void Digits_are_learned_to_more_than_97_and_a_half_percent()
    {
        CliResult result = Cli.Run("train", "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        JsonElement report = result.Json;
        report.EnumerateObject().Select(property => property.Name).ShouldBe(
        [
            "data", "model", "parameters", "seed", "threads", "optimizer", "learningRate", "batchSize", "schedule", "warmup",
            "weightDecay", "clip", "ema", "skippedGradients", "epochs", "testAccuracy", "testLoss", "confusion", "seconds", "interrupted",
            "parametersSha256",
        ]);
        report.GetProperty("data").GetString().ShouldBe("digits");
        report.GetProperty("model").GetString().ShouldBe("digits");
        report.GetProperty("parameters").GetInt64().ShouldBe(71_754);
        report.GetProperty("learningRate").GetDouble().ShouldBe(0.001);
        report.GetProperty("interrupted").GetBoolean().ShouldBeFalse();
        report.GetProperty("testAccuracy").GetDouble().ShouldBeGreaterThan(0.975);
        report.GetProperty("parametersSha256").GetString()!.Length.ShouldBe(64);

        JsonElement[] epochs = [.. report.GetProperty("epochs").EnumerateArray()];
        epochs.Length.ShouldBe(30);
        epochs[^1].GetProperty("epoch").GetInt32().ShouldBe(30);
        epochs[^1].GetProperty("loss").GetDouble().ShouldBeLessThan(epochs[0].GetProperty("loss").GetDouble());
        epochs[^1].GetProperty("testAccuracy").GetDouble().ShouldBe(report.GetProperty("testAccuracy").GetDouble());
        epochs[^1].GetProperty("samplesPerSecond").GetDouble().ShouldBeGreaterThan(0);

        long[][] confusion = [.. report.GetProperty("confusion").EnumerateArray().Select(
            row => row.EnumerateArray().Select(cell => cell.GetInt64()).ToArray())];
        confusion.Length.ShouldBe(10);
        confusion.Sum(row => row.Sum()).ShouldBe(359);
        double right = confusion.Select((row, digit) => row[digit]).Sum();
        (right / 359).ShouldBe(report.GetProperty("testAccuracy").GetDouble(), 1e-15);
    }

    [Fact]
    public void Any_classifier_can_be_trained_and_is_inspected_first()
    {
        CliResult result = Cli.Run("train", "--model", "lenet5", "--epochs", "1", "--json");
        result.ExitCode.ShouldBe(0, result.Error);
        result.Json.GetProperty("model").GetString().ShouldBe("lenet5");
        result.Json.GetProperty("parameters").GetInt64().ShouldBe(61_706);
        result.Error.ShouldContain("receptive field");
        result.Error.ShouldContain("MACs an image");
        Cli.Run("train", "--model", "vgg").ShouldFail(1).ShouldContain("vgg11");
        Cli.Run("train", "--model", "unet").ShouldFail(1).ShouldContain("does not tell classes apart");
    }

    [Fact]
    public void A_person_is_told_the_accuracy_and_shown_a_table_without_control_codes()
    {
        CliResult result = Cli.Run("train", "--epochs", "2");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldStartWith("Test accuracy ");
        result.Output.ShouldContain("of 359");
        result.Output.ShouldContain("0    1    2    3    4    5    6    7    8    9");
        result.Error.ShouldContain("epoch 1/2");
        result.Error.ShouldContain("epoch 2/2");
        (result.Output + result.Error).ShouldNotContain("\u001b");
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit_and_the_seed_does()
    {
        string[] options = ["train", "--epochs", "2", "--json"];
        JsonElement one = Cli.Run([.. options, "--threads", "1"]).Json;

        foreach (string threads in new[] { "2", "3" })
        {
            JsonElement other = Cli.Run([.. options, "--threads", threads]).Json;
            other.GetProperty("threads").GetInt32().ShouldBe(int.Parse(threads, System.Globalization.CultureInfo.InvariantCulture));
            Digest(other).ShouldBe(Digest(one));
            other.GetProperty("testLoss").GetDouble().ShouldBe(one.GetProperty("testLoss").GetDouble());
        }

        Digest(Cli.Run([.. options, "--seed", "1"]).Json).ShouldNotBe(Digest(one));

        static string Digest(JsonElement report) => report.GetProperty("parametersSha256").GetString()!;
    }

    [Fact]
    public void Options_reach_the_training()
    {
        JsonElement report = Cli.Run(
            "train", "--epochs", "1", "--batch-size", "100", "--lr", "0.01", "--optimizer", "sgd", "--seed", "18446744073709551615",
            "--json").Json;

        report.GetProperty("batchSize").GetInt32().ShouldBe(100);
        report.GetProperty("learningRate").GetDouble().ShouldBe(0.01);
        report.GetProperty("optimizer").GetString().ShouldBe("sgd");
        report.GetProperty("seed").GetUInt64().ShouldBe(ulong.MaxValue);
        report.GetProperty("epochs").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public void Schedule_decay_clipping_and_averaging_reach_the_training()
    {
        string[] options = ["train", "--epochs", "1", "--optimizer", "lion", "--json"];
        JsonElement plain = Cli.Run(options).Json;
        JsonElement report = Cli.Run(
            [.. options, "--schedule", "cosine", "--warmup", "5", "--weight-decay", "0.25", "--clip", "0.5", "--ema", "0.9"]).Json;

        report.GetProperty("optimizer").GetString().ShouldBe("lion");
        report.GetProperty("schedule").GetString().ShouldBe("cosine");
        report.GetProperty("warmup").GetInt32().ShouldBe(5);
        report.GetProperty("weightDecay").GetDouble().ShouldBe(0.25);
        report.GetProperty("clip").GetDouble().ShouldBe(0.5);
        report.GetProperty("ema").GetDouble().ShouldBe(0.9);
        report.GetProperty("skippedGradients").GetInt64().ShouldBe(0);
        plain.GetProperty("ema").ValueKind.ShouldBe(JsonValueKind.Null);
        report.GetProperty("parametersSha256").GetString().ShouldNotBe(plain.GetProperty("parametersSha256").GetString());
    }

    [Fact]
    public void A_training_that_diverges_is_still_reported()
    {
        CliResult result = Cli.Run("train", "--epochs", "1", "--lr", "1e30", "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Json.GetProperty("testLoss").ValueKind.ShouldBe(JsonValueKind.Null);
        result.Json.GetProperty("skippedGradients").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Ctrl_C_ends_with_a_report_of_what_was_learned()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs the signals, and the env command, of Linux");
        CliResult result = Cli.Interrupt(
            line => line.StartsWith("epoch 3/", StringComparison.Ordinal), "train", "--epochs", "1000000", "--json");

        result.ExitCode.ShouldBe(130, result.Error);
        JsonElement report = result.Json;
        report.GetProperty("interrupted").GetBoolean().ShouldBeTrue();
        report.GetProperty("epochs").GetArrayLength().ShouldBeGreaterThanOrEqualTo(3);
        report.GetProperty("testAccuracy").GetDouble().ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Ctrl_C_tells_a_person_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs the signals, and the env command, of Linux");
        CliResult result = Cli.Interrupt(
            line => line.StartsWith("epoch 1/", StringComparison.Ordinal), "train", "--epochs", "1000000");

        result.ExitCode.ShouldBe(130, result.Error);
        result.Output.ShouldStartWith("Interrupted in epoch ");
        result.Output.ShouldContain("Test accuracy ");
    }
}
