using NormNet.Samples.Common;
using NormNet.Samples.TrainMlp;

return TrainingProgram.Run(
    args,
    name: "TrainMlp",
    description: "Trains a multi-layer perceptron, normalized as you choose, on made digits or on MNIST-format files",
    new Mlp(),
    new TrainingOptions
    {
        Epochs = 5,
        Batch = 64,
        LearningRate = 0.01,
        Optimizer = "adam",
        Schedule = "one-cycle",
        Norm = "batch",
        Activation = "relu",
        Precision = "float",
        Seed = 1,
    });
