using System.Runtime.CompilerServices;

namespace NormNet.Tensors;

/// <summary>
/// Transforms the 3×3 filters of one group: [panel of filters][point][channel][filter of the panel], the right operand of the products.
/// </summary>
/// <param name="geometry">The correlation.</param>
/// <param name="filters">The group's filters, [filter][channel][3·3].</param>
/// <param name="target">Room for <see cref="Size"/> values.</param>
/// <param name="width">Filters of a panel.</param>
internal readonly unsafe struct WinogradFilters(CorrelationGeometry geometry, float* filters, float* target, int width) : IParallelBody
{
    private const int Lanes = WinogradTiles.Lanes, KernelSize = 9;

    /// <summary>Panels of filters.</summary>
    public static int Panels(in CorrelationGeometry geometry, int width) => (geometry.Filters + width - 1) / width;

    /// <summary>Values of all transformed filters of a group.</summary>
    public static nint Size(in CorrelationGeometry geometry, int width)
        => (nint)Panels(geometry, width) * WinogradTiles.Points * geometry.Channels * width;

    /// <summary>Transforms some panels.</summary>
    public void Run(int start, int end)
    {
        float* packed = Scratch.Get<float>(ScratchUse.LeftPanels, (nint)geometry.Steps * width);
        float* half = stackalloc float[6 * 3 * Lanes];
        nint pointStep = (nint)geometry.Channels * width;
        for (int panel = start; panel < end; panel++)
        {
            int first = panel * width;
            float* from = filters + ((nint)first * geometry.Steps), to = target + (panel * WinogradTiles.Points * pointStep);
            PanelPacking.Pack(from, geometry.Steps, 1, Math.Min(width, geometry.Filters - first), geometry.Steps, packed, width);
            for (int channel = 0; channel < geometry.Channels; channel++)
            {
                for (int lane = 0; lane < width; lane += Lanes)
                    Transform(packed + ((nint)channel * KernelSize * width) + lane, half, to + ((nint)channel * width) + lane, pointStep);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform(float* filter, float* half, float* to, nint pointStep)
    {
        for (int column = 0; column < 3; column++)
            WinogradTransforms.Filter(filter + (column * width), 3 * width, half + (column * Lanes), 3 * Lanes);
        for (int row = 0; row < 6; row++)
            WinogradTransforms.Filter(half + (row * 3 * Lanes), Lanes, to + (row * 6 * pointStep), pointStep);
    }
}
