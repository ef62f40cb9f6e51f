using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Tensors;
using static NormNet.Layers.Nn<float>;

namespace NormNet.Samples.Experiments;

/// <summary>
/// Reads a picture row by row, one row a time step, and names it by the last state: (N, 1, rows, columns) becomes logits (N, classes).
/// </summary>
internal sealed class RowReader : Layer<float>
{
    private readonly RecurrentLayer<float> _recurrent;
    private readonly Dense<float> _logits;

    internal RowReader(RecurrentLayer<float> recurrent, int classes)
    {
        _recurrent = Register("recurrent", recurrent);
        _logits = Register("logits", Dense(recurrent.Hidden, classes));
    }

    /// <summary>A reader by an LSTM or a GRU, with layer normalization inside or without, its weights drawn.</summary>
    internal static RowReader Build(RowCell cell, bool layerNorm, Shape sample, int hidden, int classes, Generator weights)
    {
        int columns = sample[2];
        var reader = new RowReader(
            cell == RowCell.Lstm ? Lstm(columns, hidden, layerNorm: layerNorm) : Gru(columns, hidden, layerNorm: layerNorm), classes);
        reader.Initialize(weights);
        return reader;
    }

    protected override Variable<float> ForwardCore(Variable<float> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Shape shape = input.Shape;
        Variable<float> last = _recurrent.Forward(input.Reshape(shape[0], shape[2], shape[3]), state: null).State.Hidden;
        return _logits.Forward(last.Reshape(shape[0], _recurrent.Hidden));
    }

    protected override Module<float> CloneCore(ModuleCloner<float> cloner)
    {
        ArgumentNullException.ThrowIfNull(cloner);
        return new RowReader(cloner.Clone(_recurrent), _logits.Outputs);
    }
}

/// <summary>What reads the rows.</summary>
internal enum RowCell
{
    Lstm,
    Gru,
}
