using NormNet.Autograd;

namespace NormNet.Tests.Autograd;

public sealed class OperationGradientTests
{
    public static TheoryData<string> Cases => [.. OperationCases.All.Select(c => c.ToString())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_of_first_and_second_order_agree_with_central_differences(string name)
    {
        OperationCase @case = OperationCases.All.Single(c => c.ToString() == name);

        GradientReport report = GradientCheck.Run(@case.Apply, @case.Inputs, order: 2, restore: @case.Restore);

        report.Passed.ShouldBeTrue(report.ToString());
        report.IsVacuous.ShouldBeFalse();
    }

    [Fact]
    public void Every_operation_has_a_case()
    {
        IEnumerable<Type> operations = typeof(Operation<>).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, BaseType.IsGenericType: true } && IsOperation(type));

        operations.Except(OperationCases.All.Select(c => c.Operation)).ShouldBeEmpty();
    }

    private static bool IsOperation(Type? type) =>
        type is not null && ((type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Operation<>)) || IsOperation(type.BaseType));
}
