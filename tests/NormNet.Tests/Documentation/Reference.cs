using System.Reflection;
using NormNet.Autograd;
using NormNet.Data;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Training;

namespace NormNet.Tests.Documentation;

/// <summary>The public types and members that a user looks for, with what their documentation says.</summary>
internal static class Reference
{
    /// <summary>The title of a table for readers of the code.</summary>
    internal const string DerivativeOperations = "Derivative operations";

    /// <summary>One table.</summary>
    /// <param name="Title">What its rows are.</param>
    /// <param name="Rows">Each with a name, what it is, and the literature; in the order of the names.</param>
    internal sealed record Table(string Title, IReadOnlyList<Row> Rows);

    /// <summary>A row of a table.</summary>
    /// <param name="Name">Of a member with its type before it.</param>
    /// <param name="Says">One sentence.</param>
    /// <param name="Literature">Another, or nothing.</param>
    internal sealed record Row(string Name, string Says, string Literature);

    internal static IReadOnlyList<Table> Tables { get; } =
    [
        Sorted("Operations", Derived(typeof(Operation<>)).Where(type => !IsDerivative(type)).Select(Of)),
        Sorted(DerivativeOperations, Derived(typeof(Operation<>)).Where(IsDerivative).Select(Of)),
        Sorted("Layers", Derived(typeof(Layer<>)).Select(Of)),
        Sorted("Losses", Members(typeof(Losses), type => IsGeneric(type, typeof(Variable<>)))),
        Sorted("Optimizers", Derived(typeof(Optimizer<>)).Select(Of)),
        Sorted("Schedules", Members(typeof(Schedule), type => type == typeof(Schedule))),
        Sorted("Initializers", Members(typeof(Initializer), type => type == typeof(Initializer))),
        Sorted("Metrics", Members(typeof(Metric<>), type => type == typeof(Metric<>)).Concat(Properties(typeof(Evaluation)))),
        Sorted("Data sets", DataSources().SelectMany(home =>
            Members(home, type => IsGeneric(type, typeof(DataSet<>)) || IsGeneric(type, typeof(DataSplit<>))))),
        Sorted("Augmentations", Members(typeof(Augmentation), type => type == typeof(Augmentation))),
        Sorted("Training", typeof(Trainer<>).Assembly.GetExportedTypes().Where(type => type.IsClass || type.IsEnum)
            .Append(typeof(WeightAverage<>)).Select(Of).Concat(Members(typeof(GradientClipping), _ => true))),
    ];

    /// <summary>A derivative is computed by operations too, some of which are of no use elsewhere.</summary>
    private static bool IsDerivative(Type type) => Name(type).EndsWith("Gradient", StringComparison.Ordinal);

    private static IEnumerable<Type> DataSources() =>
        typeof(DataSet<>).Assembly.GetExportedTypes().Where(type => type is { IsAbstract: true, IsSealed: true });

    /// <summary>The types of the ancestor's assembly that can be made and come from it.</summary>
    private static IEnumerable<Type> Derived(Type ancestor) =>
        ancestor.Assembly.GetExportedTypes().Where(type => !type.IsAbstract && Ancestors(type).Any(own => IsGeneric(own, ancestor)));

    private static IEnumerable<Row> Members(Type home, Func<Type, bool> returns) => Rows(home, BindingFlags.Static, member => member switch
    {
        PropertyInfo property => returns(property.PropertyType),
        MethodInfo { IsSpecialName: false } method => returns(method.ReturnType),
        _ => false,
    });

    private static IEnumerable<Row> Properties(Type home) => Rows(home, BindingFlags.Instance, member => member is PropertyInfo);

    private static IEnumerable<Row> Rows(Type home, BindingFlags kind, Func<MemberInfo, bool> belongs)
    {
        var documentation = XmlSummaries.Of(home.Assembly);
        return home.GetMembers(BindingFlags.Public | BindingFlags.DeclaredOnly | kind)
            .Where(belongs)
            .DistinctBy(member => member.Name)
            .Select(member => new Row($"{Name(home)}.{member.Name}", documentation.Member(member).Says, documentation.Member(member).Literature));
    }

    private static Row Of(Type type)
    {
        (string says, string literature) = XmlSummaries.Of(type.Assembly).Type(type);
        return new Row(Name(type), says, literature);
    }

    private static Table Sorted(string title, IEnumerable<Row> rows) =>
        new(title, [.. rows.OrderBy(row => row.Name, StringComparer.Ordinal)]);

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (Type? own = type.BaseType; own is not null; own = own.BaseType)
            yield return own;
    }

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static string Name(Type type) => type.Name.Split('`')[0];
}
