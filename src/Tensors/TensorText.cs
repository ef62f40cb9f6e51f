using System.Globalization;
using System.Numerics;
using System.Text;

namespace NormNet.Tensors;

/// <summary>Tensors as text: shape, aligned values, the middle of long axes elided.</summary>
internal static class TensorText
{
    private const int Edge = 3;
    private const int Whole = 2 * Edge + 2;

    internal static string Format<T>(Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string head = $"{TypeName<T>()} {tensor.Shape}";
        if (tensor.Count == 0)
            return $"{head} []";

        double[] values = new double[tensor.Count];
        TensorConversion.Convert(tensor.AsSpan(), values.AsSpan());
        if (tensor.Rank == 0)
            return $"{head} {FormatsOf(values)(values[0])}";

        var shown = new List<double>();
        Visit(tensor.Shape, 0, 0, position => shown.Add(values[position]));
        Func<double, string> format = FormatsOf([.. shown]);
        int width = shown.Max(value => format(value).Length);

        var text = new StringBuilder(head).AppendLine();
        Write(text, tensor.Shape, 0, 0, position => format(values[position]).PadLeft(width));
        return text.ToString();
    }

    /// <summary>One line: shape and the first values.</summary>
    internal static string Brief<T>(Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] values = new double[Math.Min(Whole, tensor.Count)];
        TensorConversion.Convert(tensor.AsSpan()[..values.Length], values.AsSpan());
        Func<double, string> format = FormatsOf(values);
        return $"{TypeName<T>()} {tensor.Shape} [{string.Join(", ", values.Select(format))}{(tensor.Count > Whole ? ", …" : "")}]";
    }

    private static string TypeName<T>() => typeof(T) == typeof(float) ? "float" : typeof(T) == typeof(double) ? "double" : typeof(T).Name;

    private static void Write(StringBuilder text, Shape shape, int axis, int offset, Func<int, string> cell)
    {
        bool last = axis == shape.Rank - 1;
        int stride = shape.CountOf(axis + 1, shape.Rank);
        text.Append('[');
        bool first = true;
        foreach (int index in ShownIndices(shape[axis]))
        {
            if (!first)
                text.Append(last ? ", " : new string('\n', shape.Rank - 1 - axis) + new string(' ', axis + 1));
            first = false;

            if (index < 0)
                text.Append('…');
            else if (last)
                text.Append(cell(offset + index));
            else
                Write(text, shape, axis + 1, offset + (index * stride), cell);
        }

        text.Append(']');
    }

    private static void Visit(Shape shape, int axis, int offset, Action<int> see)
    {
        if (axis == shape.Rank)
        {
            see(offset);
            return;
        }

        int stride = shape.CountOf(axis + 1, shape.Rank);
        foreach (int index in ShownIndices(shape[axis]).Where(index => index >= 0))
            Visit(shape, axis + 1, offset + (index * stride), see);
    }

    /// <summary>The indices of an axis that are shown; −1 stands for those left out.</summary>
    private static IEnumerable<int> ShownIndices(int extent) => extent <= Whole
        ? Enumerable.Range(0, extent)
        : [.. Enumerable.Range(0, Edge), -1, .. Enumerable.Range(extent - Edge, Edge)];

    /// <summary>
    /// One format for all values: whole numbers as such, four digits after the point, or an exponent for very large or small ones.
    /// </summary>
    private static Func<double, string> FormatsOf(double[] values)
    {
        double[] sizes = [.. values.Where(double.IsFinite).Select(Math.Abs)];
        double largest = sizes.DefaultIfEmpty(0).Max();
        double smallest = sizes.Where(size => size > 0).DefaultIfEmpty(1).Min();
        string format = Array.TrueForAll(sizes, size => size == Math.Floor(size)) && largest < 1e8 ? "0"
            : largest >= 1e6 || smallest < 1e-4 ? "0.0000e+00"
            : "0.0000";
        return value => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
