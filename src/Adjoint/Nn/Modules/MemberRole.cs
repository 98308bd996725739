namespace Adjoint.Nn;

/// <summary>What a group of a module's members is.</summary>
public enum MemberRole
{
    /// <summary>Modules.</summary>
    Module,

    /// <summary>Tensors that are trained.</summary>
    Parameter,

    /// <summary>Tensors that belong to the module and its state, but are not trained.</summary>
    Buffer,

    /// <summary>Tensors that belong to the module, but not to its state.</summary>
    TransientBuffer,
}
