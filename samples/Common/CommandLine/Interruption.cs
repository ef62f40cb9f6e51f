using System.Runtime.InteropServices;

namespace NormNet.Samples.Common;

/// <summary>The first Ctrl-C (or SIGTERM) asks the program to stop after the step at hand; the second ends it.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Ask(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
            return;
        context.Cancel = true;
        _source.Cancel();
    }
}
