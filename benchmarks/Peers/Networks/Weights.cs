using NormNet.Layers;
using TorchSharp;

namespace NormNet.Peers;

/// <summary>Gives a network of libtorch the weights of NormNet's.</summary>
internal static class Weights
{
    /// <exception cref="InvalidOperationException">The parameters have different names, and so are not the same network's.</exception>
    internal static void Copy(Module<float> from, torch.nn.Module to)
    {
        (string Name, Parameter<float> Parameter)[] ours = [.. from.NamedParameters()];
        (string Name, TorchSharp.Modules.Parameter Parameter)[] theirs = [.. to.named_parameters()];
        if (!ours.Select(named => named.Name).SequenceEqual(theirs.Select(named => named.Name)))
            throw new InvalidOperationException("The two sides' networks have different parameters.");

        using IDisposable unrecorded = torch.no_grad();
        foreach (((_, Parameter<float> our), (_, TorchSharp.Modules.Parameter their)) in ours.Zip(theirs))
        {
            using torch.Tensor copy = Torch.From(our.Value);
            their.copy_(copy);
        }
    }
}
