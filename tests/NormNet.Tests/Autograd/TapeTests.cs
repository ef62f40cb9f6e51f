using System.Numerics;
using NormNet.Autograd;
using NormNet.Tensors;

namespace NormNet.Tests.Autograd;

public abstract class TapeTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static Tensor<T> Values(params double[] values) => Tensor<T>.From(values);

    private static double[] Numbers(Tensor<T>? tensor) => [.. tensor.ShouldNotBeNull().AsSpan().ToArray().Select(double.CreateTruncating)];

    [Fact]
    public void A_variable_used_twice_gets_both_gradients()
    {
        using var tape = Tape<T>.Record();
        Variable<T> a = tape.Input(Values(3));

        tape.Backward((a + a).Sum());

        Numbers(a.Gradient).ShouldBe([2]);
    }

    [Fact]
    public void Backward_passes_add_up_in_leaves_and_start_anew_in_between()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Values(2, 3));
        Variable<T> square = x * x;
        Variable<T> loss = square.Sum();

        tape.Backward(loss);
        tape.Backward(loss);

        Numbers(x.Gradient).ShouldBe([8, 12]);
        Numbers(square.Gradient).ShouldBe([1, 1]);
        x.ZeroGradient();
        Numbers(x.Gradient).ShouldBe([0, 0]);
    }

    [Fact]
    public void Many_contributions_to_one_variable_are_added_up_without_touching_shared_upstream_gradients()
    {
        using var tape = Tape<T>.Record();
        Variable<T> c = tape.Input(Values(1, 2)), v = c;
        for (int i = 0; i < 50; i++)
            v = v + c;
        Variable<T> shared = v + c;

        tape.Backward(shared, Values(1, 10));

        Numbers(c.Gradient).ShouldBe([52, 520]);
        Numbers(shared.Gradient).ShouldBe([1, 10]);
    }

    [Fact]
    public void Gradients_of_gradients_are_recorded_on_the_same_tape_as_later_passes()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Values(2));
        Variable<T> y = x.Power(3);

        Variable<T> first = tape.Gradients(y, [x], record: true)[0];
        Variable<T> second = tape.Gradients(first, [x], record: true)[0];
        Variable<T> third = tape.Gradients(second, [x])[0];

        (first.Value.Item(), second.Value.Item(), third.Value.Item()).ShouldBe((T.CreateChecked(12), T.CreateChecked(12), T.CreateChecked(6)));
        first.Node!.Pass.ShouldBe(1);
        second.Node!.Pass.ShouldBe(2);
        y.Node!.Pass.ShouldBe(0);
        x.Gradient.ShouldBeNull();
    }

    [Fact]
    public void Gradients_by_an_intermediate_and_by_an_unrelated_variable()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Values(2)), other = tape.Input(Values(7, 7));
        Variable<T> middle = 3.0 * x;

        Variable<T>[] gradients = tape.Gradients(middle * middle, [middle, other]);

        Numbers(gradients[0].Value).ShouldBe([12]);
        Numbers(gradients[1].Value).ShouldBe([0, 0]);
    }

    [Fact]
    public void Stepping_shows_contributions_and_sums_and_ends_in_the_gradients_of_backward()
    {
        using var tape = Tape<T>.Record(teaching: true);
        Variable<T> a = tape.Input(Values(3), name: "a");
        Variable<T> y = (a * a) + a;

        BackwardStep<T>[] steps = [.. tape.BackwardSteps(y)];

        steps.Select(step => step.Node.Operation.Name).ShouldBe(["Add", "Multiply"]);
        Contribution<T>[] toMultiply = [.. steps[1].Contributions];
        toMultiply.Select(c => Numbers(c.Value)[0]).ShouldBe([3, 3]);
        toMultiply.Select(c => Numbers(c.Before)[0]).ShouldBe([1, 4]);
        toMultiply.Select(c => Numbers(c.After)[0]).ShouldBe([4, 7]);
        Numbers(a.Gradient).ShouldBe([7]);
        steps[1].ToString().ShouldContain("+=");
    }

    [Fact]
    public void A_pass_that_is_left_early_changes_no_gradient()
    {
        using var tape = Tape<T>.Record();
        Variable<T> a = tape.Input(Values(3));

        tape.BackwardSteps(a * a * a).Take(1).Count().ShouldBe(1);

        a.Gradient.ShouldBeNull();
    }

    [Fact]
    public void Nothing_of_the_thread_is_held_between_two_steps()
    {
        using var tape = Tape<T>.Record();
        Variable<T> a = tape.Input(Values(3));
        int nodes = 0;
        foreach (BackwardStep<T> step in tape.BackwardSteps(a * a * a))
        {
            Tape<T>.Current.ShouldBe(tape);
            _ = a + a;
            nodes++;
        }

        tape.Nodes.Count.ShouldBe(2 + nodes);
        Numbers(a.Gradient).ShouldBe([27]);
    }

    [Fact]
    public void Without_a_tape_nothing_is_recorded()
    {
        Variable<T> y = new Variable<T>(Values(1), requiresGradient: true) * 2.0;

        y.Node.ShouldBeNull();
        Tape<T>.Current.ShouldBeNull();
    }

    [Fact]
    public void A_pause_records_nothing_and_lets_another_tape_record()
    {
        using var tape = Tape<T>.Record();
        Variable<T> a = tape.Input(Values(3));
        using (tape.Pause())
        {
            (a * a).Node.ShouldBeNull();
            using var inner = Tape<T>.Record();
            Variable<T> b = inner.Input(Values(2));
            inner.Backward(b * b);
            Numbers(b.Gradient).ShouldBe([4]);
        }

        Tape<T>.Current.ShouldBe(tape);
        tape.Backward(a * a);
        Numbers(a.Gradient).ShouldBe([6]);
    }

    [Fact]
    public void A_second_tape_on_a_recording_thread_is_an_error_that_helps()
    {
        using var tape = Tape<T>.Record();

        Should.Throw<InvalidOperationException>(() => Tape<T>.Record()).Message.ShouldContain("using var tape");
    }

    [Fact]
    public void Tapes_of_other_threads_do_not_matter()
    {
        using var tape = Tape<T>.Record();
        RunOnThread(() =>
        {
            using var other = Tape<T>.Record();
            Variable<T> x = other.Input(Values(5));
            other.Backward(x * x);
            Numbers(x.Gradient).ShouldBe([10]);
        });
        tape.Nodes.ShouldBeEmpty();
    }

    [Fact]
    public void Disposing_on_another_thread_is_an_error()
    {
        using var tape = Tape<T>.Record();

        RunOnThread(() => Should.Throw<InvalidOperationException>(tape.Dispose).Message.ShouldContain("thread"));
    }

    [Fact]
    public void A_handed_back_tensor_says_so_through_a_reshaped_view_too()
    {
        Variable<T> y, view, kept;
        Variable<T> x;
        using (var tape = Tape<T>.Record())
        {
            x = tape.Input(Values(1, 2));
            y = x * 2.0;
            view = y.Reshape(2, 1);
            kept = y.Detach();
            tape.Backward(y.Sum());
        }

        Should.Throw<ObjectDisposedException>(() => y.Value.AsSpan().Length).Message.ShouldContain("handed back");
        Should.Throw<ObjectDisposedException>(() => view.Value.Sum());
        Should.Throw<ObjectDisposedException>(() => y.Gradient!.Clone());
        Numbers(kept.Value).ShouldBe([2, 4]);
        Numbers(x.Gradient).ShouldBe([2, 2]);
        Numbers(x.Value).ShouldBe([1, 2]);
    }

    [Fact]
    public void A_view_of_a_leaf_does_not_give_the_leafs_memory_away()
    {
        Tensor<T> eager = Values(1, 2).Add(Values(1, 1));
        using (var tape = Tape<T>.Record())
            tape.Backward(tape.Input(eager).Reshape(2, 1).Sum());

        Numbers(eager).ShouldBe([2, 3]);
    }

    [Fact]
    public void Changing_a_recorded_tensor_is_met_at_the_backward_pass_by_the_operations_name()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Values(1, 2));
        Variable<T> y = (x * x).Sum();
        x.Value.AsWritableSpan()[0] = T.Zero;

        Should.Throw<InvalidOperationException>(() => tape.Backward(y)).Message.ShouldContain("Multiply");
        x.Gradient.ShouldBeNull();
    }

    [Fact]
    public void Teaching_mode_knows_the_source_line()
    {
        using var tape = Tape<T>.Record(teaching: true);
        Variable<T> y = tape.Input(Values(1)).Exp();

        y.Node!.Source.ShouldNotBeNull().ShouldStartWith("TapeTests.cs:");
    }

    [Fact]
    public void Scopes_name_the_module_path_and_the_backward_pass_keeps_it()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Values(1)), y;
        using (Tape<T>.EnterScope("2"))
        {
            using (Tape<T>.EnterScope("bn"))
                y = x.Power(3);
        }

        tape.Gradients(y, [x], record: true)[0].Node!.Scope.ShouldBe("2/bn");
        (x + x).Node!.Scope.ShouldBe("");
    }

    [Fact]
    public void Anomaly_mode_names_the_first_operation_forward()
    {
        using var tape = Tape<T>.Record(anomaly: true);
        Variable<T> x = tape.Input(Values(1, 0));

        NonFiniteException found = Should.Throw<NonFiniteException>(() => x.Log());

        found.Operation.ShouldBe("Log");
        found.IsBackward.ShouldBeFalse();
        found.Message.ShouldContain("all its inputs are finite");
    }

    [Fact]
    public void Anomaly_mode_names_the_first_operation_backward()
    {
        using var tape = Tape<T>.Record(anomaly: true);
        Variable<T> y = tape.Input(Values(1, 0)).Sqrt().Sum();

        NonFiniteException found = Should.Throw<NonFiniteException>(() => tape.Backward(y));

        found.Operation.ShouldBe("Sqrt");
        found.IsBackward.ShouldBeTrue();
    }

    [Fact]
    public void Bad_uses_of_backward_are_errors_that_name_the_shapes()
    {
        using var tape = Tape<T>.Record();
        Variable<T> x = tape.Input(Values(1, 2)), y = x * x;

        Should.Throw<ArgumentException>(() => tape.Backward(y)).Message.ShouldContain("(2)");
        Should.Throw<ArgumentException>(() => tape.Backward(y, Values(1, 2, 3))).Message.ShouldContain("(3)");
        Should.Throw<InvalidOperationException>(() => tape.Backward(x.Detach())).Message.ShouldContain("not computed");
        Should.Throw<InvalidOperationException>(() => tape.Backward(new Variable<T>(Values(1)) * 2.0)).Message.ShouldContain("requires a gradient");
        Should.Throw<ArgumentException>(() => x * Values(1, 2, 3)).Message.ShouldContain("(3)");
    }

    private static void RunOnThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        failure.ShouldBeNull();
    }
}

public sealed class FloatTapeTests : TapeTests<float>;

public sealed class DoubleTapeTests : TapeTests<double>;
