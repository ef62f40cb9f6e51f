using NormNet.Tensors;

namespace NormNet.Layers;

/// <content>How parameters get their first numbers and stochastic layers their randomness.</content>
public abstract partial class Module<T>
{
    // Apart from the streams a program may fork from the same seed by small keys of its own.
    private const long StreamKey = -1;

    private readonly Lock _initializing = new();
    private readonly List<Func<bool>> _wasSet = [];
    private volatile bool _isInitialized;

    /// <summary>Draws all parameters anew, in the order of registration, and gives each stochastic layer a stream of its own.</summary>
    /// <param name="generator">Where the numbers come from.</param>
    /// <param name="weight">
    /// For the weights of dense and convolution layers without a <see cref="WeightedLayer{T}.WeightInitializer"/>, this time;
    /// <see cref="Initializer.Default"/> if absent.
    /// </param>
    /// <param name="bias">The same for their biases.</param>
    /// <remarks>
    /// Layers without parameters to draw take nothing from the generator: the same seed gives a model with normalization layers the
    /// weights of the one without. A model nobody initialized starts from seed 0 at its first use, but for modules whose parameters or
    /// buffers a program has set before. The same seed gives a model in
    /// float the rounded numbers of the one in double.
    /// </remarks>
    /// <exception cref="ArgumentException">The bias's is an initializer of matrices; nothing was drawn.</exception>
    public void Initialize(Generator generator, Initializer? weight = null, Initializer? bias = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        (Initializer?, Initializer?) chosen = (weight, WeightedLayer<T>.CheckedForBias(bias));
        WeightedLayer<T>[] layers = [.. Modules().OfType<WeightedLayer<T>>()];
        try
        {
            Array.ForEach(layers, layer => layer.InitializersOfModel = chosen);
            Draw(generator, sparing: _ => false);
        }
        finally
        {
            Array.ForEach(layers, layer => layer.InitializersOfModel = default);
        }
    }

    /// <summary>Whether the module's own parameters and buffers have their first values, or others.</summary>
    private protected bool IsInitialized => _isInitialized;

    /// <summary>Sets the module's own parameters and buffers to their first values; those of modules inside it set their own.</summary>
    protected virtual void OnInitialize(Generator generator)
    {
    }

    /// <summary>The first use of any part of a model nobody initialized: what is neither initialized nor set starts from seed 0.</summary>
    internal void EnsureInitialized()
    {
        if (_isInitialized)
            return;

        Module<T> model = Outermost();
        lock (model._initializing)
        {
            if (!_isInitialized)
                model.Draw(new Generator(seed: 0), sparing: module => module._isInitialized || module._wasSet.Exists(wasSet => wasSet()));
        }
    }

    /// <summary>A parameter or buffer for others to see: it has its first values by then.</summary>
    private protected TMember Initialized<TMember>(TMember member)
    {
        EnsureInitialized();
        return member;
    }

    private void Draw(Generator generator, Func<Module<T>, bool> sparing)
    {
        Generator streams = generator.Fork(StreamKey);
        long stream = 0;
        foreach (Module<T> module in Modules().ToArray())
        {
            if (!sparing(module))
            {
                module.OnInitialize(generator);
                foreach ((_, RandomSource own) in module._streams)
                    own.Restart(streams.Fork(stream++));
            }

            module._isInitialized = true;
        }
    }

    /// <summary>Remembers the numbers a member was registered with, to know later whether a program has set others.</summary>
    private void Watch(Tensor<T> first, Func<Tensor<T>> now)
    {
        int version = first.Version;
        _wasSet.Add(() => !ReferenceEquals(now(), first) || first.Version != version);
    }
}
