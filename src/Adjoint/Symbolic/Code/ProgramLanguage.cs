namespace Adjoint.Symbolic;

/// <summary>Languages in which a derivation is written as a program.</summary>
public enum ProgramLanguage
{
    /// <summary>Python with PyTorch, whose backward pass makes the gradients.</summary>
    Torch,

    /// <summary>Python with NumPy, each step of the reverse pass written out.</summary>
    Numpy,

    /// <summary>C# without a library, each step of the reverse pass written out.</summary>
    CSharp,
}
