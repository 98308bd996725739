using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Generators;

/// <summary>Warns where a tensor is compared with null by ==, which compares elements.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TensorComparison : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor NullComparison = new(
        "ADJ009", "Tensor is compared with null by an operator",
        "'{0}' compares the elements of tensors: whether a tensor is null is asked by '{1}', in an expression tree by '{2}'",
        "Adjoint.Tensors", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(NullComparison);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Check, OperationKind.Binary);
    }

    private static void Check(OperationAnalysisContext context)
    {
        var comparison = (IBinaryOperation)context.Operation;
        if (comparison.OperatorMethod is not { Name: "op_Equality" or "op_Inequality" } method) return;
        if (!KnownTypes.IsTensor(method.ContainingType)) return;
        if (!IsNull(comparison.LeftOperand) && !IsNull(comparison.RightOperand)) return;
        bool isEqual = method.Name == "op_Equality";
        context.ReportDiagnostic(Diagnostic.Create(
            NullComparison, comparison.Syntax.GetLocation(), isEqual ? "==" : "!=", isEqual ? "is null" : "is not null",
            isEqual ? "(object)x == null" : "(object)x != null"));
    }

    private static bool IsNull(IOperation operand)
    {
        while (operand is IConversionOperation conversion) operand = conversion.Operand;
        return operand.ConstantValue is { HasValue: true, Value: null };
    }
}
