namespace Adjoint.Nn;

/// <summary>A member that is a list or dictionary, as the ModuleList, ParameterDict, … that PyTorch would have in its place.</summary>
internal sealed class MemberGroup(MemberRole role, string suffix, List<(string Name, object? Item)> items) : Module
{
    protected override string Kind => (role == MemberRole.NonPersistentBuffer ? MemberRole.Buffer : role) + suffix;

    protected override void Members(MemberVisitor members)
    {
        foreach ((string name, object? item) in items)
        {
            var module = item as Module;
            var tensor = item as Tensor;
            switch (role)
            {
                case MemberRole.Module: members.Module(name, ref module); break;
                case MemberRole.Parameter: members.Parameter(name, ref tensor); break;
                default: members.Buffer(name, ref tensor, role == MemberRole.Buffer); break;
            }
        }
    }
}
