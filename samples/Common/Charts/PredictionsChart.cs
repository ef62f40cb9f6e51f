namespace NormNet.Samples.Common;

/// <summary>Test images with what a model took them for; the wrong ones come first and are marked.</summary>
public static class PredictionsChart
{
    private const int Columns = 10;
    private const int Count = 4 * Columns;

    /// <summary>Draws up to 40 images, at most half of them wrong ones, each captioned with the prediction.</summary>
    /// <param name="predicted">The class each image was taken for.</param>
    /// <param name="labels">The class each image is of.</param>
    /// <param name="classes">The classes' names.</param>
    /// <param name="image">Gives the image at an index: rows from top to bottom, 0 for paper and 1 for ink.</param>
    public static Chart Draw(
        IReadOnlyList<int> predicted, IReadOnlyList<int> labels, IReadOnlyList<string> classes, Func<int, double[,]> image)
    {
        if (predicted.Count != labels.Count)
            throw new ArgumentException($"{predicted.Count} predictions do not fit {labels.Count} labels.", nameof(predicted));

        var chosen = Choose(predicted, labels);
        var images = chosen.Select(
            i => new GridImage(image(i), Caption(classes[predicted[i]], classes[labels[i]]), predicted[i] != labels[i]));
        return ImageGridChart.DrawInk("Predictions on test images, wrong ones framed", [.. images], Columns);
    }

    /// <summary>Wrong ones up to half the places, or more where right ones are too few; then right ones; each in order of index.</summary>
    private static IEnumerable<int> Choose(IReadOnlyList<int> predicted, IReadOnlyList<int> labels)
    {
        var all = Enumerable.Range(0, labels.Count);
        List<int> wrong = [.. all.Where(i => predicted[i] != labels[i]).Take(Count)];
        List<int> right = [.. all.Where(i => predicted[i] == labels[i]).Take(Count)];
        var wrongPlaces = Math.Max(Count / 2, Count - right.Count);
        var shownWrong = wrong.Take(wrongPlaces).ToList();
        return shownWrong.Concat(right.Take(Count - shownWrong.Count));
    }

    private static string Caption(string predicted, string actual) => predicted == actual ? predicted : $"{predicted}, is {actual}";
}
