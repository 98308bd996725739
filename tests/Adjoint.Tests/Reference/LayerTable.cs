using Adjoint.Nn;

namespace Adjoint.Tests.Reference;

/// <summary>How each layer of layers.py is made and called here.</summary>
internal sealed partial class LayerTable
{
    private readonly Dictionary<string, (Func<Module> Make, Func<Module, Tensor[], Tensor> Call)> rows = [];

    public LayerTable()
    {
        Activations();
        Linears();
        foreach (int axes in new[] { 1, 2, 3 }) Images(axes);
        Normalizations();
        Resizes();
        Recurrents();
        Attention();
        Losses();
        Networks();
    }

    public IEnumerable<string> Names => rows.Keys;

    public (Func<Module> Make, Func<Module, Tensor[], Tensor> Call) this[string name] => rows[name];

    private void Add(string name, Func<Module> make) => rows.Add(name, (make, (module, x) => module.Call(x[0])));

    private void Add<T>(string name, Func<T> make, Func<T, Tensor[], Tensor> call) where T : Module =>
        rows.Add(name, (make, (module, x) => call((T)module, x)));

    private static Tensor Join(params Tensor[] parts) => Tensor.Concat([.. parts.Select(part => part.Reshape(-1))]);

    private static Tensor Join((Tensor Values, Tensor Indices) found) => Join(found.Values, found.Indices.To(found.Values.DType));

    private void Activations()
    {
        Add("ReLU", () => new ReLU());
        Add("ReLU6", () => new ReLU6());
        Add("LeakyReLU 0.2", () => new LeakyReLU(0.2));
        Add("ELU 0.7", () => new ELU(0.7));
        Add("CELU 0.5", () => new CELU(0.5));
        Add("SELU", () => new SELU());
        Add("GELU", () => new GELU());
        Add("GELU tanh", () => new GELU(tanh: true));
        Add("SiLU", () => new SiLU());
        Add("Mish", () => new Mish());
        Add("Hardswish", () => new Hardswish());
        Add("Hardtanh", () => new Hardtanh());
        Add("Hardshrink", () => new Hardshrink());
        Add("Softshrink 0.3", () => new Softshrink(0.3));
        Add("Tanhshrink", () => new Tanhshrink());
        Add("Softplus", () => new Softplus());
        Add("Softplus 2 3", () => new Softplus(2, 3));
        Add("Softsign", () => new Softsign());
        Add("Sigmoid", () => new Sigmoid());
        Add("LogSigmoid", () => new LogSigmoid());
        Add("Tanh", () => new Tanh());
        Add("Threshold", () => new Threshold(0.1, 20));
        Add("RReLU", () => new RReLU());
        Add("Softmax 1", () => new Softmax(1));
        Add("LogSoftmax 1", () => new LogSoftmax(1));
        Add("Softmin 0", () => new Softmin(0));
        Add("Identity", () => new Identity());
        Add("PReLU", () => new PReLU());
        Add("PReLU 4", () => new PReLU(4));
        Add("GLU", () => new GLU());
        Add("GLU 1", () => new GLU(1));
        Add("Softmax2d", () => new Softmax2d());
    }

