using System.Globalization;
using NormNet.Samples.Common;
using Spectre.Console;

namespace NormNet.Samples.Experiments;

/// <summary>How far an experiment's runs are: a bar on a terminal, a line every ten seconds elsewhere, nothing when quiet.</summary>
internal sealed class ExperimentDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly TimeLeft _left = new(TimeProvider.System);
    private readonly Action<string, double> _show;
    private readonly TimeSpan _every;
    private readonly string _name;
    private readonly long _steps;
    private readonly int _runs;
    private long _done;
    private int _finished;
    private long _shown;

    private ExperimentDisplay(string name, IReadOnlyList<ExperimentRun> runs, TimeSpan every, Action<string, double> show)
    {
        (_name, _every, _show) = (name, every, show);
        (_runs, _steps) = (runs.Count, Math.Max(1, runs.Sum(run => run.Steps)));
        _left.After(0, _steps);
        _shown = TimeProvider.System.GetTimestamp();
    }

    /// <summary>Shows what <paramref name="work"/> reports while it goes on.</summary>
    public static void Show(string name, IReadOnlyList<ExperimentRun> runs, bool quiet, TextWriter output, Action<ExperimentDisplay> work)
    {
        if (quiet || runs.Count == 0)
        {
            work(new ExperimentDisplay(name, runs, Pause, (_, _) => { }));
        }
        else if (!Terminal.IsRich)
        {
            work(new ExperimentDisplay(name, runs, Pause, (text, _) => output.WriteLine($"  {text}")));
        }
        else
        {
            AnsiConsole.Progress().AutoClear(true).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn())
                .Start(context => work(WithBar(context.AddTask(name, maxValue: 1), name, runs)));
        }
    }

    /// <summary>So many more steps are done, of whatever run.</summary>
    public void Advance(long steps)
    {
        lock (_lock)
        {
            _done += steps;
            if (TimeProvider.System.GetElapsedTime(_shown) >= _every)
                Write();
        }
    }

    /// <summary>One more run is finished.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            _finished++;
            if (_finished == _runs)
                Write();
        }
    }

    private static ExperimentDisplay WithBar(ProgressTask bar, string name, IReadOnlyList<ExperimentRun> runs) =>
        new(name, runs, TimeSpan.FromSeconds(0.2), (text, share) =>
        {
            bar.Description = text;
            bar.Value = share;
        });

    private void Write()
    {
        _shown = TimeProvider.System.GetTimestamp();
        double share = Math.Min(1, (double)_done / _steps);
        string left = _finished == _runs ? "" : _left.After(_done, _steps);
        string text = string.Create(CultureInfo.InvariantCulture, $"{_name}  {_finished}/{_runs} runs  {100 * share:F0} %  {left}");
        _show(text.TrimEnd(), share);
    }
}
