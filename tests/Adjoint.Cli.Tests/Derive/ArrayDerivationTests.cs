using System.Text.Json;

namespace Adjoint.Cli.Tests;

public sealed class ArrayDerivationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void Least_squares_with_values_in_lists()
    {
        CliResult result = Cli.Run("derive", "sum((W @ x - b)^2)", "--at", "W=[[1,2],[3,4],[5,6]], x=[1,-1], b=[0,1,0]");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("∂f/∂W = 2(W x - b) xᵀ\n    3 × 2; checked");
        result.Output.ShouldContain("∂f/∂x = 2 Wᵀ (W x - b)");
        result.Output.ShouldContain("v1 = W @ x                    3       [-1, -1, -1]  [-2, -4, -2]");
    }

    [Fact]
    public void A_network_with_letters_for_lengths()
    {
        CliResult result = Cli.Run(
            "derive", "-log(softmax(W2 @ sigmoid(W1 @ x + b1))[k])", "--shapes", "W1: h x d, x: d, b1: h, W2: c x h, k: index");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("∂f/∂W2 = (softmax(W2 sigmoid(W1 x + b1)) - onehot(k, c)) sigmoid(W1 x + b1)ᵀ");
        result.Output.ShouldNotContain("NOT");
    }

    [Fact]
    public void Columns_of_a_table()
    {
        string path = Path.Combine(folder, "data.csv");
        File.WriteAllText(path, "\uFEFFsize;age;price\r\n1,0;2;3\r\n2;\"1\";5\r\n3;4;9\r\n");

        CliResult result = Cli.Run("derive", "mean((X @ w - y)^2)", "--at", $"X={path}[size,age], y={path}[price], w=[0,0]", "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        JsonElement json = JsonDocument.Parse(result.Output).RootElement;
        json.GetProperty("variables").GetProperty("X")[2][1].GetDouble().ShouldBe(4);
        JsonElement slope = json.GetProperty("gradient").GetProperty("w");
        slope.GetProperty("reverse")[0].GetDouble().ShouldBe(-80.0 / 3, 1e-12);
        slope.GetProperty("formula").GetString().ShouldBe("2 Xᵀ (X w - y)/3");
        slope.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()).ShouldBe([2]);
        json.GetProperty("trace")[0].GetProperty("adjoint").GetArrayLength().ShouldBe(3);
    }

    [Theory]
    [InlineData("<f8", false)]
    [InlineData(">f4", false)]
    [InlineData("<i2", true)]
    [InlineData("|u1", true)]
    public void An_array_of_NumPy(string type, bool isFortran)
    {
        string path = Path.Combine(folder, "image.npy");
        WriteNpy(path, type, isFortran, 4, 3);

        CliResult result = Cli.Run("derive", "conv(x, k, stride=2, pad=1)", "--at", $"x={path}, k=[[0,1,0],[1,-4,1],[0,1,0]]", "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        JsonElement json = JsonDocument.Parse(result.Output).RootElement;
        // Entries 1 to 12 by rows: at the corner 2 + 4 - 4·1.
        json.GetProperty("value")[0][0].GetDouble().ShouldBe(2);
        json.GetProperty("variables").GetProperty("x")[1][0].GetDouble().ShouldBe(4);
        json.GetProperty("jacobian").GetProperty("x").GetProperty("disagreement").GetDouble().ShouldBeLessThan(1e-7);
    }

    [Fact]
    public void A_Hessian_a_direction_and_critical_points()
    {
        CliResult result = Cli.Run(
            "derive", "w' A w", "--at", "w=[1,2], A=[[2,1],[1,3]]", "--wrt", "w", "--order", "2", "--direction", "w=[3,4]", "--critical");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("∂²f/∂w∂w = A + Aᵀ");
        result.Output.ShouldContain("eigenvalues 2.76393, 7.23607: positive definite");
        result.Output.ShouldContain("per unit of length: 16");
        result.Output.ShouldContain("w = [0, 0]: minimum, f = 0");
    }

    [Fact]
    public void Latex_has_fractions_matrices_and_shapes()
    {
        CliResult result = Cli.Run("derive", "x' A x", "--shapes", "x: n, A: n x n", "--latex", "--entries");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain(@"\frac{\partial f}{\partial x} &= \left(A + A^{\top}\right) x && \in \mathbb{R}^{n}");
        result.Output.Count(c => c == '{').ShouldBe(result.Output.Count(c => c == '}'));
    }

    [Theory]
    [InlineData("W @ x", "W=[[1,2]], x=[1,2,3]", 1, "1 × 2 and a vector of 3")]
    [InlineData("sum(x)", "x=missing.csv", 1, "there is no file 'missing.csv' for x")]
    [InlineData("sum(x*y)", "x=[1,2]", 2, "no value for y")]
    [InlineData("sum(x)", "x=[1,2], z=3", 2, "the expression has no variable 'z'")]
    [InlineData("sum(x)", "x=[1,[2]]", 2, "the parts of a list have the same shape")]
    [InlineData("x[k]", "x=[1,2], k=3", 1, "there is no entry 3: the axis has 2, counted from 1")]
    public void Bad_input_gives_a_line(string text, string at, int code, string message)
    {
        CliResult result = Cli.Run("derive", text, "--at", at);

        result.ExitCode.ShouldBe(code);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain(message);
    }

    [Fact]
    public void Options_for_numbers_are_refused() => Cli.Run("derive", "sum(x)", "--at", "x=[1,2]", "--round", "2")
        .Error.ShouldContain("--round: is for expressions of numbers, and this one has arrays");

    private static void WriteNpy(string path, string type, bool isFortran, int rows, int columns)
    {
        string header =
            $"{{'descr': '{type}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': ({rows}, {columns}), }}".PadRight(117)
            + "\n";
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write((byte[])[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0]);
        writer.Write((ushort)header.Length);
        writer.Write(System.Text.Encoding.ASCII.GetBytes(header));
        for (int at = 0; at < rows * columns; at++)
        {
            int value = isFortran ? (at % rows * columns) + (at / rows) + 1 : at + 1;
            byte[] bytes = type switch
            {
                "<f8" => BitConverter.GetBytes((double)value),
                ">f4" => [.. BitConverter.GetBytes((float)value).Reverse()],
                "<i2" => BitConverter.GetBytes((short)value),
                _ => [(byte)value],
            };
            writer.Write(bytes);
        }
    }
}