    private void Linears()
    {
        Add("Linear", () => new Linear(3, 2));
        Add("Linear no bias", () => new Linear(3, 2, bias: false));
        Add("Bilinear", () => new Bilinear(2, 3, 4), (m, x) => m.Call(x[0], x[1]));
        Add("Bilinear no bias", () => new Bilinear(2, 3, 4, bias: false), (m, x) => m.Call(x[0], x[1]));
        Add("Flatten", () => new Flatten());
        Add("Unflatten", () => new Unflatten(1, 2, 3));
        Add("Embedding", () => new Embedding(5, 3));
        Add("Embedding padding", () => new Embedding(4, 3, paddingIdx: -2));
        Add("Embedding max norm", () => new Embedding(6, 3, maxNorm: 0.5));
        Add("EmbeddingBag mean", () => new EmbeddingBag(6, 3));
        Add("EmbeddingBag sum", () => new EmbeddingBag(6, 3, EmbeddingBagMode.Sum));
        Add("EmbeddingBag max", () => new EmbeddingBag(6, 3, EmbeddingBagMode.Max));
        Add("EmbeddingBag padding", () => new EmbeddingBag(4, 3, paddingIdx: 1));
        Add("ChannelShuffle", () => new ChannelShuffle(3));
        Add("EmbeddingBag max padding", () => new EmbeddingBag(4, 3, EmbeddingBagMode.Max, -1));
        foreach (EmbeddingBagMode mode in Enum.GetValues<EmbeddingBagMode>())
        {
            Add($"EmbeddingBag offsets {mode.ToString().ToLowerInvariant()}", () => new EmbeddingBag(6, 3, mode),
                (m, x) => m.ForwardAt(x[0], Tensor.From<long>(new long[] { 0, 2, 2, 5 }, [4])));
        }

        Add("EmbeddingBag offsets weights", () => new EmbeddingBag(6, 3, EmbeddingBagMode.Sum),
            (m, x) => m.ForwardAt(x[0], Tensor.From<long>(new long[] { 0, 3 }, [2]), x[1]));
        Add("CosineSimilarity", () => new CosineSimilarity(), (m, x) => m.Call(x[0], x[1]));
        Add("PairwiseDistance", () => new PairwiseDistance(), (m, x) => m.Call(x[0], x[1]));
        Add("PairwiseDistance 3", () => new PairwiseDistance(3, keepDims: true), (m, x) => m.Call(x[0], x[1]));
        Add("EmbeddingBag weights", () => new EmbeddingBag(6, 3, EmbeddingBagMode.Sum), (m, x) => m.Call(x[0], x[1]));
    }

    private void Images(int axes)
    {
        Func<int, int, int, Spatial, Spatial, Spatial, int, bool, bool, PadMode, Module> conv = axes switch
        {
            1 => (c, f, k, s, p, d, g, b, same, mode) => new Conv1d(
                c, f, k, s, same ? (Spatial?)null : p, d, g, b, null, DType.Float32, same, mode),
            2 => (c, f, k, s, p, d, g, b, same, mode) => new Conv2d(
                c, f, k, s, same ? (Spatial?)null : p, d, g, b, null, DType.Float32, same, mode),
            _ => (c, f, k, s, p, d, g, b, same, mode) => new Conv3d(
                c, f, k, s, same ? (Spatial?)null : p, d, g, b, null, DType.Float32, same, mode),
        };
        Add($"Conv{axes}d", () => conv(2, 3, 3, 1, 0, 1, 1, true, false, PadMode.Constant));
        Add($"Conv{axes}d single", () => conv(2, 3, 2, 2, 1, 1, 1, false, false, PadMode.Constant));
        Add($"Conv{axes}d same", () => conv(2, 2, 2, 1, 0, axes < 3 ? 2 : 1, 1, true, true, PadMode.Constant));
        Add($"Conv{axes}d groups", () => conv(4, 6, 3, 2, 1, 1, 2, true, false, PadMode.Constant));
        foreach (PadMode mode in new[] { PadMode.Reflect, PadMode.Replicate, PadMode.Circular })
            Add($"Conv{axes}d {mode.ToString().ToLowerInvariant()}", () => conv(1, 2, 3, 1, 1, 1, 1, true, false, mode));
        Add($"ConvTranspose{axes}d", () => Transposed(axes, 2, 3));
        Add($"ConvTranspose{axes}d all", () => Transposed(axes, 4, 6, 3, 1, 2, 2, false, 2));
        Add(
            $"ConvTranspose{axes}d size", () => Transposed(axes, 1, 2, 2, 1),
            (ConvolutionTransposed m, Tensor[] x) => m.Call(x[0], 6));
        Add($"MaxPool{axes}d", () => Max(axes, 2));
        Add($"MaxPool{axes}d ceil", () => Max(axes, 3, 2, 1, true));
        Add($"MaxPool{axes}d indices", () => Max(axes, 2), (MaxPool m, Tensor[] x) => Join(m.ForwardWithIndices(x[0])));
        Add($"AvgPool{axes}d", () => axes switch { 1 => new AvgPool1d(2), 2 => new AvgPool2d(2), _ => new AvgPool3d(2) });
        Add($"AvgPool{axes}d all", () => axes switch
        {
            1 => new AvgPool1d(3, 2, 1, true, false),
            2 => new AvgPool2d(3, 2, 1, true, false),
            _ => new AvgPool3d(3, 2, 1, true, false),
        });
        if (axes == 2) Add("AvgPool2d divisor", () => new AvgPool2d(3, 2, 1, true, divisorOverride: 5));
        if (axes == 3) Add("AvgPool3d divisor", () => new AvgPool3d(3, 2, 1, true, divisorOverride: 5));
        Add(
            $"AdaptiveAvgPool{axes}d",
            () => axes switch { 1 => new AdaptiveAvgPool1d(3), 2 => new AdaptiveAvgPool2d(3), _ => new AdaptiveAvgPool3d(3) });
        Add(
            $"AdaptiveMaxPool{axes}d",
            () => axes switch { 1 => new AdaptiveMaxPool1d(3), 2 => new AdaptiveMaxPool2d(3), _ => new AdaptiveMaxPool3d(3) });
        Add(
            $"MaxUnpool{axes}d", () => axes switch { 1 => new MaxUnpool1d(2), 2 => new MaxUnpool2d(2), _ => (MaxUnpool)new MaxUnpool3d(2) },
            (m, x) =>
            {
                (Tensor values, Tensor indices) = x[0].MaxPool(axes, 2);
                return m.Call(values, indices, x[0].Shape.Span[2..].ToArray());
            });
        if (axes < 3) Add($"LPPool{axes}d", () => axes == 1 ? new LPPool1d(2, 3, 2, true) : new LPPool2d(2, 3, 2, true));
        int[] pad = [.. Enumerable.Range(0, 2 * axes).Select(i => ((i * 7) + 1) % 3)];
        Add(
            $"ConstantPad{axes}d",
            () => axes switch { 1 => new ConstantPad1d(pad, 3.5), 2 => new ConstantPad2d(pad, 3.5), _ => new ConstantPad3d(pad, 3.5) });
        Add(
            $"ReflectionPad{axes}d",
            () => axes switch { 1 => new ReflectionPad1d(pad), 2 => new ReflectionPad2d(pad), _ => new ReflectionPad3d(pad) });
        Add(
            $"ReplicationPad{axes}d",
            () => axes switch { 1 => new ReplicationPad1d(1), 2 => new ReplicationPad2d(1), _ => new ReplicationPad3d(1) });
        if (axes != 2) return;
        Add("Conv2d pairs", () => new Conv2d(2, 2, (3, 2), (1, 2), (0, 1), (2, 1)));
        Add("Conv2d same reflect", () => new Conv2d(1, 1, (4, 3), same: true, paddingMode: PadMode.Reflect));
        Add("AdaptiveMaxPool2d indices", () => new AdaptiveMaxPool2d((3, 2)), (m, x) => Join(m.ForwardWithIndices(x[0])));
        Add("ZeroPad2d", () => new ZeroPad2d(1, 0, -1, 2));
    }

