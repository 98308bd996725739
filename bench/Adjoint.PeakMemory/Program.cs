using System.Globalization;
using Adjoint;
using Adjoint.Inspection;
using Adjoint.Models;
using Adjoint.Nn;
using Adjoint.Optim;

// The peak resident memory of this process after it has run a model, beside what `adjoint inspect` predicts for it:
//     dotnet run -c Release -- resnet50 4 adam
// prints the name, the prediction and the measurement in bytes, and their ratio. Linux only.
const int steps = 3;
if (args is not [string name, string batchText, "inference" or "sgd" or "adam"])
{
    Console.Error.WriteLine("usage: Adjoint.PeakMemory MODEL BATCH inference|sgd|adam");
    return 2;
}

string mode = args[2];
int batch = int.Parse(batchText, CultureInfo.InvariantCulture);
ModelEntry entry = ModelCatalogue.Get(name);
int[] sizes = [batch, .. entry.Input.Span[1..]];
Module model = entry.Build(new ModelOptions { Random = new Generator(0) });
Tensor x = Tensor.Normal(sizes, generator: new Generator(1));
if (mode == "inference")
{
    model.Eval();
    using Scope _ = GradMode.Off();
    for (int step = 0; step < steps; step++) model.Call(x);
}
else
{
    Optimizer optimizer = mode == "adam" ? new Adam(model.Parameters(), 1e-5) : new SGD(model.Parameters(), 1e-5);
    Tensor classes = Tensor.Zeros([batch], DType.Int64);
    for (int step = 0; step < steps; step++)
    {
        model.Call(x).CrossEntropy(classes).Backward();
        optimizer.Step();
        optimizer.ZeroGrad();
    }
}

GC.KeepAlive(model);
long measured = PeakResident();
MemoryEstimate memory = Predicted(entry, Shape.Create(sizes));
long predicted = mode == "inference" ? memory.PeakInference : memory.PeakTraining(mode == "adam" ? 2 : 0);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"{name} {batch} {mode} {predicted} {measured} {(double)predicted / measured:F3}"));
return 0;

static MemoryEstimate Predicted(ModelEntry entry, Shape input)
{
    using Scope _ = SymbolicMode.On();
    return ModelReport.Of(entry.Build(), input).Memory;
}

static long PeakResident()
{
    string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
    return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
}
