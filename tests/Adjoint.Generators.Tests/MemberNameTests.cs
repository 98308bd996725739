namespace Adjoint.Generators.Tests;

public class MemberNameTests
{
    [Theory]
    [InlineData("conv1", "conv1")]
    [InlineData("Conv1", "conv1")]
    [InlineData("_conv1", "conv1")]
    [InlineData("outProj", "out_proj")]
    [InlineData("SelfAttn", "self_attn")]
    [InlineData("layer1Norm", "layer1_norm")]
    [InlineData("conv2dA", "conv2d_a")]
    [InlineData("QKV", "qkv")]
    [InlineData("QKVProj", "qkv_proj")]
    [InlineData("weight_ih_l0", "weight_ih_l0")]
    [InlineData("In_Proj", "in_proj")]
    [InlineData("été", "été")]
    public void Names_are_spelled_as_in_Python(string name, string expected) => MemberName.Of(name).ShouldBe(expected);
}
