using System.Reflection;
using System.Runtime.Loader;

namespace NormNet.TeachingCost;

/// <summary>A build of NormNet beside the program's own: its assemblies come from a folder, all else is shared.</summary>
internal sealed class BuildContext(string folder) : AssemblyLoadContext(nameof(BuildContext))
{
    /// <summary>The workload bound to this build.</summary>
    public Action<Action?> Workload(string name)
    {
        Type type = LoadFromAssemblyPath(typeof(StepWorkload).Assembly.Location).GetType(typeof(StepWorkload).FullName!, throwOnError: true)!;
        return (Action<Action?>)type.GetMethod(nameof(StepWorkload.Make))!.Invoke(null, [name])!;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(folder, $"{assemblyName.Name}.dll");
        return assemblyName.Name!.StartsWith("NormNet.", StringComparison.Ordinal) && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
