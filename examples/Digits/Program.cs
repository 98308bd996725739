using Adjoint.Data;
using Adjoint.Nn;
using Adjoint.Optim;
using Adjoint.Training;

var model = new Sequential(
    new Conv2d(1, 16, 3, padding: 1), new ReLU(), new MaxPool2d(2),
    new Flatten(), new Linear(16 * 4 * 4, 10));
var optimizer = new Adam(model.Parameters(), 3e-3);
(TensorDataset train, TensorDataset test) = Digits.Split();
var batches = new DataLoader(train, 32, shuffle: true);
for (int epoch = 1; epoch <= 10; epoch++)
{
    foreach (Batch batch in batches)
    {
        optimizer.ZeroGrad();
        model.Call(batch.Inputs).CrossEntropy(batch.Targets).Backward();
        optimizer.Step();
    }
}

ClassifierScore score = ClassifierScore.Of(model, new DataLoader(test, 256), Digits.Classes);
Console.WriteLine($"{score.Accuracy:P1} of {score.Count} unseen digits are read right.");
