namespace NormNet.Training;

/// <summary>One layer of a <see cref="Profile"/>: what it does itself, without the layers inside it.</summary>
/// <param name="Name">The path in the model; empty for the model itself and for what happens outside all layers.</param>
/// <param name="Layer">The layer with its settings.</param>
/// <param name="Calls">How often it is applied in a pass.</param>
/// <param name="Forward">Time of its forward in a pass.</param>
/// <param name="Backward">Time of its operations' backward in a pass.</param>
/// <param name="Share">Its part of the pass's time, 0 to 1.</param>
/// <param name="OutputBytes">What its operations' results take, views apart: the tape holds them until it is disposed.</param>
/// <param name="SavedBytes">What its operations save for the backward pass besides.</param>
/// <param name="Parameters">The numbers in its own parameters.</param>
/// <param name="Flops">
/// Floating-point operations of its forward's matrix products and convolutions, transposed ones too, two for each multiplication with its
/// addition; other operations are not counted.
/// </param>
public sealed record ProfileRow(
    string Name,
    string Layer,
    int Calls,
    TimeSpan Forward,
    TimeSpan Backward,
    double Share,
    long OutputBytes,
    long SavedBytes,
    long Parameters,
    long Flops);