    private static ConvolutionTransposed Transposed(
        int axes, int c, int f, int s = 1, int p = 0, int o = 0, int g = 1, bool b = true, int d = 1) => axes switch
        {
            1 => new ConvTranspose1d(c, f, 3, s, p, o, g, b, d),
            2 => new ConvTranspose2d(c, f, 3, s, p, o, g, b, d),
            _ => new ConvTranspose3d(c, f, 3, s, p, o, g, b, d),
        };

    private static MaxPool Max(int axes, int kernel, int? stride = null, int padding = 0, bool ceil = false) => axes switch
    {
        1 => new MaxPool1d(kernel, stride, padding, 1, ceil),
        2 => new MaxPool2d(kernel, stride, padding, 1, ceil),
        _ => new MaxPool3d(kernel, stride, padding, 1, ceil),
    };

    private void Normalizations()
    {
        foreach (int axes in new[] { 1, 2, 3 })
        {
            Func<double, double?, bool, bool, Module> batch = axes switch
            {
                1 => (e, m, a, t) => new BatchNorm1d(2, e, m, a, t),
                2 => (e, m, a, t) => new BatchNorm2d(2, e, m, a, t),
                _ => (e, m, a, t) => new BatchNorm3d(2, e, m, a, t),
            };
            Func<bool, bool, Module> instance = axes switch
            {
                1 => (a, t) => new InstanceNorm1d(2, affine: a, trackRunningStats: t),
                2 => (a, t) => new InstanceNorm2d(2, affine: a, trackRunningStats: t),
                _ => (a, t) => new InstanceNorm3d(2, affine: a, trackRunningStats: t),
            };
            for (int number = 0; number < (axes == 1 ? 2 : 1); number++)
            {
                Add($"BatchNorm{axes}d {number}", () => batch(1e-5, 0.1, true, true));
                Add($"BatchNorm{axes}d {number} train", () => batch(1e-5, 0.3, true, true));
            }

            Add($"BatchNorm{axes}d average", () => batch(1e-5, null, false, true));
            Add($"BatchNorm{axes}d untracked", () => batch(1e-3, 0.1, true, false));
            Add($"InstanceNorm{axes}d", () => instance(false, false));
            Add($"InstanceNorm{axes}d affine", () => instance(true, false));
            Add($"InstanceNorm{axes}d train", () => instance(true, true));
            Add($"InstanceNorm{axes}d tracked", () => instance(false, true));
        }

        Add("LayerNorm", () => new LayerNorm(4));
        Add("LayerNorm two", () => new LayerNorm([3, 4], 1e-3));
        Add("LayerNorm plain", () => new LayerNorm(4, elementwiseAffine: false));
        Add("GroupNorm", () => new GroupNorm(2, 4));
        Add("GroupNorm plain", () => new GroupNorm(1, 4, affine: false));
        Add("LocalResponseNorm", () => new LocalResponseNorm(3, 0.5));
    }

