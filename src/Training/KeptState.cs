using System.Numerics;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Tensors;

namespace NormNet.Training;

/// <summary>All that training changes in a model and its optimizer, put back when disposed.</summary>
internal sealed class KeptState<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Layer<T> _model;
    private readonly Optimizer<T>? _optimizer;
    private readonly StateDictionary _state, _randomness;
    private readonly StateDictionary? _moments;
    private readonly double _rateFactor;
    private readonly (Parameter<T> Parameter, Tensor<T>? Gradient)[] _gradients;
    private readonly (Module<T> Module, bool IsTraining)[] _modes;

    /// <summary>Notes the state, and lets every parameter start without a gradient.</summary>
    internal KeptState(Layer<T> model, Optimizer<T>? optimizer)
    {
        (_model, _optimizer) = (model, optimizer);
        (_state, _randomness) = (model.StateDict(), model.RandomState());
        (_moments, _rateFactor) = (optimizer?.StateDict(), optimizer?.RateFactor ?? 1);
        _modes = [.. model.Modules().Select(module => (module, module.IsTraining))];
        IEnumerable<Parameter<T>> optimized = optimizer?.Groups.SelectMany(group => group.Parameters) ?? [];
        _gradients = [.. model.Parameters().Union(optimized).Select(parameter => (parameter, parameter.Gradient))];
        foreach ((Parameter<T> parameter, _) in _gradients)
            parameter.Gradient = null;
    }

    public void Dispose()
    {
        _model.LoadStateDict(_state);
        _model.LoadRandomState(_randomness);
        if (_optimizer is not null)
        {
            _optimizer.LoadStateDict(_moments!);
            _optimizer.RateFactor = _rateFactor;
        }

        foreach ((Parameter<T> parameter, Tensor<T>? gradient) in _gradients)
            parameter.Gradient = gradient;

        // A module's mode is switched with all inside it, which come after it here.
        foreach ((Module<T> module, bool isTraining) in _modes)
        {
            if (module.IsTraining == isTraining)
                continue;
            if (isTraining)
                module.Train();
            else
                module.Eval();
        }
    }
}
