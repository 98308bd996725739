using Adjoint.Nn;

namespace Adjoint.Tests.Reference;

internal sealed partial class LayerTable
{
    private void Networks()
    {
        Decoders();
        Add("Unfold", () => new Unfold([2, 3], padding: 1, stride: (2, 1)));
        Add("Fold", () => new Fold((4, 5), 2, stride: 2, padding: (0, 1)));
        Add("FeatureAlphaDropout", () => new FeatureAlphaDropout(0.3));
        Add("UpsamplingNearest2d", () => new UpsamplingNearest2d(scaleFactor: 2));
        Add("UpsamplingBilinear2d", () => new UpsamplingBilinear2d((5, 4)));
        Add("Upsample area", () => new Upsample((2, 3), mode: UpsampleMode.Area));
        Add("Upsample exact", () => new Upsample(scaleFactor: (1.5, 0.7), mode: UpsampleMode.NearestExact));
        Add("CTCLoss", () => new CTCLoss(), (m, x) => m.Call(x[0].LogSoftmax(), x[1] + 1, Tensor.Of(7L, 6L), Tensor.Of(2L, 3L)));
        Add(
            "TripletMarginWithDistanceLoss",
            () => new TripletMarginWithDistanceLoss((a, b) => (a - b).Square().Sum(-1), 0.5, swap: true),
            (m, x) => m.Call(x[0], x[1], x[2]));
        Add(
            "AdaptiveLogSoftmaxWithLoss", () => new AdaptiveLogSoftmaxWithLoss(8, 9, [3, 6], 2),
            (m, x) => m.Call(x[0], x[1]) is var (output, loss) ? Join(output, loss) : output);
        Add(
            "AdaptiveLogSoftmaxWithLoss all", () => new AdaptiveLogSoftmaxWithLoss(8, 9, [3, 6], 2, headBias: true),
            (m, x) => m.LogProb(x[0]));
        Packed();
        Parametrized();
    }

    private void Decoders()
    {
        Tensor causal = Tensor.Ones([3, 3]).Triu(1).To(DType.Bool);
        Tensor ends = Tensor.From<int>(new[] { 0, 0, 1, 0, 0, 0 }, [2, 3]).To(DType.Bool);
        Tensor pads = Tensor.From<int>(new[] { 0, 0, 0, 0, 0, 1, 0, 0, 0, 0 }, [2, 5]).To(DType.Bool);
        Add("TransformerDecoderLayer", () => new TransformerDecoderLayer(4, 2, 6, 0), (m, x) => m.Call(x[0], x[1]));
        Add(
            "TransformerDecoderLayer first",
            () => new TransformerDecoderLayer(4, 2, 6, 0, y => y.Gelu(), batchFirst: true, normFirst: true),
            (m, x) => m.Call(x[0], x[1]));
        Add(
            "TransformerDecoderLayer masks", () => new TransformerDecoderLayer(4, 2, 6, 0),
            (m, x) => m.Call(x[0], x[1], tgtMask: causal, tgtKeyPaddingMask: ends, memoryKeyPaddingMask: pads));
        Add(
            "TransformerDecoder", () => new TransformerDecoder(new TransformerDecoderLayer(4, 2, 6, 0), 2, new LayerNorm(4)),
            (m, x) => m.Call(x[0], x[1], tgtKeyPaddingMask: ends, memoryKeyPaddingMask: pads, tgtIsCausal: true));
        Add("Transformer", () => new Transformer(4, 2, 1, 2, 6, 0), (m, x) => m.Call(x[0], x[1]));
        Add(
            "Transformer causal first", () => new Transformer(4, 2, 1, 2, 6, 0, batchFirst: true, normFirst: true),
            (m, x) => m.Call(x[0], x[1], tgtMask: Transformer.GenerateSquareSubsequentMask(3, x[1].DType)));
        Add(
            "MultiheadAttention without weights", () => new MultiheadAttention(4, 2),
            (m, x) => m.Call(x[0], x[0], x[0], needWeights: false, attnMask: causal).Output);
    }

    private void Packed()
    {
        foreach ((string name, Func<bool, Module> make) in new (string, Func<bool, Module>)[]
        {
            ("RNN", all => new RNN(3, 2, all ? 2 : 1, batchFirst: all, bidirectional: all)),
            ("GRU", all => new GRU(3, 2, all ? 2 : 1, batchFirst: all, bidirectional: all)),
            ("LSTM", all => new LSTM(3, 2, all ? 2 : 1, batchFirst: all, bidirectional: all)),
        })
        {
            Add($"{name} packed", () => make(false), (m, x) => Run(m, x, false));
            Add($"{name} packed all", () => make(true), (m, x) => Run(m, x, true));
        }

        Add("GRU packed state", () => new GRU(3, 2, bidirectional: true), (m, x) => Run(m, x, false));
        Add("LSTM packed projection", () => new LSTM(3, 4, projSize: 2), (m, x) => Run(m, x, false));

        static Tensor Run(Module module, Tensor[] x, bool batchFirst)
        {
            PackedSequence packed = Sequences.PackPaddedSequence(x[0], [2, 4, 1], batchFirst, enforceSorted: false);
            Tensor? state = x.Length > 1 ? x[1] : null;
            switch (module)
            {
                case LSTM lstm:
                    (PackedSequence y, (Tensor hidden, Tensor cell)) = lstm.Call(packed);
                    return LayerTable.Join(y.Data, hidden, cell);
                case GRU gru:
                    (PackedSequence output, Tensor last) = gru.Call(packed, state);
                    return LayerTable.Join(output.Data, last);
                default:
                    (PackedSequence plain, Tensor end) = ((RNN)module).Call(packed, state);
                    return LayerTable.Join(plain.Data, end);
            }
        }
    }

    private void Parametrized()
    {
        Add("Linear symmetric", () => Parametrize.RegisterParametrization(new Linear(3, 3), "weight", new Symmetric()));
        Add("Linear weight norm", () => Utils.WeightNorm(new Linear(3, 2)));
        Add("Conv2d weight norm", () => Utils.WeightNorm(new Conv2d(2, 3, 2), axis: 1));
        Add("Linear spectral norm", () => Utils.SpectralNorm(new Linear(3, 2)));
        Add("Linear spectral norm train", () => Utils.SpectralNorm(new Linear(3, 2), powerIterations: 2));
        Add("ConvTranspose2d spectral norm", () => Parametrizations.SpectralNorm(new ConvTranspose2d(2, 3, 2)));
        Add("Linear pruned", () => Prune.Identity(new Linear(3, 2), "weight"));
        Add("GRU weight norm", () => Utils.WeightNorm(new GRU(3, 2), "weight_hh_l0"), (m, x) =>
        {
            (Tensor output, Tensor hidden) = m.Call(x[0], (Tensor?)null);
            return Join(output, hidden);
        });
    }

    private sealed class Symmetric : Module
    {
        public override Tensor Forward(Tensor x) => x.Triu() + x.Triu(1).Transpose();
    }
}