    private void Resizes()
    {
        (UpsampleMode Mode, Spatial Size)[] modes =
        [
            (UpsampleMode.Nearest, 5), (UpsampleMode.Linear, 5), (UpsampleMode.Bilinear, (5, 4)), (UpsampleMode.Bicubic, (5, 4)),
            (UpsampleMode.Trilinear, (3, 4, 2)),
        ];
        foreach ((UpsampleMode mode, Spatial size) in modes)
        {
            string name = $"Upsample {mode.ToString().ToLowerInvariant()}";
            Add(name, () => new Upsample(size, mode: mode));
            Add(name + " scale", () => new Upsample(scaleFactor: 2, mode: mode));
            if (mode != UpsampleMode.Nearest) Add(name + " corners", () => new Upsample(size, mode: mode, alignCorners: true));
        }

        Add("PixelShuffle", () => new PixelShuffle(2));
        Add("PixelUnshuffle", () => new PixelUnshuffle(2));
    }

    private void Recurrents()
    {
        Add("RNN", () => new RNN(3, 2), (m, x) => Join(m.Call(x[0], null)));
        Add("RNN relu", () => new RNN(3, 2, relu: true), (m, x) => Join(m.Call(x[0], null)));
        Add("RNN all", () => new RNN(3, 2, 2, batchFirst: true, bidirectional: true), (m, x) => Join(m.Call(x[0], null)));
        Add("RNN single", () => new RNN(2, 3, bias: false), (m, x) => Join(m.Call(x[0], null)));
        Add("RNN state", () => new RNN(3, 2, 2), (m, x) => Join(m.Call(x[0], x[1])));
        Add("RNNCell", () => new RNNCell(3, 2), (m, x) => m.Forward(x[0]).Reshape(-1));
        Add("RNNCell relu", () => new RNNCell(3, 2, relu: true), (m, x) => m.Forward(x[0]));
        Add("RNNCell no bias", () => new RNNCell(3, 2, bias: false), (m, x) => m.Forward(x[0]).Reshape(-1));
        Add("RNNCell state", () => new RNNCell(3, 2), (m, x) => m.Call(x[0], x[1]).Reshape(-1));
        Add("GRU", () => new GRU(3, 2), (m, x) => Join(m.Call(x[0], null)));
        Add("GRU all", () => new GRU(3, 2, 2, batchFirst: true, bidirectional: true), (m, x) => Join(m.Call(x[0], null)));
        Add("GRU single", () => new GRU(2, 3, bias: false), (m, x) => Join(m.Call(x[0], null)));
        Add("GRU state", () => new GRU(3, 2, 2), (m, x) => Join(m.Call(x[0], x[1])));
        Add("GRUCell", () => new GRUCell(3, 2), (m, x) => m.Forward(x[0]).Reshape(-1));
        Add("GRUCell no bias", () => new GRUCell(3, 2, bias: false), (m, x) => m.Forward(x[0]).Reshape(-1));
        Add("GRUCell state", () => new GRUCell(3, 2), (m, x) => m.Call(x[0], x[1]).Reshape(-1));
        Add("LSTM", () => new LSTM(3, 2), (m, x) => Long(m, x));
        Add("LSTM all", () => new LSTM(3, 2, 2, batchFirst: true, bidirectional: true), (m, x) => Long(m, x));
        Add("LSTM single", () => new LSTM(2, 3, bias: false), (m, x) => Long(m, x));
        Add("LSTM state", () => new LSTM(3, 2, bidirectional: true), (m, x) => Long(m, x));
        Add("LSTM projection", () => new LSTM(3, 4, 2, bidirectional: true, projSize: 2), (m, x) => Long(m, x));
        Add("LSTM projection state", () => new LSTM(3, 4, bias: false, projSize: 2), (m, x) => Long(m, x));
        Add("LSTMCell", () => new LSTMCell(3, 2), (m, x) => Cell(m, x));
        Add("LSTMCell no bias", () => new LSTMCell(3, 2, bias: false), (m, x) => Cell(m, x));
        Add("LSTMCell state", () => new LSTMCell(3, 2), (m, x) => Cell(m, x));

        static Tensor Join((Tensor Output, Tensor Hidden) result) => LayerTable.Join(result.Output, result.Hidden);

        static Tensor Long(LSTM m, Tensor[] x)
        {
            (Tensor output, (Tensor hidden, Tensor cell)) = m.Call(x[0], x.Length > 1 ? (x[1], x[2]) : null);
            return LayerTable.Join(output, hidden, cell);
        }

        static Tensor Cell(LSTMCell m, Tensor[] x)
        {
            (Tensor hidden, Tensor cell) = m.Call(x[0], x.Length > 1 ? (x[1], x[2]) : null);
            return LayerTable.Join(hidden, cell);
        }
    }

