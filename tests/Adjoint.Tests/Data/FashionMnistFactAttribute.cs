using Adjoint.Data;

namespace Adjoint.Tests.Data;

/// <summary>A test that needs the Fashion-MNIST files; skipped where they are not installed.</summary>
public sealed class FashionMnistFactAttribute : FactAttribute
{
    public FashionMnistFactAttribute()
    {
        if (!Directory.Exists(FashionMnist.DefaultDirectory))
            Skip = $"needs Debian's package dataset-fashion-mnist: there is no {FashionMnist.DefaultDirectory}";
    }
}
