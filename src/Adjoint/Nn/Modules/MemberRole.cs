namespace Adjoint.Nn;

/// <summary>The role of the members of a group.</summary>
public enum MemberRole
{
    /// <summary>Modules.</summary>
    Module,

    /// <summary>Tensors that are trained.</summary>
    Parameter,

    /// <summary>Tensors that are not trained but part of the state.</summary>
    Buffer,

    /// <summary>Tensors that are neither trained nor part of the state.</summary>
    NonPersistentBuffer,
}
