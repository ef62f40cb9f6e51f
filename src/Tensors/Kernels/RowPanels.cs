namespace NormNet.Tensors;

/// <summary>
/// How the rows of a product are cut into register tiles: of 6 rows, and at the end one or two of 4 where that wastes less.
/// </summary>
/// <remarks>16, 32 and 64 rows, a network's usual widths, are cut without waste; 6 alone would compute 18, 36 and 66.</remarks>
internal readonly struct RowPanels
{
    private readonly int _rows;
    private readonly int _sixes;

    /// <summary>The cut of some rows.</summary>
    public RowPanels(int rows)
    {
        (int sixes, int rest) = Math.DivRem(rows, MatrixProductTile<float>.Rows);
        bool borrow = rest is 1 or 2 && sixes > 0;
        _rows = rows;
        _sixes = borrow ? sixes - 1 : rest == 5 ? sixes + 1 : sixes;
        Count = _sixes + (borrow ? 2 : rest is > 0 and < 5 ? 1 : 0);
    }

    /// <summary>Panels.</summary>
    public int Count { get; }

    /// <summary>Rows of all panels, those past the last row included: what packed panels take, by the steps.</summary>
    public int Padded => Start(Count);

    /// <summary>The first row of a panel; also the rows of all panels before it.</summary>
    public int Start(int panel)
        => (Math.Min(panel, _sixes) * MatrixProductTile<float>.Rows) + (Math.Max(0, panel - _sixes) * MatrixProductTile<float>.FewRows);

    /// <summary>Rows of a panel as packed: 6 or 4.</summary>
    public int Width(int panel) => panel < _sixes ? MatrixProductTile<float>.Rows : MatrixProductTile<float>.FewRows;

    /// <summary>Rows of a panel that exist.</summary>
    public int Rows(int panel) => Math.Min(Width(panel), _rows - Start(panel));
}
