namespace Adjoint.Nn;

/// <summary>A tensor of a module that is computed from others whenever the module runs.</summary>
internal abstract class Reparametrization
{
    /// <summary>What stands in the module's field, without values: operations take what is computed in its place.</summary>
    public abstract Tensor Placeholder { get; }

    /// <summary>The module that holds what the tensor is computed from, if that is not the module itself.</summary>
    public virtual Module? Module => null;

    /// <summary>The tensor, from the values of now.</summary>
    public Tensor Value() => ParametrizationCache.Value(this);

    /// <summary>Computes the tensor.</summary>
    public abstract Tensor Compute();

    /// <summary>Lists what the tensor is computed from among the module's own, where no other module holds it.</summary>
    public virtual void List(MemberVisitor members) { }

    /// <summary>The same for a clone of the module.</summary>
    public abstract Reparametrization Clone(Module module, ModuleCloner cloner);

    /// <summary>The role and name of a tensor among a module's own.</summary>
    /// <exception cref="AdjointException">The module has no tensor of the name.</exception>
    public static (Tensor Value, MemberRole Role) Find(Module module, string name, string operation)
    {
        MemberVisitor members = module.ListMembers();
        foreach ((MemberRole role, List<(string Name, Tensor Value)> list) in ((MemberRole, List<(string, Tensor)>)[])
            [(MemberRole.Parameter, members.Parameters), (MemberRole.Buffer, members.Buffers),
                (MemberRole.NonPersistentBuffer, members.NonPersistentBuffers)])
        {
            foreach ((string own, Tensor value) in list)
                if (own == name) return (value, role);
        }

        throw new AdjointException(
            $"{operation}: {module.GetType().Name} has no tensor \"{name}\" of its own. "
            + NearestNames.Hint(name, members.Parameters.Concat(members.Buffers).Select(own => own.Name)));
    }

    /// <summary>A stand-in of a tensor's type and shape, without values.</summary>
    public static Tensor StandIn(Tensor tensor)
    {
        Tensor placeholder = Tensor.Symbolic(tensor.Shape, tensor.DType);
        placeholder.RequiresGrad = tensor.DType.IsFloatingPoint();
        return placeholder;
    }

    /// <summary>Lists a tensor in a role.</summary>
    public static void List(MemberVisitor members, MemberRole role, string name, Tensor value)
    {
        Tensor? listed = value;
        if (role == MemberRole.Parameter) members.Parameter(name, ref listed);
        else members.Buffer(name, ref listed, role == MemberRole.Buffer);
    }
}
