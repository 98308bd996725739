using System.ComponentModel;

namespace Adjoint.Nn;

/// <summary>
/// Says that the source generator has listed the members of an assembly's modules. The generator writes it; in an assembly without
/// it, such as one in F#, a module whose members nobody lists is an error when they are asked for.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ModulesListedAttribute : Attribute;
