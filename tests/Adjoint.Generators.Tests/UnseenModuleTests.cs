using System.Reflection;
using Adjoint.Nn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Module = Adjoint.Nn.Module;

namespace Adjoint.Generators.Tests;

/// <summary>Modules of assemblies that the generator has not seen, and such as it has.</summary>
public sealed class UnseenModuleTests
{
    private const string Forgotten =
        "public sealed class Net : Module { public readonly Linear Inner = new(2, 3); "
        + "public override Tensor Forward(Tensor x) => Inner.Call(x); }";

    [Fact]
    public void A_module_whose_members_nobody_lists_throws_instead_of_having_none()
    {
        Module net = Compiled(Generation.Compile(Forgotten));
        foreach (Action use in (Action[])
            [() => net.Parameters(), () => net.StateDict(), () => net.LoadStateDict(new Dictionary<string, Tensor>()), () => net.Clone(),
             () => net.Train(), () => net.To(DType.Float64), () => new Sequential(net).Parameters()])
        {
            Should.Throw<AdjointException>(use).Message.ShouldSatisfyAllConditions(
                m => m.ShouldStartWith("Net: nothing says which members it has"), m => m.ShouldContain("RegisterModule"));
        }
    }

    [Fact]
    public void The_generator_marks_what_it_has_seen_and_a_module_there_may_have_no_members()
    {
        const string program = "public class Twice : Module { public override Tensor Forward(Tensor x) => x * 2; }";
        Generation.Of(program).Marker.ShouldNotBeNull().ShouldContain("ModulesListed");
        Compilation seen = Run(Generation.Compile(program));
        Compiled(seen).Parameters().ShouldBeEmpty();
        Should.Throw<AdjointException>(() => Compiled(Generation.Compile(program)).Parameters());
    }

    [Fact]
    public void Members_that_are_registered_by_hand_are_listed_in_their_order()
    {
        Module net = Compiled(Generation.Compile(
            "public class Net : Module { private readonly Linear inner; private readonly Tensor scale, mean, last; public Net() { "
            + "inner = RegisterModule(\"inner\", new Linear(2, 3)); "
            + "scale = RegisterParameter(\"scale\", Tensor.Ones([3])); "
            + "mean = RegisterBuffer(\"mean\", Tensor.Zeros([3])); "
            + "last = RegisterBuffer(\"last\", Tensor.Zeros([1]), persistent: false); } "
            + "public override Tensor Forward(Tensor x) => (inner.Call(x) - mean) * scale + last; }"));

        net.NamedParameters().Select(p => p.Name).ShouldBe(["scale", "inner.weight", "inner.bias"]);
        net.Parameters().ShouldAllBe(p => p.RequiresGrad);
        net.NamedBuffers().Select(b => b.Name).ShouldBe(["mean", "last"]);
        net.StateDict().Keys.ShouldBe(["scale", "mean", "inner.weight", "inner.bias"]);
        net.To(DType.Float64).Call(Tensor.Ones([1, 2], DType.Float64)).DType.ShouldBe(DType.Float64);
        Should.Throw<AdjointException>(() => net.Clone()).Message.ShouldContain("LoadStateDict");
    }

    [Theory]
    [InlineData("protected override void Members(MemberVisitor members) { }", 0)]
    [InlineData("protected override void Members(MemberVisitor members) => members.Module(\"inner\", ref inner);", 2)]
    public void An_override_by_hand_says_what_there_is(string members, int parameters)
    {
        Module net = Compiled(Generation.Compile("public class Net : Module { private Linear inner = new(1, 1); " + members + " }"));
        net.Parameters().Count.ShouldBe(parameters);
        net.Clone().Parameters().Count.ShouldBe(parameters);
    }

    [Theory]
    [InlineData("RegisterModule(\"a.b\", new Linear(1, 1));", "cannot name a member")]
    [InlineData("RegisterModule(\"a\", new Linear(1, 1)); RegisterBuffer(\"a\", Tensor.Ones([1]));", "registered already")]
    [InlineData("RegisterParameter(\"a\", Tensor.Ones([1]).WithGrad() * 2);", "not a leaf")]
    [InlineData("RegisterParameter(\"a\", Tensor.Ones([1], DType.Int64));", "real numbers")]
    public void What_cannot_be_registered_is_refused(string body, string message)
    {
        Compilation compilation = Generation.Compile("public class Net : Module { public Net() { " + body + " } }");
        Should.Throw<TargetInvocationException>(() => Compiled(compilation)).InnerException.ShouldBeAssignableTo<AdjointException>()!
            .Message.ShouldContain(message);
    }

    private static Compilation Run(Compilation compilation)
    {
        CSharpGeneratorDriver.Create(new ModuleGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        return updated;
    }

    private static Module Compiled(Compilation compilation)
    {
        using var stream = new MemoryStream();
        compilation.WithAssemblyName($"Program{Guid.NewGuid():N}").Emit(stream).Success.ShouldBeTrue();
        Type type = Assembly.Load(stream.ToArray()).GetExportedTypes().Single();
        return (Module)Activator.CreateInstance(type)!;
    }
}
