namespace NormNet.Layers;

/// <summary>Which of a weight's two fans an initializer goes by.</summary>
public enum Fan
{
    /// <summary>The inputs behind one output: keeps the size of what goes forward.</summary>
    In,

    /// <summary>The outputs that one input goes to: keeps the size of the gradients that go backward.</summary>
    Out,
}
