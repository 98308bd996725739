using Adjoint;

// f(x, c) = (x²/log x + c)(x²/log x − c)
Tensor x = Tensor.Scalar(3).WithGrad();
Tensor c = Tensor.Scalar(5).WithGrad();
Tensor q = x * x / x.Log();
Tensor f = (q + c) * (q - c);
f.Backward();

Console.WriteLine($"df/dx = {x.Grad!.Item():F4}");
Console.WriteLine($"df/dc = {c.Grad!.Item():F0}");
