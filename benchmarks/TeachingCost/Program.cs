using System.Globalization;
using NormNet.TeachingCost;

if (args is not ([] or ["--before", _] or ["--recordings"]))
{
    Console.Error.WriteLine("TeachingCost: [--before FOLDER | --recordings], a folder with the assemblies of another build");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["--recordings"])
{
    Recordings("nothing having run before");
    return 0;
}

string folder = Path.GetFullPath(args.Length == 2 ? args[1] : AppContext.BaseDirectory);
if (!File.Exists(Path.Combine(folder, "NormNet.Autograd.dll")))
{
    Console.Error.WriteLine($"TeachingCost: {folder} has no NormNet.Autograd.dll");
    return 2;
}

var other = new BuildContext(folder);
Console.WriteLine(args.Length == 2 ? "with the stepping / without it" : "this build / this build again: how far equal builds come out apart");
foreach (string name in StepWorkload.Names)
{
    Cost[] costs = Cost.Of(name == "cnn" ? 10 : 400, StepWorkload.Make(name), other.Workload(name), Looking.Steps(name));
    Console.WriteLine($"{name}, nobody looks");
    Line("  time per step", costs[0].Milliseconds * 1000, costs[1].Milliseconds * 1000, "µs");
    Line("  allocated per step", costs[0].AllocatedBytes, costs[1].AllocatedBytes, "bytes");
    Line("  kept by an open tape", costs[0].KeptBytes, costs[1].KeptBytes, "bytes");
    Console.WriteLine($"{name}, step by step / nobody looks");
    Line("  time per step", costs[2].Milliseconds * 1000, costs[0].Milliseconds * 1000, "µs");
    Line("  allocated per step", costs[2].AllocatedBytes, costs[0].AllocatedBytes, "bytes");
}

Recordings("after training steps");
return 0;

static void Recordings(string when)
{
    double[] times = Looking.Recordings("cnn", 12);
    Array.Sort(times, 1, times.Length - 1);
    Console.WriteLine($"cnn, recorded for teaching (passes and trace), {when}: the first {times[0]:F0} ms, then a median of {times[6]:F0} ms");
}

static void Line(string what, double one, double two, string unit) =>
    Console.WriteLine($"{what,-24}{one,12:N0}{two,12:N0} {unit,-6}{one / two,8:F3}");
