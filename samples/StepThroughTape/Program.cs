using System.CommandLine;
using NormNet.Lab;
using NormNet.Samples.Common;
using NormNet.Samples.StepThroughTape;
using NormNet.Tensors;

var model = new Option<string>("--model")
{
    Description = "What to step through: a made-up network, or a tape saved by --json",
    HelpName = $"{string.Join('|', Models.Names)}|FILE",
    DefaultValueFactory = _ => "mlp",
};
Option<string?> transcript = ProgramOptions.PathTo("--transcript", "Write every step as text", "FILE");
Option<string?> html = ProgramOptions.PathTo("--html", "Write a page that steps through the tape in a browser", "FILE");
Option<string?> dot = ProgramOptions.PathTo("--dot", "Write the graph for Graphviz", "FILE");
Option<string?> mermaid = ProgramOptions.PathTo("--mermaid", "Write the graph for Mermaid", "FILE");
Option<string?> svg = ProgramOptions.PathTo("--svg", "Write the graph as a picture", "FILE");
Option<string?> json = ProgramOptions.PathTo("--json", "Write the tape, to be opened again with --model", "FILE");
Option<int> seed = ProgramOptions.Whole("--seed", "Start of all randomness", fallback: 1);
model.Validators.Add(result =>
{
    if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
        result.AddError($"--model: neither {string.Join(", ", Models.Names)} nor a file is named");
});
var command = new RootCommand("Steps through a network's tape, forward and backward, one operation at a time.")
{
    model, transcript, html, dot, mermaid, svg, json, seed,
};

return ProgramHost.Run(args, command, (line, stop) =>
{
    string name = line.GetRequiredValue(model);
    TapeTrace trace = Models.Names.Contains(name) ? Models.Trace(name, line.GetValue(seed)) : TraceJson.Load(name);
    (Option<string?> Path, Action<string> Write)[] outputs =
    [
        (transcript, path => WriteText(path, TraceText.Transcript(trace))),
        (html, path => TapeExplorer.Save(path, trace, $"Tape: {Path.GetFileNameWithoutExtension(name)}")),
        (dot, path => WriteText(path, TraceDot.Write(trace))),
        (mermaid, path => WriteText(path, TraceMermaid.Write(trace))),
        (svg, path => WriteText(path, TraceSvg.Write(trace))),
        (json, path => TraceJson.Save(path, trace)),
    ];

    bool written = false;
    foreach ((Option<string?> option, Action<string> write) in outputs)
    {
        if (line.GetValue(option) is not { } path)
            continue;
        write(path);
        written = true;
    }

    if (written)
        return 0;
    if (System.Console.IsInputRedirected || System.Console.IsOutputRedirected)
        throw new ArgumentException("there is no terminal to step in; give --transcript, --html, --dot, --mermaid, --svg or --json");
    new Session(new TraceStepper(trace), stop).Run();
    return 0;
});

static void WriteText(string path, string text) => AtomicFile.Write(path, stream =>
{
    using var writer = new StreamWriter(stream, leaveOpen: true);
    writer.Write(text);
});
