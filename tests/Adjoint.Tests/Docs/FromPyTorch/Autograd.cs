using Adjoint.Nn;

namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Autograd() =>
    [
        Is("requires_grad=True", () => Tensor.Of(1f, 2).WithGrad()),
        Is("Tensor.requires_grad", () => leaf.RequiresGrad),
        Is("Tensor.is_leaf", () => leaf.IsLeaf),
        Is("Tensor.grad", () => leaf.Grad),
        Is("Tensor.grad_fn", () => (leaf * 2).Creator),
        Does("Tensor.backward", () => leaf.Square().Sum().Backward()),
        Is("Tensor.detach", () => leaf.Detach()),
        Is("Tensor.retain_grad", () => leaf.Exp().RetainGrad()),
        Is("Tensor.register_hook", () => leaf.RegisterHook(g => g * 2)),
        Does("Tensor.register_post_accumulate_grad_hook", () => leaf.RegisterPostAccumulateGradHook(t => t.ZeroGrad()).Dispose()),
        Does("torch.no_grad", () => { using (GradMode.Off()) _ = leaf * 2; }),
        Does("torch.enable_grad", () => { using (GradMode.On()) _ = leaf * 2; }),
        Is("torch.is_grad_enabled", () => GradMode.IsEnabled),
        Does("torch.autograd.detect_anomaly", () => { using (GradMode.DetectAnomalies()) leaf.Exp().Sum().Backward(); }),
        Is("torch.autograd.functional.jacobian", () => Functional.Jacobian(t => t.Exp(), v)),
        Is("torch.autograd.functional.hessian", () => Functional.Hessian(t => t.Exp().Sum(), v)),
        Is("torch.autograd.functional.hvp", () => Functional.Hvp(t => t.Exp().Sum(), v, w)),
        Is("torch.autograd.functional.jvp", () => Functional.Jvp(t => t.Exp(), v, w)),
        Is("torch.autograd.functional.vjp", () => Functional.Vjp(t => t.Exp(), v, w)),
        Is("torch.func.grad", () => Functional.Gradient(t => t.Exp().Sum(), v)),
        Is("torch.func.grad_and_value", () => Functional.ValueAndGradient(t => t.Exp().Sum(), v)),
        Is("torch.func.vmap", () => Functional.Vmap(t => t.Norm())(x)),
        Is("torch.func.functional_call", () => Functional.Call(new Linear(3, 2), new Linear(3, 2).StateDict(), x)),
        Is("torch.utils.checkpoint.checkpoint", () => Functional.Checkpoint(t => t.Exp().Sin(), leaf)),
        Does("torch.autograd.gradcheck", () => GradientCheck.First(t => [t[0].Exp()], [Tensor.Of(1.0, 2).WithGrad()])),
        Does("torch.autograd.gradgradcheck", () => GradientCheck.Second(t => [t[0].Exp()], [Tensor.Of(1.0, 2).WithGrad()])),
        Is("torch.autograd.Function", () => CustomFunction.Of("exp", t => t.Exp(), (t, y, g) => g * y)(leaf)),
    ];
}
