namespace NormNet.Peers;

/// <summary>One step of training: forward, loss, backward, update, gradients set back.</summary>
internal sealed class TrainingStep : Workload
{
    private readonly NormNetTraining _normNet;
    private readonly TorchTraining _torch;

    internal TrainingStep(Network network, Descent descent, int batch)
        : base(Work.MultiplyAdds(network.TrainingMultiplyAdds * batch))
    {
        _normNet = new NormNetTraining(network, descent, batch);
        _torch = new TorchTraining(
            network,
            descent,
            Torch.From(_normNet.Inputs),
            _normNet.Labels is { } labels ? Torch.From(labels) : Torch.From(_normNet.Targets!));
        Weights.Copy(_normNet.Model, _torch.Model);
    }

    /// <summary>Several steps, so that losses and gradients also tell whether the updates agree.</summary>
    internal override int RunsToCompare => 4;

    public override void Dispose() => _torch.Dispose();

    protected override void RunNormNet(Results? results) => _normNet.Step(results);

    protected override void RunTorch(Results? results) => _torch.Step(results);
}
