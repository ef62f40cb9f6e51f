using System.Numerics;
using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Tensors;

namespace NormNet.Tests.Lab.Stepping;

public abstract class TapeStepperTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Steps_go_forward_through_the_nodes_and_backward_through_the_same()
    {
        TraceStepper stepper = new(Product(out _));
        List<int> nodes = [stepper.Current.Node.Id];
        while (stepper.Next())
            nodes.Add(stepper.Current.Node.Id);
        nodes.ShouldBe([0, 1, 2, 2, 1, 0]);
        stepper.Next().ShouldBeFalse();
        stepper.Position.ShouldBe(5);
        while (stepper.Previous())
            nodes.RemoveAt(nodes.Count - 1);
        nodes.ShouldBe([0]);
        stepper.Position.ShouldBe(0);
    }

    [Fact]
    public void The_last_sums_are_the_gradients_that_training_gets()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Tensor<T>.From([1, 2, 3]), "x"), w = tape.Input(Tensor<T>.From([4, 5, 6]), "w");
        Variable<T> loss = ((x * w) + (x * x)).Sum();
        tape.Backward(loss);
        double[] trained = [.. x.Gradient!.AsSpan().ToArray().Select(double.CreateChecked)];

        var stepper = new TapeStepper<T>(tape, loss);
        stepper.Trace.GradientAt(stepper.Traced(x), stepper.Trace.Steps.Count - 1)!.Values.ToArray().ShouldBe(trained);
        trained.ShouldBe([6.0, 9, 12]);
    }

    [Fact]
    public void Where_gradients_meet_the_sum_before_and_after_is_shown()
    {
        TapeTrace trace = Product(out _);
        TraceStep meeting = trace.Steps.Single(step => step.IsMeeting);
        meeting.Node.Operation.ShouldBe("Add");
        meeting.Contributions[0].Before.ShouldBeNull();
        meeting.Contributions[1].Before!.Values.ToArray().ShouldBe([3.0, 5]);
        meeting.Contributions[1].Value.Values.ToArray().ShouldBe([3.0, 5]);
        meeting.Contributions[1].After.Values.ToArray().ShouldBe([6.0, 10]);
    }

    [Fact]
    public void The_walk_goes_on_when_the_tape_is_gone()
    {
        TraceStepper stepper = new(Product(out Tape<T> tape));
        tape.Dispose();
        stepper.JumpTo(5);
        stepper.Current.Contributions[^1].After.Values.ToArray().ShouldBe([6.0, 10]);
    }

    [Fact]
    public void Jumps_find_nodes_operations_variables_and_scopes_and_go_round()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Tensor<T>.From([1, 2]), "x"), y;
        using (Tape<T>.EnterScope("2"))
        {
            using (Tape<T>.EnterScope("bn"))
                y = x.Exp();
        }

        Variable<T> loss = y.Sum();
        var stepper = new TapeStepper<T>(tape, loss);
        stepper.JumpTo("Sum").ShouldBeTrue();
        stepper.Position.ShouldBe(1);
        stepper.JumpTo("2").ShouldBeTrue();
        stepper.Position.ShouldBe(3);
        stepper.JumpTo(x).ShouldBeTrue();
        stepper.Position.ShouldBe(0);
        stepper.JumpTo(loss.Node!).ShouldBeTrue();
        stepper.Position.ShouldBe(1);
        stepper.JumpTo(StepTarget.Meeting).ShouldBeFalse();
        stepper.Position.ShouldBe(1);
        Should.Throw<ArgumentException>(() => stepper.JumpTo("nobody")).Message.ShouldContain("'nobody'");
        Should.Throw<ArgumentOutOfRangeException>(() => stepper.JumpTo(4));
    }

    [Fact]
    public void Runs_stop_at_breakpoints_in_both_directions()
    {
        TraceStepper stepper = new(Product(out _));
        stepper.Breakpoints.Add(StepTarget.Meeting);
        stepper.Breakpoints.Add(StepTarget.Operation("Multiply"));
        stepper.Run().ShouldBeTrue();
        stepper.Position.ShouldBe(1);
        stepper.Run().ShouldBeTrue();
        stepper.Run().ShouldBeTrue();
        stepper.Position.ShouldBe(5);
        stepper.Run().ShouldBeFalse();
        stepper.RunBack().ShouldBeTrue();
        stepper.Position.ShouldBe(4);
    }

    [Fact]
    public void Watches_show_a_value_once_it_is_computed_and_the_gradient_so_far()
    {
        TraceStepper stepper = new(Product(out _));
        stepper.Watch("a");
        stepper.Watch("%1");
        Should.Throw<ArgumentException>(() => stepper.Watch("z"));
        stepper.Watches.Select(watch => watch.Value is not null).ShouldBe([true, false]);
        stepper.Watches.ShouldAllBe(watch => watch.Gradient == null);
        stepper.JumpTo(3);
        stepper.Watches.Last().Gradient!.Values.ToArray().ShouldBe([1.0, 1]);
        stepper.Unwatch("%1").ShouldBeTrue();
        stepper.JumpTo(5);
        stepper.Watches.Single().Gradient!.Values.ToArray().ShouldBe([6.0, 10]);
    }

    [Fact]
    public void A_recorded_backward_pass_is_stepped_through_like_any_other()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Tensor<T>.From([2, 3]), "x");
        Variable<T> gradient = tape.Gradients((x * x * x).Sum(), [x], record: true)[0];
        var stepper = new TapeStepper<T>(tape, gradient.Sum());
        stepper.Trace.Nodes.Select(node => node.Pass).Distinct().ShouldBe([0, 1], ignoreOrder: true);
        stepper.Trace.GradientAt(stepper.Traced(x), stepper.Trace.Steps.Count - 1)!.Values.ToArray().ShouldBe([12.0, 18]);
    }

    [Fact]
    public void Statistics_leave_out_what_is_not_finite_and_count_it()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Tensor<T>.From([-1, 0, 1, 3]), "x");
        TapeTrace trace = TapeTrace.Of(tape, x.Log().Sum());
        trace.Variables[0].Value.Statistics.ShouldBe(new TensorStatistics(-1, 3, 0.75, Math.Sqrt(35.0 / 16), 0));
        trace.Nodes[0].Output.Value.Statistics.NotFinite.ShouldBe(2);
        new TraceStepper(trace).JumpTo(StepTarget.NotFinite).ShouldBeTrue();
    }

    [Fact]
    public void Of_a_large_tensor_the_first_values_are_kept_and_the_rest_is_counted()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Tensor<T>.Ones(Shape.Of(10, 10)), "x");
        TraceTensor kept = TapeTrace.Of(tape, x.Sum(), maximumValues: 7).Variables[0].Value;
        kept.Values.Length.ShouldBe(7);
        kept.LeftOut.ShouldBe(93);
        kept.Statistics.Mean.ShouldBe(1);
    }

    [Fact]
    public void Leaves_of_one_name_are_told_apart_and_constants_are_numbered()
    {
        using var tape = Tape<T>.Record();
        Variable<T> first = tape.Input(Tensor<T>.From([1]), "w"), second = tape.Input(Tensor<T>.From([2]), "w"), product;
        using (Tape<T>.EnterScope("1"))
            product = first * second;
        TapeTrace trace = TapeTrace.Of(tape, (product / 3).Sum());
        trace.Variables.Select(variable => variable.Name).ShouldBe(["1/w", "1/w (2)", "%0", "c0", "%1", "%2"], ignoreOrder: true);
        trace.Nodes[0].FilledFormula.ShouldBe("%0 = 1/w · 1/w (2)");
    }

    private static TapeTrace Product(out Tape<T> tape)
    {
        tape = Tape<T>.Record();
        using (tape)
        {
            Variable<T> a = tape.Input(Tensor<T>.From([1, 2]), "a"), b = tape.Input(Tensor<T>.From([3, 5]), "b");
            return TapeTrace.Of(tape, ((a + a) * b).Sum());
        }
    }
}

public sealed class TapeStepperTestsOfFloat : TapeStepperTests<float>;

public sealed class TapeStepperTestsOfDouble : TapeStepperTests<double>;
