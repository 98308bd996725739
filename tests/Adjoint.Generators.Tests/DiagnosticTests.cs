namespace Adjoint.Generators.Tests;

/// <summary>Every class that cannot be handled is told what to change.</summary>
public class DiagnosticTests
{
    [Fact]
    public void A_class_must_be_partial() => Generation
        .Of("\nclass Net : Module { private readonly Linear l = new(1, 1); }")
        .ShouldRefuse("ADJ001").ShouldBe("Declare 'Net' partial: the members of the module 'Net' are written into it at compile time");

    [Fact]
    public void So_must_the_classes_around_it() => Generation
        .Of("\nclass Outer { partial class Net : Module { private readonly Linear l = new(1, 1); } }")
        .ShouldRefuse("ADJ001").ShouldStartWith("Declare 'Outer' partial: the members of the module 'Net'");

    [Fact]
    public void A_class_must_not_be_local_to_its_file() => Generation
        .Of("\nfile partial class Net : Module { private readonly Linear l = new(1, 1); }")
        .ShouldRefuse("ADJ002").ShouldContain("'Net'");

    [Theory]
    [InlineData("private readonly Tensor scale = Tensor.Ones([1]);")]
    [InlineData("public Tensor? scale { get; set; }")]
    [InlineData("private readonly List<Tensor> scale = [];")]
    public void A_tensor_must_have_a_role(string member) => Generation
        .Of($"\npartial class Net : Module {{ {member} }}")
        .ShouldRefuse("ADJ003").ShouldStartWith("Mark the tensor 'scale' with [Parameter]");

    [Theory]
    [InlineData("private readonly object x = new Linear(1, 1);", "modules")]
    [InlineData("private readonly ILayer x; public Net(Mine mine) { x = mine; }", "modules")]
    [InlineData("private object? x; public void Set(Tensor t) { this.x = t; }", "tensors")]
    [InlineData("private readonly (Linear A, Linear B) x = (new(1, 1), new(1, 1));", "modules")]
    [InlineData("private readonly Linear[][] x = [];", "modules")]
    [InlineData("private readonly Linear[,] x = new Linear[1, 1];", "modules")]
    [InlineData("private readonly HashSet<Module> x = [];", "modules")]
    [InlineData("private readonly Dictionary<int, Linear> x = [];", "modules")]
    [InlineData("private readonly IEnumerable<Tensor> x = [];", "tensors")]
    [InlineData("private readonly System.Lazy<Linear> x = new();", "modules")]
    [InlineData("private readonly Holder x = new();", "modules")]
    public void Modules_out_of_sight_are_refused(string member, string what) => Generation
        .Of(
            $"\npartial class Net : Module {{ {member} }} class Holder {{ public Linear? L; }} interface ILayer; class Mine : "
            + "Module, ILayer;")
        .ShouldRefuse("ADJ004").ShouldStartWith($"'x' holds {what} out of sight: declare it as a module, an array, List<T>");

    [Theory]
    [InlineData("public override Tensor Forward(Tensor x) => head.Forward(x);")]
    [InlineData("public System.Func<Tensor, Tensor> F { get; } = x => head.Forward(x);")]
    [InlineData("public Module Head { get { return head; } }")]
    public void A_captured_parameter_is_refused(string member) => Generation
        .Of($"\npartial class Net(Linear head) : Module {{ {member} }}")
        .ShouldRefuse("ADJ005").ShouldBe(
            "'head' is kept in a field without a name: declare one, 'private readonly Linear head = head;', so that it is found");

    [Fact]
    public void So_is_one_that_holds_tensors_out_of_sight() => Generation
        .Of("\npartial class Net(HashSet<Tensor> seen) : Module { public override Tensor Forward(Tensor x) { seen.Add(x); return x; } }")
        .ShouldRefuse("ADJ005").ShouldStartWith("'seen' is kept in a field without a name");

    [Theory]
    [InlineData("private readonly Linear Head = new(1, 1), head = new(1, 1);")]
    [InlineData("private readonly Linear a = new(1, 1); [Parameter(\"a\")] private readonly Tensor head = Tensor.Ones([1]);")]
    public void Names_must_differ(string members) => Generation
        .Of($"\npartial class Net : Module {{ {members} }}")
        .ShouldRefuse("ADJ006").ShouldStartWith("'head' is called");

    [Fact]
    public void Names_must_differ_from_inherited_ones() => Generation
        .Of(
            "\npartial class Net : Base { private readonly Linear head = new(1, 1); }\nclass Base : "
            + "Module { protected Linear Head = new(1, 1); protected override void Members(MemberVisitor members) { } }")
        .ShouldRefuse("ADJ006").ShouldStartWith("'head' is called \"head\"");

    [Theory]
    [InlineData("[Submodule(\"a.b\")] private readonly Linear x = new(1, 1);", "a.b")]
    [InlineData("[Buffer(\"\")] private readonly Tensor x = Tensor.Ones([1]);", "")]
    [InlineData("private readonly Linear __ = new(1, 1);", "")]
    public void Names_are_not_empty_and_have_no_dot(string member, string name) => Generation
        .Of($"\npartial class Net : Module {{ {member} }}")
        .ShouldRefuse("ADJ007").ShouldContain($"cannot be called \"{name}\"");

    [Theory]
    [InlineData("[Parameter] private readonly int x = 1;", "Parameter")]
    [InlineData("[Buffer] public Tensor x => Tensor.Ones([1]);", "Buffer")]
    [InlineData("[Submodule(\"y\")] private static readonly Linear x = new(1, 1);", "Submodule")]
    [InlineData("[Submodule(\"y\")] private readonly System.Func<Module>? x = null;", "Submodule")]
    public void Attributes_stand_where_they_mean_something(string member, string attribute) => Generation
        .Of($"\npartial class Net : Module {{ {member} }}")
        .ShouldRefuse("ADJ008").ShouldStartWith($"'x' cannot be [{attribute}]");
}
