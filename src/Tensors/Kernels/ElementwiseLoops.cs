using System.Numerics;
using System.Runtime.Intrinsics;

namespace NormNet.Tensors;

/// <summary>The three loops behind <see cref="Elementwise"/>, as bodies that the workers can cut anywhere.</summary>
/// <remarks>
/// The last vector may overlap the one before it. Its arguments are read before the loop writes anything, so a target that is one
/// of the sources is right too; ranges shorter than a vector are padded. No element meets other code than a full vector does.
/// </remarks>
internal static unsafe class ElementwiseLoops
{
    internal readonly struct Unary<T, TOperator, TX>(TX x, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IUnaryOperator
        where TX : struct, IOperand<T>
    {
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            int last = end - Vector256<T>.Count;
            if (last < start)
            {
                VectorPart.Store(TOperator.Apply(x.LoadPart(start, end - start)), _target + start, end - start);
                return;
            }

            Vector256<T> lastX = x.Load(last);
            for (int i = start; i < last; i += Vector256<T>.Count)
                TOperator.Apply(x.Load(i)).Store(_target + i);
            TOperator.Apply(lastX).Store(_target + last);
        }
    }

    internal readonly struct Binary<T, TOperator, TX, TY>(TX x, TY y, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator
        where TX : struct, IOperand<T>
        where TY : struct, IOperand<T>
    {
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            int last = end - Vector256<T>.Count;
            if (last < start)
            {
                int count = end - start;
                VectorPart.Store(TOperator.Apply(x.LoadPart(start, count), y.LoadPart(start, count)), _target + start, count);
                return;
            }

            Vector256<T> lastX = x.Load(last), lastY = y.Load(last);
            for (int i = start; i < last; i += Vector256<T>.Count)
                TOperator.Apply(x.Load(i), y.Load(i)).Store(_target + i);
            TOperator.Apply(lastX, lastY).Store(_target + last);
        }
    }

    internal readonly struct Ternary<T, TOperator, TX, TY, TZ>(TX x, TY y, TZ z, T* target) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, ITernaryOperator
        where TX : struct, IOperand<T>
        where TY : struct, IOperand<T>
        where TZ : struct, IOperand<T>
    {
        private readonly T* _target = target;

        public void Run(int start, int end)
        {
            int last = end - Vector256<T>.Count;
            if (last < start)
            {
                int count = end - start;
                Vector256<T> result = TOperator.Apply(x.LoadPart(start, count), y.LoadPart(start, count), z.LoadPart(start, count));
                VectorPart.Store(result, _target + start, count);
                return;
            }

            Vector256<T> lastX = x.Load(last), lastY = y.Load(last), lastZ = z.Load(last);
            for (int i = start; i < last; i += Vector256<T>.Count)
                TOperator.Apply(x.Load(i), y.Load(i), z.Load(i)).Store(_target + i);
            TOperator.Apply(lastX, lastY, lastZ).Store(_target + last);
        }
    }
}
