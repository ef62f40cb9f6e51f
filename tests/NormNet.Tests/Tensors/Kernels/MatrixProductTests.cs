using System.Numerics;
using System.Runtime.Intrinsics;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

[Collection(nameof(Workers))]
public abstract unsafe class MatrixProductTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static readonly TheoryData<int, int, int> Shapes = new()
    {
        { 1, 1, 1 }, { 1, 5, 3 }, { 5, 1, 3 }, { 1, 100, 37 }, { 37, 1, 100 }, { 2, 2, 1 }, { 3, 17, 2 }, { 6, 16, 4 }, { 7, 15, 5 },
        { 12, 32, 8 },
        { 13, 33, 9 }, { 32, 16, 2 }, { 32, 16, 16 }, { 17, 10, 256 }, { 18, 48, 257 }, { 64, 64, 64 }, { 65, 130, 70 }, { 5, 300, 30 },
        { 200, 7, 30 }, { 103, 150, 600 }, { 250, 20, 520 }, { 4, 4100, 3 }, { 1, 700, 300 }, { 300, 1, 700 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_layout_and_start_gives_the_sum_of_products(int m, int n, int k)
    {
        var generator = new Generator(m + (100 * n) + (10_000 * k));
        for (int layout = 0; layout < 24; layout++)
        {
            (bool transposeA, bool transposeB, bool padded) = ((layout & 1) != 0, (layout & 2) != 0, (layout & 4) != 0);
            (bool accumulate, bool biased) = (layout / 8 == 1, layout / 8 == 2);
            var shape = new ProductShape(m, n, k, transposeA, transposeB)
            {
                LeadingA = padded ? (transposeA ? m : k) + 3 : 0,
                LeadingB = padded ? (transposeB ? k : n) + 5 : 0,
                LeadingC = padded ? n + 2 : 0,
            };
            T[] a = Numbers.Whole<T>(generator, shape.CountA), b = Numbers.Whole<T>(generator, shape.CountB);
            T[] before = Numbers.Whole<T>(generator, shape.CountC), bias = Numbers.Whole<T>(generator, biased ? n : 0);
            T[] c = [.. before];

            MatrixProduct.Multiply(shape, a, b, c, accumulate, bias);

            T Start(int row, int column) => accumulate ? before[(row * shape.LeadingC) + column] : biased ? bias[column] : T.Zero;
            (double[] expected, _) = PlainProduct.Multiply(shape, a, b, Start);
            double[] whole = [.. before.Select(double.CreateTruncating)];
            for (int row = 0; row < m; row++)
                expected.AsSpan(row * n, n).CopyTo(whole.AsSpan(row * shape.LeadingC));
            Numbers.ShouldBe(c, whole, $"{shape}, layout {layout}");
        }
    }

    [Theory]
    [InlineData(40, 50, 60)]
    [InlineData(1, 50, 1000)]
    [InlineData(50, 1, 1000)]
    [InlineData(70, 90, 2000)]
    [InlineData(9, 2100, 600)]
    public void The_error_is_within_the_bound_of_a_sum(int m, int n, int k)
    {
        var generator = new Generator(7);
        ProductShape[] layouts = [new(m, n, k), new(m, n, k, true), new(m, n, k, false, true), new(m, n, k, true, true)];
        foreach (ProductShape shape in layouts)
        {
            T[] a = Numbers.Normal<T>(generator, shape.CountA), b = Numbers.Normal<T>(generator, shape.CountB), c = new T[m * n];
            MatrixProduct.Multiply(shape, a, b, c);
            (double[] expected, double[] magnitude) = PlainProduct.Multiply(shape, a, b);
            Numbers.ShouldBe(c, expected, shape.ToString(), [.. magnitude.Select(size => size * Tolerance.For<T>(k))]);
        }
    }

    [Fact]
    public void All_vector_widths_agree()
    {
        var generator = new Generator(3);
        foreach (ProductShape shape in new ProductShape[] { new(13, 70, 300), new(50, 37, 20, true, true), new(6, 64, 9, false, true) })
        {
            T[] a = Numbers.Whole<T>(generator, shape.CountA), b = Numbers.Whole<T>(generator, shape.CountB);
            (double[] expected, _) = PlainProduct.Multiply(shape, a, b);
            Numbers.ShouldBe(Blocked<Vector128<T>, Simd128<T>>(shape, a, b), expected, $"{shape}, 128 bits");
            Numbers.ShouldBe(Blocked<Vector256<T>, Simd256<T>>(shape, a, b), expected, $"{shape}, 256 bits");
            Numbers.ShouldBe(Blocked<Vector512<T>, Simd512<T>>(shape, a, b), expected, $"{shape}, 512 bits");
        }
    }

    [Theory]
    [InlineData(0, 3, 4)]
    [InlineData(3, 0, 4)]
    [InlineData(3, 4, 0)]
    [InlineData(1, 4, 0)]
    [InlineData(4, 1, 0)]
    [InlineData(0, 0, 0)]
    public void A_product_without_terms_is_what_it_is_added_to(int m, int n, int k)
    {
        var shape = new ProductShape(m, n, k);
        T[] a = new T[m * k], b = new T[k * n], c = [.. Enumerable.Repeat(T.One, m * n)];
        MatrixProduct.Multiply(shape, a, b, c, accumulate: true);
        c.Distinct().ShouldBe(c.Length == 0 ? [] : [T.One]);
        MatrixProduct.Multiply(shape, a, b, c, bias: [.. Enumerable.Repeat(T.NegativeOne, n)]);
        c.Distinct().ShouldBe(c.Length == 0 ? [] : [T.NegativeOne]);
        MatrixProduct.Multiply(shape, a, b, c);
        c.Distinct().ShouldBe(c.Length == 0 ? [] : [T.Zero]);
    }

    [Theory]
    [InlineData(9, 20, 12)]
    [InlineData(70, 150, 80)]
    public void Not_a_number_reaches_its_own_row_or_column_and_no_other(int m, int n, int k)
    {
        var generator = new Generator(11);
        foreach (ProductShape shape in new ProductShape[] { new(m, n, k), new(m, n, k, true, true) })
        {
            T[] a = Numbers.Whole<T>(generator, m * k), b = Numbers.Whole<T>(generator, k * n), c = new T[m * n];
            a[shape.TransposeA ? (2 * m) + m - 1 : ((m - 1) * k) + 2] = T.NaN;
            b[shape.TransposeB ? ((n - 1) * k) + 3 : (3 * n) + n - 1] = T.NaN;
            MatrixProduct.Multiply(shape, a, b, c);
            for (int i = 0; i < c.Length; i++)
                T.IsNaN(c[i]).ShouldBe(i / n == m - 1 || i % n == n - 1, $"{shape}, element {i}");
        }
    }

    [Fact]
    public void Infinities_follow_the_arithmetic()
    {
        T[] a = [T.PositiveInfinity, T.One, T.One, T.One], b = [T.One, T.Zero, T.One, T.NegativeInfinity], c = new T[4];
        MatrixProduct.Multiply(new ProductShape(2, 2, 2), a, b, c);
        T.IsPositiveInfinity(c[0]).ShouldBeTrue();
        T.IsNaN(c[1]).ShouldBeTrue("∞·0 − ∞");
        c[2].ShouldBe(T.CreateTruncating(2));
        T.IsNegativeInfinity(c[3]).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1, 40)]
    [InlineData(20, 40)]
    public void Denormal_numbers_are_not_flushed_to_zero(int m, int n)
    {
        T[] a = [.. Enumerable.Repeat(T.One, m)], b = [.. Enumerable.Repeat(T.Epsilon, n)], c = new T[m * n];
        MatrixProduct.Multiply(new ProductShape(m, n, 1), a, b, c);
        c.Distinct().ShouldBe(c.Length == 0 ? [] : [T.Epsilon]);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        var generator = new Generator(5);
        (int, int, int)[] sizes =
        [
            (150, 170, 300), (1, 2000, 100), (2000, 1, 100), (1, 100, 2000), (8, 700, 300), (700, 8, 300), (40, 2100, 600),
        ];
        foreach ((int m, int n, int k) in sizes)
        {
            foreach (ProductShape shape in new ProductShape[] { new(m, n, k), new(m, n, k, true), new(m, n, k, false, true) })
            {
                T[] a = Numbers.Normal<T>(generator, shape.CountA), b = Numbers.Normal<T>(generator, shape.CountB);
                Numbers.SameBitsForAnyThreads(() =>
                {
                    T[] c = new T[m * n];
                    MatrixProduct.Multiply(shape, a, b, c);
                    return c;
                }, shape.ToString());
            }
        }
    }

    [Theory]
    [InlineData(5, 3, 4, 2)]
    [InlineData(40, 6, 16, 9)]
    [InlineData(2, 70, 60, 80)]
    public void A_batch_is_its_products_and_an_operand_may_be_shared(int count, int m, int n, int k)
    {
        var generator = new Generator(9);
        var shape = new ProductShape(m, n, k, TransposeB: true);
        T[] a = Numbers.Whole<T>(generator, count * m * k), b = Numbers.Whole<T>(generator, n * k), c = new T[count * m * n];
        for (int round = 1; round <= 2; round++)
        {
            MatrixProduct.MultiplyBatch(shape, count, a, m * k, b, 0, c, m * n, accumulate: round == 2);
            for (int i = 0; i < count; i++)
            {
                (double[] expected, _) = PlainProduct.Multiply(shape, a[(i * m * k)..((i + 1) * m * k)], b);
                Numbers.ShouldBe(c[(i * m * n)..((i + 1) * m * n)], [.. expected.Select(value => round * value)], $"{shape}, product {i}");
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_an_error_that_names_the_product()
    {
        T[] six = new T[6], nine = new T[9];
        ErrorOf(() => MatrixProduct.Multiply<T>(new(3, 3, 3), six, nine, nine)).ShouldContain("(3×3)·(3×3): A needs 9");
        ErrorOf(() => MatrixProduct.Multiply<T>(new(3, 3, 3), nine, six, nine)).ShouldContain("B needs 9");
        ErrorOf(() => MatrixProduct.Multiply<T>(new(3, 3, 3), nine, nine, six)).ShouldContain("C needs 9");
        ErrorOf(() => MatrixProduct.Multiply<T>(new(3, 3, 3), nine, nine, nine, bias: six)).ShouldContain("bias");
        ErrorOf(() => MatrixProduct.Multiply<T>(new(-1, 3, 3), nine, nine, nine)).ShouldContain("negative");
        ErrorOf(() => MatrixProduct.Multiply<T>(new(2, 3, 3) { LeadingA = 2 }, nine, nine, nine)).ShouldContain("leading");
        ErrorOf(() => MatrixProduct.MultiplyBatch<T>(new(2, 2, 2), 2, nine, 4, nine, 4, nine, 3)).ShouldContain("overlap");
        ErrorOf(() => MatrixProduct.MultiplyBatch<T>(new(2, 2, 2), 3, nine, 4, nine, 0, new T[12], 4)).ShouldContain("A needs 12");
    }

    private static string ErrorOf(Action action) => Should.Throw<ArgumentException>(action).Message;

    private static T[] Blocked<V, S>(ProductShape shape, T[] a, T[] b)
        where V : unmanaged
        where S : struct, ISimd<T, V>
    {
        T[] c = new T[shape.M * shape.N];
        fixed (T* pa = a, pb = b, pc = c)
        {
            var left = new ProductOperand<T>(pa, shape.TransposeA ? 1 : shape.LeadingA, shape.TransposeA ? shape.LeadingA : 1);
            var right = new ProductOperand<T>(pb, shape.TransposeB ? shape.LeadingB : 1, shape.TransposeB ? 1 : shape.LeadingB);
            BlockedProduct<T, V, S>.Multiply(shape, left, right, pc, null, 0);
        }

        return c;
    }
}

public sealed class MatrixProductOfFloatTests : MatrixProductTests<float>;

public sealed class MatrixProductOfDoubleTests : MatrixProductTests<double>;
