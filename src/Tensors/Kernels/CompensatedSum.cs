namespace NormNet.Tensors;

/// <summary>A sum that also keeps what its additions round away: Neumaier, ZAMM 54 (1974), 39–51.</summary>
internal struct CompensatedSum
{
    private double _sum;
    private double _lost;

    internal void Add(double term)
    {
        double sum = _sum + term;
        _lost += Math.Abs(_sum) >= Math.Abs(term) ? _sum - sum + term : term - sum + _sum;
        _sum = sum;
    }

    /// <summary>The sum; where it is infinite or NaN, what was lost has no meaning and is left out.</summary>
    internal readonly double Value => double.IsFinite(_sum) ? _sum + _lost : _sum;
}
