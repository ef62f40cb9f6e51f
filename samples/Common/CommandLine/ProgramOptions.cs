using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace NormNet.Samples.Common;

/// <summary>Makes command-line options whose errors are one line that says what would be right.</summary>
public static class ProgramOptions
{
    // Help has a column for these, as wide as the widest.
    private const int WidestHelpName = 40;

    /// <summary>An option for a whole number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public static Option<int> Whole(
        string name, string description, int fallback, int minimum = int.MinValue, int maximum = int.MaxValue) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => fallback,
            CustomParser = argument => ParseWhole(argument, name, minimum, maximum),
        };

    /// <summary>An option for a whole number from a range that may be left out.</summary>
    public static Option<int?> WholeOrNone(string name, string description, int minimum, int maximum = int.MaxValue) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = argument => ParseWhole(argument, name, minimum, maximum),
        };

    /// <summary>An option for a finite number above zero.</summary>
    public static Option<double> Positive(string name, string description, double fallback) =>
        new(name)
        {
            Description = description,
            HelpName = "X",
            DefaultValueFactory = _ => fallback,
            CustomParser = argument =>
                Parse<double>(argument, name, value => double.IsFinite(value) && value > 0, "a finite number above 0"),
        };

    /// <summary>An option for a finite number of at least <paramref name="minimum"/>.</summary>
    public static Option<double> Number(string name, string description, double fallback, double minimum = double.MinValue) =>
        new(name)
        {
            Description = description,
            HelpName = "X",
            DefaultValueFactory = _ => fallback,
            CustomParser = argument => ParseNumber(argument, name, minimum),
        };

    /// <summary>An option for a finite number of at least <paramref name="minimum"/> that may be left out.</summary>
    public static Option<double?> NumberOrNone(string name, string description, double minimum) =>
        new(name) { Description = description, HelpName = "X", CustomParser = argument => ParseNumber(argument, name, minimum) };

    /// <summary>An option for one of a few words; an empty one among them stands for none and is not listed.</summary>
    public static Option<string> Choice(string name, string description, IReadOnlyCollection<string> words, string fallback)
    {
        string[] listed = [.. words.Where(word => word.Length > 0)];
        var all = string.Join('|', listed);
        var fits = all.Length <= WidestHelpName;
        var option = new Option<string>(name)
        {
            Description = fits ? description : $"{description}: {string.Join(", ", listed)}",
            HelpName = fits ? all : "WORD",
            DefaultValueFactory = _ => fallback,
        };
        option.CompletionSources.Add(listed);
        option.Validators.Add(result =>
        {
            var word = result.GetValueOrDefault<string>();
            if (!words.Contains(word))
                result.AddError($"{name}: '{word}' is not one of {string.Join(", ", listed)}");
        });
        return option;
    }

    /// <summary>An option for a path that may be left out.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="description">For <c>--help</c>.</param>
    /// <param name="kind"><c>FILE</c> or <c>DIR</c>.</param>
    public static Option<string?> PathTo(string name, string description, string kind)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = kind };
        option.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
                result.AddError($"{name}: the path is empty");
        });
        return option;
    }

    private static int ParseWhole(ArgumentResult argument, string name, int minimum, int maximum) =>
        Parse<int>(argument, name, value => value >= minimum && value <= maximum, $"a whole number from {minimum} to {maximum}");

    private static double ParseNumber(ArgumentResult argument, string name, double minimum) => Parse<double>(
        argument,
        name,
        value => double.IsFinite(value) && value >= minimum,
        minimum == double.MinValue
            ? "a finite number"
            : string.Create(CultureInfo.InvariantCulture, $"a finite number of at least {minimum}"));

    private static T Parse<T>(ArgumentResult argument, string name, Func<T, bool> accepts, string requirement)
        where T : struct, INumber<T>
    {
        var text = argument.Tokens[0].Value;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && accepts(value))
            return value;
        argument.AddError($"{name}: '{text}' is not {requirement}");
        return default;
    }
}
