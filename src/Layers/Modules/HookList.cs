namespace NormNet.Layers;

/// <summary>Functions that are called in the order in which they were added, each until it is taken out again.</summary>
/// <remarks>A change makes a new array, so a function may take itself out while the others are being called.</remarks>
internal sealed class HookList<TFunction>
    where TFunction : Delegate
{
    internal TFunction[] Functions { get; private set; } = [];

    internal IDisposable Add(TFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        Functions = [.. Functions, function];
        return new Registration(this, function);
    }

    /// <summary>Takes out one place of a function, even if it was added several times, and only once.</summary>
    private sealed class Registration(HookList<TFunction> list, TFunction function) : IDisposable
    {
        private bool _ended;

        public void Dispose()
        {
            int place = _ended ? -1 : Array.IndexOf(list.Functions, function);
            _ended = true;
            if (place >= 0)
                list.Functions = [.. list.Functions[..place], .. list.Functions[(place + 1)..]];
        }
    }
}
