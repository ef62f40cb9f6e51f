using System.Globalization;
using System.Numerics;
using NormNet.Tensors;

namespace NormNet.Data;

/// <summary>Sequences made on the spot: small tasks of writing, and a wave to foretell.</summary>
/// <remarks>
/// <para>
/// A task of writing is a text such as <c>07+95=___</c>: its inputs, of shape (length), are the places of its characters in
/// <see cref="Alphabet"/>, and its labels, of shape (answer), are the digits that belong into the blanks, <c>102</c>. What a model gives
/// for the last places of a sequence is therefore what its labels are compared with, whether it reads from left to right or all at once.
/// <see cref="OneHot"/> makes vectors of the characters, <see cref="Text"/> makes them readable.
/// </para>
/// <para>
/// No text of a set comes twice, so that parts of one set (<see cref="DataSet{T}.Split"/>) share none; two sets may.
/// </para>
/// </remarks>
public static class Sequences
{
    /// <summary>The characters by their numbers: the digits are themselves, and the last is a blank to fill.</summary>
    public const string Alphabet = "0123456789+=_";

    private const int Digits = 10;
    private const int MostDigits = 18;
    private const int LongestText = 1 << 16;

    /// <summary>Two numbers to add: <c>07+95=___</c>, 102.</summary>
    /// <param name="count">The number of tasks.</param>
    /// <param name="digits">The digits of both numbers, zeros in front included; the sum has one more.</param>
    /// <param name="generator">Draws the numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many tasks, or more than 18 digits.</exception>
    public static DataSet<T> Addition<T>(int count, int digits, Generator generator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckWidth(digits, nameof(digits));
        return Write<T>(
            count,
            generator,
            freeDigits: 2 * digits,
            () => $"{Number(generator, digits)}+{Number(generator, digits)}=",
            question =>
            {
                long sum = Parse(question[..digits]) + Parse(question[(digits + 1)..^1]);
                return sum.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
            });
    }

    /// <summary>Numbers to put in ascending order: <c>734=___</c>, 347.</summary>
    /// <param name="count">The number of tasks.</param>
    /// <param name="numbers">How many numbers.</param>
    /// <param name="generator">Draws the numbers.</param>
    /// <param name="digits">The digits of each, zeros in front included.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many tasks, one number only, or more than 18 digits.</exception>
    public static DataSet<T> Sorting<T>(int count, int numbers, Generator generator, int digits = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numbers, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numbers, LongestText);
        CheckWidth(digits, nameof(digits));
        return Write<T>(
            count,
            generator,
            freeDigits: numbers * digits,
            () => $"{Number(generator, numbers * digits)}=",
            question => string.Concat(question[..^1].Chunk(digits).Select(number => new string(number)).Order(StringComparer.Ordinal)));
    }

    /// <summary>Digits to write again: <c>4071=____</c>, 4071.</summary>
    /// <param name="count">The number of tasks.</param>
    /// <param name="length">How many digits.</param>
    /// <param name="generator">Draws the digits.</param>
    /// <param name="times">How often they are to be written.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many tasks, or a text would be empty or too long.</exception>
    public static DataSet<T> Copy<T>(int count, int length, Generator generator, int times = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LongestText);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(times, LongestText / length);
        return Write<T>(
            count,
            generator,
            freeDigits: length,
            () => $"{Number(generator, length)}=",
            question => string.Concat(Enumerable.Repeat(question[..^1], times)));
    }

    /// <summary>Sine waves to go on with: inputs (length, 1), sin(ω·t + φ) at t = 0, 1, ...; the target (1), at t = length.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="length">How many points of one are seen.</param>
    /// <param name="generator">Draws ω from 0.2 to 1 and φ from 0 to 2π for each piece, and the noise.</param>
    /// <param name="noise">The standard deviation of normal noise on the inputs; the targets have none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1, or the noise is negative or not finite.</exception>
    public static DataSet<T> Sine<T>(int count, int length, Generator generator, double noise = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (!double.IsFinite(noise) || noise < 0)
            throw new ArgumentOutOfRangeException(nameof(noise), noise, "Sequences: a standard deviation is finite and not negative.");

        Tensor<T> inputs = Tensor<T>.Zeros([count, length, 1]), targets = Tensor<T>.Zeros([count, 1]);
        Span<T> seen = inputs.AsWritableSpan(), next = targets.AsWritableSpan();
        for (int i = 0; i < count; i++)
        {
            double speed = generator.Between(0.2, 1), phase = generator.Between(0, Math.Tau);
            for (int t = 0; t < length; t++)
                seen[(i * length) + t] = T.CreateTruncating(Math.Sin((speed * t) + phase) + generator.NextNormal(0, noise));
            next[i] = T.CreateTruncating(Math.Sin((speed * length) + phase));
        }

        return new DataSet<T>(inputs, targets);
    }

    /// <summary>The same tasks with inputs (length, 13): 1 at the character's number in <see cref="Alphabet"/>, 0 elsewhere.</summary>
    /// <exception cref="ArgumentException">The inputs are no texts of shape (length).</exception>
    public static DataSet<T> OneHot<T>(DataSet<T> tasks)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.SampleShape.Rank != 1)
            throw new ArgumentException($"Sequences: samples of {tasks.SampleShape} are no texts; (length) is expected.", nameof(tasks));
        return tasks.Map([tasks.SampleShape[0], Alphabet.Length], (sample, result) =>
        {
            for (int i = 0; i < sample.Length; i++)
                result[(i * Alphabet.Length) + Place(sample[i])] = T.One;
        });
    }

    /// <summary>The characters that numbers stand for, such as one sample's inputs.</summary>
    /// <exception cref="ArgumentException">A number is no place in <see cref="Alphabet"/>.</exception>
    public static string Text<T>(ReadOnlySpan<T> numbers)
        where T : INumber<T>
    {
        char[] text = new char[numbers.Length];
        for (int i = 0; i < text.Length; i++)
            text[i] = Alphabet[Place(numbers[i])];
        return new string(text);
    }

    private static int Place<T>(T number)
        where T : INumber<T> => number >= T.Zero && number < T.CreateChecked(Alphabet.Length) && T.IsInteger(number)
            ? int.CreateChecked(number)
            : throw new ArgumentException($"Sequences: {number} is the number of no character of '{Alphabet}'.", nameof(number));

    private static DataSet<T> Write<T>(int count, Generator generator, int freeDigits, Func<string> ask, Func<string, string> answer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (count > Math.Pow(Digits, freeDigits))
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"Sequences: with {freeDigits} digits to choose there are fewer tasks, and none comes twice.");
        }

        var asked = new HashSet<string>(StringComparer.Ordinal);
        List<T> inputs = [];
        List<int> labels = [];
        while (asked.Count < count)
        {
            string question = ask();
            if (!asked.Add(question))
                continue;
            string answered = answer(question);
            inputs.AddRange(question.PadRight(question.Length + answered.Length, Alphabet[^1])
                .Select(character => T.CreateTruncating(Alphabet.IndexOf(character, StringComparison.Ordinal))));
            labels.AddRange(answered.Select(character => character - '0'));
        }

        return new DataSet<T>(
            Tensor<T>.Wrap([.. inputs], [count, inputs.Count / count]),
            IndexTensor.Wrap([.. labels], [count, labels.Count / count]),
            Digits);
    }

    private static void CheckWidth(int digits, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, MostDigits, name);
    }

    private static string Number(Generator generator, int digits) =>
        string.Create(digits, generator, (text, source) =>
        {
            foreach (ref char character in text)
                character = (char)('0' + source.NextInt(Digits));
        });

    private static long Parse(string number) => long.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);
}