    private void Attention()
    {
        Tensor masks = Tensor.From<int>(new[] { 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0 }, [3, 5]).To(DType.Bool);
        Tensor padding = Tensor.From<int>(new[] { 0, 0, 0, 0, 0, 1, 0, 0, 0, 0 }, [2, 5]).To(DType.Bool);
        Add("MultiheadAttention", () => new MultiheadAttention(4, 2), (m, x) => Both(m.Call(x[0], x[1], x[2])));
        Add(
            "MultiheadAttention heads", () => new MultiheadAttention(4, 2, bias: false),
            (m, x) => Both(m.Call(x[0], x[1], x[2], averageAttnWeights: false)));
        Add(
            "MultiheadAttention sizes", () => new MultiheadAttention(4, 2, kdim: 3, vdim: 2, batchFirst: true),
            (m, x) => Both(m.Call(x[0], x[1], x[2])));
        Add("MultiheadAttention single", () => new MultiheadAttention(4, 1), (m, x) => Both(m.Call(x[0], x[1], x[2])));
        Add(
            "MultiheadAttention masks", () => new MultiheadAttention(4, 2),
            (m, x) => Both(m.Call(x[0], x[1], x[2], padding, attnMask: masks)));
        Add("MultiheadAttention extra", () => new MultiheadAttention(4, 2, addBiasKv: true), (m, x) => Both(m.Call(x[0], x[1], x[2])));
        Add(
            "MultiheadAttention extra masks", () => new MultiheadAttention(4, 2, addBiasKv: true, addZeroAttn: true),
            (m, x) => Both(m.Call(x[0], x[1], x[2], padding, attnMask: masks)));
        Add(
            "MultiheadAttention zero", () => new MultiheadAttention(4, 2, addZeroAttn: true, batchFirst: true),
            (m, x) => Both(m.Call(x[0], x[1], x[2])));
        Add("MultiheadAttention scores", () => new MultiheadAttention(4, 2), (m, x) => Both(m.Call(x[0], x[1], x[2], attnMask: x[3])));
        Tensor causal = Tensor.Ones([3, 3]).Triu(1).To(DType.Bool);
        Tensor ends = Tensor.From<int>(new[] { 0, 0, 1, 0, 0, 0 }, [2, 3]).To(DType.Bool);
        Add("TransformerEncoderLayer", () => new TransformerEncoderLayer(4, 2, 6, 0));
        Add(
            "TransformerEncoderLayer first",
            () => new TransformerEncoderLayer(4, 2, 6, 0, y => y.Gelu(), batchFirst: true, normFirst: true));
        Add("TransformerEncoderLayer masks", () => new TransformerEncoderLayer(4, 2, 6, 0), (m, x) => m.Call(x[0], causal, ends));
        Add(
            "TransformerEncoder", () => new TransformerEncoder(new TransformerEncoderLayer(4, 2, 6, 0), 2, new LayerNorm(4)),
            (m, x) => m.Call(x[0], causal, ends));

        static Tensor Both((Tensor Output, Tensor? Weights) result) => Join(result.Output, result.Weights!);
    }

