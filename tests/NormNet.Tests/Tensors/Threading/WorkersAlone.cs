using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

/// <summary>Tests that change the process-wide number of threads run one after another, so that none changes it under another.</summary>
[CollectionDefinition(nameof(Workers), DisableParallelization = true)]
public sealed class WorkersAlone;
