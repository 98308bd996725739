namespace Adjoint.Tests.Architecture;

/// <summary>A program may use all namespaces of the library at once.</summary>
public sealed class PublicNameTests
{
    [Fact]
    public void No_name_is_public_in_two_namespaces()
    {
        string[] twice =
        [
            .. typeof(Tensor).Assembly.GetExportedTypes().Where(type => !type.IsNested).GroupBy(type => type.Name.Split('`')[0])
                .Where(types => types.Select(type => type.Namespace).Distinct().Count() > 1)
                .Select(types => string.Join(" and ", types.Select(type => type.FullName))),
        ];

        twice.ShouldBeEmpty();
    }
}
