using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests;

public class ModuleGeneratorTests
{
    [Fact]
    public void Fields_and_properties_are_listed_in_their_order_under_pytorchs_names()
    {
        Generation generation = Generation.Of("""
            namespace Some.Space;
            sealed partial class Net : Module
            {
                private readonly Linear inProj = new(2, 2);
                private Module? _extra;
                public Conv2d Conv1 { get; } = new(1, 1, 3);
                [Parameter] public Tensor? Scale { get; init; }
                [Buffer("running_var")] private Tensor variance = Tensor.Ones([2]);
                [Buffer(Persistent = false)] private readonly Tensor cache = Tensor.Ones([2]);
                [Submodule("classifier")] private readonly Linear head = new(2, 2);
                public void Set(Module module, Tensor tensor) { _extra = module; variance = tensor; }
            }
            """);

        generation.Errors.ShouldBeEmpty();
        generation.Diagnostics.ShouldBeEmpty();
        generation.Listed.ShouldBe(
        [
            "Module(\"in_proj\", ref FieldOfinProj(this));",
            "Module(\"extra\", ref this.@_extra);",
            "Module(\"conv1\", ref FieldOfConv1(this));",
            "Parameter(\"scale\", ref FieldOfScale(this));",
            "Buffer(\"running_var\", ref this.@variance);",
            "Buffer(\"cache\", ref FieldOfcache(this), persistent: false);",
            "Module(\"classifier\", ref FieldOfhead(this));",
        ]);
    }

    [Fact]
    public void Groups_are_listed_as_such()
    {
        Generation generation = Generation.Of("""
            partial class Net : Module
            {
                private readonly Linear[] a = [];
                private readonly List<Module?> b = [];
                private readonly IReadOnlyList<Linear>? c = [];
                private readonly Dictionary<string, Module> d = [];
                private OrderedDictionary<string, Linear> e = [];
                private readonly IReadOnlyDictionary<string, Module> f = new Dictionary<string, Module>();
                [Parameter] private readonly Tensor[] g = [];
                [Buffer] private readonly List<Tensor?> h = [];
                [Buffer(Persistent = false)] private readonly Dictionary<string, Tensor> i = [];
                public void Set(OrderedDictionary<string, Linear> given) => e = given;
            }
            """);

        generation.Errors.ShouldBeEmpty();
        generation.Listed.ShouldContain("Group(global::Adjoint.Nn.MemberRole.Module, \"a\", ref FieldOfa(this));");
        generation.Listed.ShouldContain("Group(global::Adjoint.Nn.MemberRole.Parameter, \"g\", ref FieldOfg(this));");
        generation.Listed.ShouldContain("Group(global::Adjoint.Nn.MemberRole.Buffer, \"h\", ref FieldOfh(this));");
        generation.Listed.ShouldContain("Group(global::Adjoint.Nn.MemberRole.NonPersistentBuffer, \"i\", ref FieldOfi(this));");
        generation.Listed.Length.ShouldBe(9);
    }

    [Theory]
    [InlineData(
        "public abstract partial class Base : Module { protected Linear First { get; } = new(1, 1); } public partial class Net : "
        + "Base { private readonly Linear second = new(1, 1); }", 2)]
    [InlineData(
        "public partial class Net<TBody> : Module where TBody : Module { private readonly TBody body; "
        + "public Net(TBody body) => this.body = body; }", 1)]
    [InlineData(
        "public partial class Outer<T> { public partial record struct Middle { public partial class @class<U> : "
        + "Module { private readonly Linear l = new(1, 1); } } }", 1)]
    [InlineData("public partial class Net : Module { } public partial class Net : Module { private readonly Linear l = new(1, 1); }", 1)]
    [InlineData("public partial class Net : Module { } public partial class Net { private readonly Linear l = new(1, 1); }", 1)]
    [InlineData(
        "public partial class Net(Linear given) : Module { private readonly Linear l = given; public Linear P { get; "
        + "} = new(given.Weight.Rank, 1); }", 1)]
    [InlineData(
        "public interface IHas<T> { T Head { get; } } public partial class Net : Module, IHas<Linear> { Linear IHas<Linear>.Head { get; "
        + "} = new(1, 1); }", 1)]
    [InlineData(
        "public class Plain : Module { private int n = 3; public override Tensor Forward(Tensor x) => x + n++; "
        + "private static readonly Linear Shared = new(1, 1); }", 0)]
    [InlineData(
        "public class Own : Module { private Linear l = new(1, 1); protected override void Members(MemberVisitor members) => "
        + "members.Module(\"l\", ref l); }", 0)]
    [InlineData(
        "public class None : Module { [Unlisted] private readonly Linear teacher = new(1, 1); public Tensor Computed => teacher.Weight; "
        + "private System.Func<Module>? make; public void Set(System.Func<Module> f) => make = f; "
        + "public Module? Make() => make?.Invoke(); }", 0)]
    public void Classes_of_every_shape_compile(string program, int files)
    {
        Generation generation = Generation.Of(program);

        generation.Diagnostics.ShouldBeEmpty();
        generation.Errors.Where(error => error.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        generation.Sources.Length.ShouldBe(files);
    }

    [Fact]
    public void A_property_of_an_interface_has_its_own_name() => Generation
        .Of(
            "public interface IHas { Linear OutProj { get; } } public partial class Net : Module, IHas { Linear IHas.OutProj { get; "
            + "} = new(1, 1); }")
        .Listed.ShouldHaveSingleItem().ShouldStartWith("Module(\"out_proj\", ref ");

    [Fact]
    public void An_edit_elsewhere_generates_nothing_anew()
    {
        CSharpCompilation before = Generation.Compile("partial class Net : Module { private readonly Linear l = new(1, 1); }");
        CSharpCompilation after = before.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other;"));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ModuleGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

        GeneratorRunResult result = driver.RunGenerators(before).RunGenerators(after).GetRunResult().Results.ShouldHaveSingleItem();

        result.TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(step => step.Outputs)
            .ShouldAllBe(output => output.Reason == IncrementalStepRunReason.Cached);
    }
}
