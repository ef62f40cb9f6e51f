using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Lab;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;
using NormNet.Training;

namespace NormNet.Tests.Documentation;

/// <summary>docs/SCOPE.md holds every name of PyTorch's lists, and names of the code that are there.</summary>
public sealed partial class ScopeTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "SCOPE.md"));

    private static readonly Assembly[] Assemblies =
    [
        typeof(Tensor<>).Assembly, typeof(Variable<>).Assembly, typeof(Layer<>).Assembly, typeof(Optimizer<>).Assembly,
        typeof(DataSet<>).Assembly, typeof(Trainer<>).Assembly, typeof(Compare).Assembly,
    ];

    [Theory]
    [InlineData("layers")]
    [InlineData("losses")]
    [InlineData("optimizers")]
    [InlineData("schedules")]
    [InlineData("initializers")]
    [InlineData("data")]
    public void Every_name_of_PyTorch_stands_in_one_row(string area)
    {
        string[] listed = [.. Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|')[1])
            .SelectMany(cell => cell.Split(',', StringSplitOptions.TrimEntries))];
        using JsonDocument recorded = JsonDocument.Parse(File.ReadAllText(Recorded()));
        string[] names = [.. recorded.RootElement.GetProperty(area).EnumerateArray().Select(name => name.GetString()!)];
        names.Where(name => listed.Count(own => own == name) != 1).ShouldBeEmpty();
    }

    [Fact]
    public void Every_name_of_the_code_is_there()
    {
        string[] names = [.. Lines.SelectMany(line => CodeName().Matches(line)).Select(match => match.Groups[1].Value).Distinct()];
        names.Length.ShouldBeGreaterThan(100);
        names.Where(name => !Exists(name)).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_said_to_be_missing_is_missing()
    {
        string[] missing = [.. Lines.Select(line => line.Split('|')).Where(cells => cells is [_, _, " ", ..])
            .SelectMany(cells => cells[1].Split(',', StringSplitOptions.TrimEntries))];
        missing.Length.ShouldBeGreaterThan(50);
        string[] types = [.. Assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Select(type => type.Name.Split('`')[0])];
        missing.Intersect(types, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Tensor.MatMul", true)]
    [InlineData("Dense", true)]
    [InlineData("Tensor.Sort", false)]
    [InlineData("LstmCell", false)]
    public void A_name_is_a_public_type_or_its_member(string name, bool there) => Exists(name).ShouldBe(there);

    private static bool Exists(string name)
    {
        string[] parts = name.Split('.');
        Type[] types = [.. Assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => type.Name.Split('`')[0] == parts[0])];
        return parts.Length == 1 ? types.Length > 0 : types.Any(type => type.GetMember(parts[1]).Length > 0);
    }

    private static string Recorded([CallerFilePath] string test = "") =>
        Path.Combine(Path.GetDirectoryName(test)!, "recorded", "pytorch_names.json");

    /// <summary>A code span such as `Dense` or `Tensor.MatMul`; PyTorch's own stand in others, such as `torch.nn`.</summary>
    [GeneratedRegex(@"`([A-Z]\w+(?:\.[A-Z]\w+)?)`")]
    private static partial Regex CodeName();
}
