using System.Numerics;
using NormNet.Autograd;
using NormNet.Layers;
using NormNet.Optimizers;
using NormNet.Training;

namespace NormNet.Tests.Training;

/// <summary>Where a number stops being one, training stops, says where, and keeps what was good.</summary>
public abstract class NonFiniteTests<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BadStep = 9;

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["checkpoint.safetensors"];

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_leaves_the_model_as_it_was_before_the_step()
    {
        Trainer<T> good = NewTrainer(loss => loss, steps: BadStep - 1);
        good.Train();

        // The logarithm of a negative number, at one step and whenever that is repeated.
        Trainer<T> bad = NewTrainer(loss => (loss * -1.0).Log());
        NonFiniteException error = Should.Throw<NonFiniteException>(() => bad.Train());

        error.Message.ShouldContain($"Step {BadStep} of 15, epoch 2: the loss is NaN.");
        error.Message.ShouldContain("Log");
        error.InnerException.ShouldBeOfType<NonFiniteException>().Operation.ShouldBe("Log");
        bad.Step.ShouldBe(BadStep - 1);
        bad.Bits().ShouldBeSameBits(good.Bits());
    }

    [Fact]
    public void The_checkpoint_file_keeps_what_it_had()
    {
        Trainer<T> bad = NewTrainer(loss => (loss * -1.0).Log());
        Should.Throw<NonFiniteException>(() => bad.Train());

        Trainer<T> resumed = NewTrainer(loss => loss);
        resumed.Resume(Path);
        resumed.Step.ShouldBe(5);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_never_reaches_the_weights()
    {
        Trainer<T> good = NewTrainer(loss => loss, steps: BadStep - 1);
        good.Train();

        // √0 is 0, but its derivative is infinite.
        Trainer<T> bad = NewTrainer(loss => loss + (loss * 0.0).Sqrt());
        NonFiniteException error = Should.Throw<NonFiniteException>(() => bad.Train());

        error.Message.ShouldContain($"Step {BadStep} of 15, epoch 2: a gradient is not finite.");
        error.InnerException.ShouldBeOfType<NonFiniteException>().IsBackward.ShouldBeTrue();
        bad.Bits().ShouldBeSameBits(good.Bits());
    }

    [Fact]
    public void An_update_that_overflows_is_taken_back_to_what_was_last_kept()
    {
        Sequential<T> model = SmallTraining.Model<T>();
        double highest = double.CreateChecked(T.Parse(typeof(T) == typeof(float) ? "3e38" : "1.7e308", null));
        var optimizer = new Sgd<T>(model.Parameters(), learningRate: highest, momentum: 0.99);
        var trainer = new Trainer<T>(model, optimizer, SmallTraining.Data<T>(), SmallTraining.Plan with { Steps = 1 })
        {
            Loss = (outputs, batch) => Losses.CrossEntropy(outputs * 100.0, batch.Labels),
        };
        Dictionary<string, byte[]> before = trainer.Bits();

        Should.Throw<NonFiniteException>(() => trainer.Train()).Message.ShouldContain("weights that are not finite");

        trainer.Bits().ShouldBeSameBits(before);
    }

    private Trainer<T> NewTrainer(Func<Variable<T>, Variable<T>> spoil, long? steps = null)
    {
        Sequential<T> model = SmallTraining.Model<T>();
        int step = 0;
        return new Trainer<T>(model, SmallTraining.Optimizer(model), SmallTraining.Data<T>(), SmallTraining.Plan with { Steps = steps })
        {
            CheckpointPath = Path,
            Loss = (outputs, batch) =>
            {
                Variable<T> loss = Losses.CrossEntropy(outputs, batch.Labels);
                return ++step < BadStep ? loss : spoil(loss);
            },
        };
    }
}

public sealed class NonFiniteTestsInSingle : NonFiniteTests<float>;

public sealed class NonFiniteTestsInDouble : NonFiniteTests<double>;
