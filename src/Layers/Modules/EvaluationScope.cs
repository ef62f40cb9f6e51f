using System.Numerics;

namespace NormNet.Layers;

/// <summary>Evaluation mode for as long as it lasts; then every module has the mode it had.</summary>
internal readonly struct EvaluationScope<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Module<T>[] _training;

    internal EvaluationScope(Module<T> module)
    {
        _training = [.. module.Modules().Where(inner => inner.IsTraining)];
        foreach (Module<T> inner in _training)
            inner.SetOwnMode(training: false);
    }

    public void Dispose()
    {
        foreach (Module<T> inner in _training)
            inner.SetOwnMode(training: true);
    }
}