    private void Losses()
    {
        void Of(string name, Func<Loss> make) => Add(name, make, (m, x) => m.Call(x[0], x[1]));
        Of("MSELoss", () => new MSELoss());
        Of("MSELoss none", () => new MSELoss(Reduction.None));
        Of("L1Loss", () => new L1Loss(Reduction.Sum));
        Of("SmoothL1Loss", () => new SmoothL1Loss(0.5));
        Of("HuberLoss", () => new HuberLoss(0.7));
        Of("KLDivLoss", () => new KLDivLoss());
        Of("KLDivLoss batchmean", () => new KLDivLoss(batchMean: true));
        Tensor signs = Tensor.From<double>(new double[] { 1, -1, 1, -1, -1, -1, 1, 1, 1, 1, -1, 1 }, [3, 4]);
        Add("HingeEmbeddingLoss", () => new HingeEmbeddingLoss(0.5), (m, x) => m.Call(x[0], signs.To(x[0].DType)));
        Add("SoftMarginLoss", () => new SoftMarginLoss(), (m, x) => m.Call(x[0], signs.To(x[0].DType)));
        Add("MarginRankingLoss", () => new MarginRankingLoss(0.1), (m, x) => m.Call(x[0], x[1], signs.To(x[0].DType)));
        Add("CosineEmbeddingLoss", () => new CosineEmbeddingLoss(-0.2), (m, x) => m.Call(
            x[0], x[1], signs.Narrow(1, 0, 1).Squeeze(1).To(x[0].DType)));
        Of("MultiMarginLoss", () => new MultiMarginLoss());
        Of("MultiMarginLoss all", () => new MultiMarginLoss(2, 0.7, Tensor.Ones([3])));
        Tensor listed = Tensor.From<long>(new long[] { 3, 0, -1, 1, 1, -1, 2, 2, -1, 0, 1, 2, 0, 1, 2, 3 }, [4, 4]);
        Add("MultiLabelMarginLoss", () => new MultiLabelMarginLoss(), (m, x) => m.Call(x[0], listed));
        Of("MultiLabelSoftMarginLoss", () => new MultiLabelSoftMarginLoss(Tensor.Ones([4])));
        Add("TripletMarginLoss", () => new TripletMarginLoss(), (m, x) => m.Call(x[0], x[1], x[2]));
        Add("TripletMarginLoss swap", () => new TripletMarginLoss(
            0.5, 3, swap: true, reduction: Reduction.Sum), (m, x) => m.Call(x[0], x[1], x[2]));
        Tensor counts = Tensor.From<double>(new double[] { 0, 1, 2, 5, 3, 0, 1, 7, 2, 2, 4, 0 }, [3, 4]);
        Add("PoissonNLLLoss", () => new PoissonNLLLoss(), (m, x) => m.Call(x[0], counts.To(x[0].DType)));
        Add("PoissonNLLLoss full", () => new PoissonNLLLoss(false, true), (m, x) => m.Call(x[0], counts.To(x[0].DType)));
        Add("GaussianNLLLoss", () => new GaussianNLLLoss(true), (m, x) => m.Call(x[0], x[1], x[2]));
        Of("KLDivLoss log", () => new KLDivLoss(true, Reduction.Sum));
        Of("CrossEntropyLoss", () => new CrossEntropyLoss());
        Of("CrossEntropyLoss all", () => new CrossEntropyLoss(Tensor.Ones([3]), 1, 0.1));
        Of("CrossEntropyLoss probabilities", () => new CrossEntropyLoss(reduction: Reduction.None));
        Of("NLLLoss", () => new NLLLoss(Tensor.Ones([3]), 0));
        Of("BCELoss", () => new BCELoss(Tensor.Ones([4])));
        Of("BCEWithLogitsLoss", () => new BCEWithLogitsLoss(Tensor.Ones([4]), Tensor.Ones([4])));
    }
}
