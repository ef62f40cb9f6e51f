using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NormNet.Lab;
using NormNet.Tensors;

namespace NormNet.Samples.LessonKit;

/// <summary>What every lesson does: it tells, sets tasks, checks the answers, and leaves a page beside its text.</summary>
public sealed class Lesson
{
    private const string Usage = """

        Options, after --:
          --solution   answer the tasks
          --page FILE  leave the page there, not beside the lesson's text
          --no-page    leave no page
          --help       this

        To solve a task, write its numbers into the empty brackets at the top of the lesson's text, or its code in place of
        the NotImplementedException at its end, and run it again.
        """;

    private readonly bool _solve;
    private readonly string? _page;
    private int _tasks;
    private int _open;
    private int _wrong;

    /// <summary>Starts a lesson.</summary>
    /// <param name="arguments">
    /// <c>--solution</c> answers the tasks; <c>--page FILE</c> puts the page elsewhere, <c>--no-page</c> leaves it out. <c>--help</c> says
    /// so and ends the program; so does anything else, with exit code 2.
    /// </param>
    /// <param name="title">The first line.</param>
    /// <param name="source">The lesson's file; the compiler gives it.</param>
    public Lesson(string[] arguments, string title, [CallerFilePath] string source = "")
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Title = title;
        _page = Path.ChangeExtension(source, ".html");
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--solution")
                _solve = true;
            else if (arguments[i] == "--no-page")
                _page = null;
            else if (arguments[i] == "--page")
                _page = PageAt(arguments, ++i);
            else if (arguments[i] is "--help" or "-h" or "-?")
                EndWithUsage(title);
            else
                EndWith($"'{arguments[i]}' is none of --solution, --page FILE, --no-page and --help");
        }

        Console.WriteLine($"{title}\n{new string('=', title.Length)}");
    }

    private static string PageAt(string[] arguments, int at) =>
        at < arguments.Length && arguments[at] is { Length: > 0 } page
            && !Directory.Exists(page) && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(page)))
            ? page
            : EndWith("--page names no file in a folder that exists");

    private static void EndWithUsage(string title)
    {
        Console.WriteLine($"{title}\n{Usage}");
        Environment.Exit(0);
    }

    [DoesNotReturn]
    private static string EndWith(string mistake)
    {
        Console.Error.WriteLine(mistake);
        Environment.Exit(2);
        throw new UnreachableException();
    }

    /// <summary>The lesson's title.</summary>
    public string Title { get; }

    /// <summary>A paragraph of text.</summary>
    public static void Say(string text) => Console.WriteLine($"\n{text}");

    /// <summary>A named tensor on one line.</summary>
    public static void Show<T>(string name, Tensor<T> tensor)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        IEnumerable<string> values = tensor.AsSpan().ToArray().Select(value => TraceText.Number(double.CreateChecked(value)));
        Console.WriteLine($"  {name} {tensor.Shape} = [{string.Join(", ", values)}]");
    }

    /// <summary>The steps of a trace that pass back, each as the library tells it.</summary>
    public static void ShowBackward(TapeTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        foreach (TraceStep step in trace.Steps.Where(step => step.Direction == StepDirection.Backward))
            Console.WriteLine(TraceText.Describe(step with { Node = step.Node with { Source = null } }));
    }

    /// <summary>A task: numbers to be worked out and written into the lesson's text.</summary>
    /// <param name="question">What is asked for.</param>
    /// <param name="answer">The learner's numbers; none while the task is open.</param>
    /// <param name="solution">The numbers that <c>--solution</c> gives.</param>
    /// <param name="expected">What the library computes, against which either is checked, to three digits.</param>
    public void Task(string question, double[] answer, double[] solution, params double[] expected)
    {
        ArgumentNullException.ThrowIfNull(answer);
        double[] given = _solve ? solution : answer;
        Console.WriteLine($"\nTask {++_tasks}: {question}");
        if (given.Length == 0)
        {
            _open++;
            Console.WriteLine("  open: write the numbers into this lesson's text and run it again");
            return;
        }

        bool right = given.Length == expected.Length
            && given.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-3 * Math.Max(1, Math.Abs(pair.Second)));
        if (!right)
            _wrong++;
        Console.WriteLine($"  [{string.Join(", ", given.Select(TraceText.Number))}]: {(right ? "right" : "not yet")}");
    }

    /// <summary>A task done in code: whether what the learner wrote does what it should.</summary>
    /// <param name="task">What is to be written.</param>
    /// <param name="yours">Tries the learner's code; the task is open while that throws <see cref="NotImplementedException"/>.</param>
    /// <param name="solution">Tries the code that <c>--solution</c> gives.</param>
    public void Check(string task, Func<bool> yours, Func<bool> solution)
    {
        ArgumentNullException.ThrowIfNull(yours);
        ArgumentNullException.ThrowIfNull(solution);
        Console.WriteLine($"\nTask {++_tasks}: {task}");
        try
        {
            bool right = _solve ? solution() : yours();
            Console.WriteLine($"  {(right ? "right" : "not yet")}");
            _wrong += right ? 0 : 1;
        }
        catch (NotImplementedException)
        {
            _open++;
            Console.WriteLine("  open: write the code into this lesson's text and run it again");
        }
    }

    /// <summary>Leaves a picture beside the page, under its name with the ending <c>.svg</c>.</summary>
    public void Picture(string svg)
    {
        if (_page is null)
            return;
        string path = Path.ChangeExtension(_page, ".svg");
        File.WriteAllText(path, svg);
        Console.WriteLine($"  The picture: {Path.GetFileName(path)}");
    }

    /// <summary>Leaves the page, and says how the tasks stand.</summary>
    /// <returns>The exit code: 0, or 1 where an answer is wrong.</returns>
    public int End(TapeTrace trace)
    {
        if (_page is not null)
            TapeExplorer.Save(_page, trace, Title);
        Console.WriteLine($"\n{_tasks} tasks: {_tasks - _open - _wrong} right, {_wrong} wrong, {_open} open");
        if (_page is not null)
            Console.WriteLine($"The tape to step through: {Path.GetFileName(_page)}");
        return _wrong == 0 ? 0 : 1;
    }
}
