using System.Numerics;
using MathNet.Numerics;
using NormNet.Tensors;

namespace NormNet.Tests.Tensors.Kernels;

/// <summary>Elementary functions against the C library in double and, near 0, power series in decimal.</summary>
public abstract class VectorMathTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static TheoryData<string> Functions => ["Exp", "ExpM1", "Log", "LogP1", "Tanh", "Sigmoid", "Erf"];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_kind_of_number_is_within_four_units_in_the_last_place(string function)
    {
        T[] x =
        [
            .. SpecialValues(), .. AnyBits(40_000),
            .. Around(0, 1e-6, 4_000), .. Around(0, 1, 10_000), .. Around(0, 30, 10_000), .. Around(0, 760, 10_000),
        ];
        T[] y = Apply(function, x);
        for (int i = 0; i < x.Length; i++)
            CheckOne(function, double.CreateTruncating(x[i]), double.CreateTruncating(y[i]));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_value_depends_neither_on_its_place_nor_on_its_neighbours(string function)
    {
        T[] values = [.. SpecialValues(), .. Around(0, 1e-8, 50), .. Around(0, 3, 50), .. AnyBits(50)];
        foreach (T value in values)
        {
            T alone = Apply(function, [value])[0];
            for (int length = 2; length <= 19; length += 3)
            {
                T[] x = [.. Around(1, 5, length)];
                x[^1] = value;
                x[length / 2] = value;
                T[] y = Apply(function, x);
                if (Bits(y[^1]) != Bits(alone) || Bits(y[length / 2]) != Bits(alone))
                    Assert.Fail($"{function}({value}) is {alone} alone, {y[length / 2]} in the middle and {y[^1]} at the end of {length}");
            }
        }
    }

    [Fact]
    public void Tanh_and_logarithms_keep_their_digits_near_zero_where_the_naive_formulas_lose_them()
    {
        double x = 2.5e-8;
        double naive = 1 - (2 / (Math.Exp(2 * x) + 1));
        T rounded = T.CreateTruncating(x);
        double tanh = double.CreateTruncating(Apply("Tanh", [rounded])[0]), logP1 = double.CreateTruncating(Apply("LogP1", [rounded])[0]);

        double exact = double.CreateTruncating(rounded);
        Math.Abs(tanh - exact).ShouldBeLessThan(4 * Tolerance.Spacing<T>(x));
        Math.Abs(logP1 - exact).ShouldBeLessThan(4 * Tolerance.Spacing<T>(x) + (x * x));
        Math.Abs(naive - x).ShouldBeGreaterThan(4 * Tolerance.Spacing<double>(x));
    }

    [Fact]
    public void Sigmoid_reaches_the_smallest_numbers_before_it_is_zero()
    {
        double last = typeof(T) == typeof(float) ? -103.0 : -745.0;
        T[] y = Apply("Sigmoid", [T.CreateTruncating(last), T.CreateTruncating(2 * last), T.CreateTruncating(-2 * last)]);
        y[0].ShouldBe(T.Epsilon);
        y[1].ShouldBe(T.Zero);
        y[2].ShouldBe(T.One);
    }

    private static void CheckOne(string function, double x, double y)
    {
        double expected = Reference(function, x);
        bool isRight = double.IsNaN(expected)
            ? double.IsNaN(y)
            : Math.Abs(y - expected) <= Tolerance.ElementaryFunctionUnits<T>() * Tolerance.Spacing<T>(expected)
                || y == double.CreateTruncating(T.CreateTruncating(expected));
        if (expected == 0)
            isRight &= double.IsNegative(y) == double.IsNegative(expected);
        if (!isRight)
            Assert.Fail($"{function}({x:R}) = {y:R}, expected {expected:R}");
    }

    private static T MaxValue => typeof(T) == typeof(float) ? T.CreateTruncating(float.MaxValue) : T.CreateTruncating(double.MaxValue);

    private static double Reference(string function, double x) => function switch
    {
        "Exp" => Math.Exp(x),
        "ExpM1" => Math.Abs(x) is > 0 and < 1 ? SeriesExpM1(x) : x == 0 ? x : Math.Exp(x) - 1,
        "Log" => Math.Log(x),
        "LogP1" => Math.Abs(x) is > 0 and < 0.5 ? SeriesLogP1(x) : x == 0 ? x : LargeLogP1(x),
        "Tanh" => Math.Tanh(x),
        "Erf" => x == 0 ? x : SpecialFunctions.Erf(x),
        "Sigmoid" => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x)),
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    /// <summary>Σ xᵏ/k! in decimal, which has 28 digits; below 1e-9 two terms are exact in double.</summary>
    private static double SeriesExpM1(double x)
    {
        if (Math.Abs(x) < 1e-9)
            return x + (x * x / 2);

        decimal term = 1, sum = 0;
        for (int k = 1; k <= 30; k++)
            sum += term = term * (decimal)x / k;
        return (double)sum * (x / (double)(decimal)x);
    }

    /// <summary>2·artanh(x/(2 + x)) = 2·Σ s^{2k+1}/(2k + 1) in decimal.</summary>
    private static double SeriesLogP1(double x)
    {
        if (Math.Abs(x) < 1e-9)
            return x - (x * x / 2);

        decimal s = (decimal)x / (2 + (decimal)x), power = s, sum = 0;
        for (int k = 0; k <= 40; k++, power *= s * s)
            sum += 2 * power / ((2 * k) + 1);
        return (double)sum * (x / (double)(decimal)x);
    }

    /// <summary>ln u + c/u with u the rounded 1 + x and c what was lost.</summary>
    private static double LargeLogP1(double x)
    {
        double u = 1 + x, lost = x > 1 ? 1 - (u - x) : x - (u - 1);
        return u > 0 && double.IsFinite(u) ? Math.Log(u) + (lost / u) : Math.Log(u);
    }

    private static T[] Apply(string function, T[] x)
    {
        T[] y = new T[x.Length];
        switch (function)
        {
            case "Exp": Elementwise.Apply<T, UnaryOperators.Exp>(x, y); break;
            case "ExpM1": Elementwise.Apply<T, UnaryOperators.ExpM1>(x, y); break;
            case "Log": Elementwise.Apply<T, UnaryOperators.Log>(x, y); break;
            case "LogP1": Elementwise.Apply<T, UnaryOperators.LogP1>(x, y); break;
            case "Erf": Elementwise.Apply<T, UnaryOperators.Erf>(x, y); break;
            case "Tanh": Elementwise.Apply<T, UnaryOperators.Tanh>(x, y); break;
            default: Elementwise.Apply<T, UnaryOperators.Sigmoid>(x, y); break;
        }

        return y;
    }

    private static IEnumerable<T> SpecialValues() =>
    [
        T.Zero, T.NegativeZero, T.One, T.NegativeOne, T.Epsilon, -T.Epsilon, MaxValue, -MaxValue,
        T.PositiveInfinity, T.NegativeInfinity, T.NaN,
        .. new[] { -745.2, -745.1, -708.5, 709.7, 709.79, -104.0, -103.9, -87.4, 88.7, 88.73 }.Select(T.CreateTruncating),
        .. new[] { 9.0, 19.1, 0.3466, 0.7071 }.Select(T.CreateTruncating),
    ];

    /// <summary>Numbers of all magnitudes, subnormal ones too.</summary>
    private static IEnumerable<T> AnyBits(int count)
    {
        var random = new Random(1);
        for (int i = 0; i < count; i++)
        {
            yield return typeof(T) == typeof(float)
                ? T.CreateTruncating(BitConverter.Int32BitsToSingle((int)random.NextInt64(int.MinValue, int.MaxValue)))
                : T.CreateTruncating(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)));
        }
    }

    private static IEnumerable<T> Around(double centre, double radius, int count)
    {
        var random = new Random(2);
        for (int i = 0; i < count; i++)
            yield return T.CreateTruncating(centre + (radius * ((2 * random.NextDouble()) - 1)));
    }

    private static long Bits(T value) => BitConverter.DoubleToInt64Bits(double.CreateTruncating(value));
}

public sealed class VectorMathTestsSingle : VectorMathTests<float>;

public sealed class VectorMathTestsDouble : VectorMathTests<double>;
