using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>Folds with an operator that any order and repetition of its arguments leaves the same: the greatest, the least.</summary>
/// <remarks>Such a fold may meet an element twice, so a row's last vector overlaps the one before it.</remarks>
internal static unsafe class Extrema
{
    /// <summary>target[i] = the fold of the elements of result i, of which there is at least one.</summary>
    internal static void Fold<T, TOperator>(in ReductionLayout layout, T* x, T* target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
    {
        int rowTerms = layout.ReducedRowCount * layout.Length;
        int grain = Math.Max(1, Elementwise.Grain / rowTerms);
        if (layout.IsInnerReduced)
            Workers.For(layout.KeptRowCount, grain, new Rows<T, TOperator>(layout, x, target));
        else
            Workers.For(layout.KeptRowCount, grain, new Columns<T, TOperator>(layout, x, target));
    }

    /// <summary>The fold of a row of at least one element.</summary>
    internal static T FoldRow<T, TOperator>(T* x, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
    {
        int width = Vector256<T>.Count;
        if (count < width)
            return FoldLanes<T, TOperator>(VectorPart.LoadRepeating(x, count));

        Vector256<T> a = Vector256.Load(x), b = Vector256.Load(x + count - width);
        int i = width;
        for (; i <= count - (2 * width); i += 2 * width)
        {
            a = TOperator.Apply(a, Vector256.Load(x + i));
            b = TOperator.Apply(b, Vector256.Load(x + i + width));
        }

        if (i <= count - width)
            a = TOperator.Apply(a, Vector256.Load(x + i));
        return FoldLanes<T, TOperator>(TOperator.Apply(a, b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FoldLanes<T, TOperator>(Vector256<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
    {
        x = TOperator.Apply(x, Vector256.Create(x.GetUpper(), x.GetLower()));
        if (typeof(T) == typeof(float))
            x = TOperator.Apply(x, Vector256.Shuffle(x.AsSingle(), Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)).As<float, T>());
        return typeof(T) == typeof(float)
            ? TOperator.Apply(x, Vector256.Shuffle(x.AsSingle(), Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)).As<float, T>()).ToScalar()
            : TOperator.Apply(x, Vector256.Shuffle(x.AsDouble(), Vector256.Create(1L, 0, 3, 2)).As<double, T>()).ToScalar();
    }

    private readonly struct Rows<T, TOperator>(ReductionLayout layout, T* x, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
    {
        private readonly T* _x = x;
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            T* pair = stackalloc T[2];
            for (int result = start; result < end; result++)
            {
                T* x = _x + layout.KeptRows.OffsetOf(result);
                pair[0] = FoldRow<T, TOperator>(x, layout.Length);
                for (int row = 1; row < layout.ReducedRowCount; row++)
                {
                    pair[1] = FoldRow<T, TOperator>(x + layout.ReducedRows.OffsetOf(row), layout.Length);
                    pair[0] = FoldRow<T, TOperator>(pair, 2);
                }

                _target[result] = pair[0];
            }
        }
    }

    private readonly struct Columns<T, TOperator>(ReductionLayout layout, T* x, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
    {
        private readonly T* _x = x;
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            for (int group = start; group < end; group++)
            {
                T* x = _x + layout.KeptRows.OffsetOf(group), target = _target + ((long)group * layout.Length);
                new Span<T>(x, layout.Length).CopyTo(new Span<T>(target, layout.Length));
                for (int row = 1; row < layout.ReducedRowCount; row++)
                {
                    var y = new Elements<T>(x + layout.ReducedRows.OffsetOf(row));
                    new ElementwiseLoops.Binary<T, TOperator, Elements<T>, Elements<T>>(new(target), y, target).Run(0, layout.Length);
                }
            }
        }
    }
}
