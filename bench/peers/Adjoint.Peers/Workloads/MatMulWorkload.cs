using System.Text.Json.Nodes;

namespace Adjoint.Peers.Workloads;

/// <summary>[m, k] × [k, n]; a transposed operand lies the other way round in memory.</summary>
internal sealed class MatMulWorkload : Workload
{
    private readonly Tensor a;
    private readonly Tensor b;

    public MatMulWorkload(JsonObject arguments)
    {
        (int m, int k, int n) = (arguments.Whole("m"), arguments.Whole("k"), arguments.Whole("n"));
        a = arguments.Flag("transposeA") ? Numbers.Make(1, 1, k, m).Transpose() : Numbers.Make(1, 1, m, k);
        b = arguments.Flag("transposeB") ? Numbers.Make(2, 1, n, k).Transpose() : Numbers.Make(2, 1, k, n);
    }

    public override void Run() => a.MatMul(b);

    public override Tensor[] Outputs() => [a.MatMul(b)];
}
