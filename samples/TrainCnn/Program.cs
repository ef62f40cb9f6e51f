using NormNet.Samples.Common;
using NormNet.Samples.TrainCnn;

return TrainingProgram.Run(
    args,
    name: "TrainCnn",
    description: "Trains a convolutional network, normalized as you choose, on made digits or on MNIST-format files",
    new Cnn(),
    new TrainingOptions
    {
        Epochs = 3,
        Batch = 64,
        LearningRate = 0.01,
        Optimizer = "adam",
        Schedule = "one-cycle",
        Norm = "batch",
        Activation = "relu",
        Precision = "float",
        Seed = 1,
    });
