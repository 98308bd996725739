using System.Reflection;
using System.Runtime.CompilerServices;
using Adjoint.Optim;
using Adjoint.Training;

namespace Adjoint.Tests.Architecture;

/// <summary>What a user prints says what it is, not the name of its class.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public void Every_public_type_with_properties_describes_itself()
    {
        string[] silent =
        [
            .. typeof(Tensor).Assembly.GetExportedTypes()
                .Where(type => type is { IsEnum: false, IsInterface: false, IsByRefLike: false, IsAbstract: false })
                .Where(type => !typeof(Delegate).IsAssignableFrom(type) && !typeof(Attribute).IsAssignableFrom(type)
                    && !typeof(System.Text.Json.Serialization.JsonConverter).IsAssignableFrom(type))
                .Where(type => type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Length > 0)
                .Where(type => Declares(type) == typeof(object) || Declares(type) == typeof(ValueType))
                .Select(type => type.FullName!),
        ];

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void No_record_prints_the_class_of_a_list_or_a_function()
    {
        string[] opaque =
        [
            .. typeof(Tensor).Assembly.GetExportedTypes()
                .Where(type => !type.IsAbstract && type.GetMethod("ToString", Type.EmptyTypes) is { } method
                    && method.IsDefined(typeof(CompilerGeneratedAttribute)))
                .SelectMany(type => type.GetProperties().Where(property => property.PropertyType != typeof(string)
                    && !property.PropertyType.IsValueType && property.PropertyType != typeof(Tensor)
                    && (typeof(Delegate).IsAssignableFrom(property.PropertyType)
                        || typeof(System.Collections.IEnumerable).IsAssignableFrom(property.PropertyType)))
                    .Select(property => $"{type.FullName}.{property.Name}")),
        ];

        opaque.ShouldBeEmpty();
    }

    private static Type Declares(Type type) => type.GetMethod("ToString", Type.EmptyTypes)!.DeclaringType!;

    [Fact]
    public void What_is_printed_is_what_it_is()
    {
        Tensor[] parameters = [Tensor.Zeros([2, 3]).WithGrad(), Tensor.Zeros([2]).WithGrad()];
        var optimizer = new SGD(parameters, lr: 0.1, momentum: 0.9) { Schedule = new WarmupLR(5, new StepLR(30)) };
        optimizer.ToString().ShouldBe(
            "SGD(learningRate = 0.1, momentum = 0.9, dampening = 0, weightDecay = 0, nesterov = false, decoupledDecay = false): "
            + "2 parameters of 8 elements\nschedule: WarmupLR(warmup = 5, then StepLR(every = 30, gamma = 0.1))");
        new SequentialLR([new ConstantLR(0.5, 3), new ExponentialLR(0.9)], [3]).ToString()
            .ShouldBe("SequentialLR(ConstantLR(factor = 0.5, steps = 3), from 3 ExponentialLR(gamma = 0.9))");
        WeightAverage.Exponential(parameters, 0.5).ToString().ShouldBe("WeightAverage(decay = 0.5; 2 parameters, 0 updates)");
        new Generator(3).ToString().ShouldBe("Generator(seed = 3, stream = 0)");
        new EpochReport(1, 2, 100, 0.5, 0.25, 0.125, TimeSpan.FromSeconds(3)).ToString()
            .ShouldBe("epoch 1/2: loss 0.5, accuracy 25.00 %, test 12.50 %, 3.0 s");
        Graph.Capture(x => [(x[0] * x[1]).Exp() + 1], new Spec(DType.Float32, [2, 3]), new Spec(DType.Float32, [2, 3])).ToString().ShouldBe(
            """
            graph(x0: float32 [2, 3], x1: float32 [2, 3]):
              v0: float32 [2, 3] = Multiply(x0, x1)
              v1: float32 [2, 3] = Exp(v0)
              v2: float32 [2, 3] = Add(v1, c0)
              return v2
            """);
    }
}
