using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NormNet.Tensors;

/// <summary>Transforms the sums of a strip of tiles back to pixels: 8 filters side by side become 8 planes.</summary>
internal static unsafe class WinogradOutputs
{
    private const int Lanes = WinogradTiles.Lanes, Side = WinogradTiles.Side, Points = WinogradTiles.Points;

    /// <summary>pixels[filter][row][column] = start[filter] + Aᵀ·sums·A.</summary>
    /// <param name="sums">The sums of the first tile at the first point: [tile][point][filter].</param>
    /// <param name="pointStep">From one point to the next.</param>
    /// <param name="tiles">Neighbouring tiles.</param>
    /// <param name="start">What is added to the pixels of each filter.</param>
    /// <param name="pixels">8 planes of 4 rows of tiles · 4 columns.</param>
    /// <returns>Whether all pixels are finite.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Transform(float* sums, nint pointStep, int tiles, Vector256<float> start, float* pixels)
    {
        float* half = stackalloc float[Side * 6 * Lanes];
        float* row = stackalloc float[Side * Lanes];
        Vector256<float> check = default;
        nint rowStep = tiles * Side;
        for (int tile = 0; tile < tiles; tile++, sums += Points * pointStep, pixels += Side)
        {
            for (int column = 0; column < 6; column++)
                WinogradTransforms.Outputs(sums + (column * pointStep), 6 * pointStep, half + (column * Lanes), 6 * Lanes);
            for (int i = 0; i < Side; i++)
            {
                WinogradTransforms.Outputs(half + (i * 6 * Lanes), Lanes, row, Lanes);
                Vector256<float> p0 = Vector256.Load(row) + start, p1 = Vector256.Load(row + Lanes) + start;
                Vector256<float> p2 = Vector256.Load(row + (2 * Lanes)) + start, p3 = Vector256.Load(row + (3 * Lanes)) + start;
                check += (p0 - p0) + (p1 - p1) + ((p2 - p2) + (p3 - p3));
                Store(p0, p1, p2, p3, pixels + (i * rowStep), Side * rowStep);
            }
        }

        return check == default;
    }

    /// <summary>Four pixels of 8 filters to the 8 planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> p0, Vector256<float> p1, Vector256<float> p2, Vector256<float> p3, float* to, nint plane)
    {
        if (!Avx.IsSupported)
        {
            for (int lane = 0; lane < Lanes; lane++, to += plane)
                Vector128.Create(p0[lane], p1[lane], p2[lane], p3[lane]).Store(to);
            return;
        }

        Vector256<float> low01 = Avx.UnpackLow(p0, p1), high01 = Avx.UnpackHigh(p0, p1);
        Vector256<float> low23 = Avx.UnpackLow(p2, p3), high23 = Avx.UnpackHigh(p2, p3);
        Vector256<float> filter04 = Avx.Shuffle(low01, low23, 0x44), filter15 = Avx.Shuffle(low01, low23, 0xEE);
        Vector256<float> filter26 = Avx.Shuffle(high01, high23, 0x44), filter37 = Avx.Shuffle(high01, high23, 0xEE);
        filter04.GetLower().Store(to);
        filter15.GetLower().Store(to + plane);
        filter26.GetLower().Store(to + (2 * plane));
        filter37.GetLower().Store(to + (3 * plane));
        filter04.GetUpper().Store(to + (4 * plane));
        filter15.GetUpper().Store(to + (5 * plane));
        filter26.GetUpper().Store(to + (6 * plane));
        filter37.GetUpper().Store(to + (7 * plane));
    }
}
