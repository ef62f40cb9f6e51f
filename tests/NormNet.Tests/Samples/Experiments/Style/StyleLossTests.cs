using NormNet.Autograd;
using NormNet.Samples.Experiments;
using NormNet.Tensors;

namespace NormNet.Tests.Samples.Experiments;

public class StyleLossTests
{
    private readonly StyleFeatures _features = new();
    private readonly Tensor<float> _style = StylePictures.Waves(28);

    [Fact]
    public void The_Gram_matrix_of_each_sample_is_the_one_by_hand()
    {
        var maps = Tensor<float>.From([1, 2, 3, 4, 0, 1, -1, 2, 1, 0, 0, 0, 0, 0, 0, -5], [2, 2, 2, 2]);
        Tensor<float> gram = StyleLoss.Gram(maps).Value;
        gram.Shape.ShouldBe([2, 2, 2]);
        float[] products = [30, 7, 7, 6, 1, 0, 0, 25];
        gram.AsSpan().ToArray().ShouldBe(products.Select(product => product / 8));
    }

    [Fact]
    public void The_texture_itself_has_no_style_loss_and_a_picture_no_content_loss_to_itself()
    {
        (double content, double style) = Parts(Repeated(_style, 3), _features.Deep(Repeated(_style, 3)));
        content.ShouldBe(0);
        style.ShouldBe(0, tolerance: 1e-6);
    }

    [Fact]
    public void Nothing_at_all_is_as_far_from_each_as_that_is_from_nothing()
    {
        (double content, double style) = Parts(Tensor<float>.Zeros([3, 1, 28, 28]), _features.Deep(Repeated(_style, 3)));
        content.ShouldBe(1, tolerance: 1e-5);
        style.ShouldBe(1, tolerance: 1e-5);
    }

    [Fact]
    public void Style_knows_no_place_and_content_does()
    {
        // By the length of the bends, from where they have room to where they have as much.
        Tensor<float> wide = StylePictures.Waves(56);
        Tensor<float> here = wide.Slice(2, 0, 28).Slice(3, 0, 28), there = wide.Slice(2, 3, 28).Slice(3, 0, 28);
        (double content, double style) = Parts(there, _features.Deep(here));
        style.ShouldBeLessThan(0.05);
        content.ShouldBeGreaterThan(0.2);
    }

    [Fact]
    public void Gradients_reach_the_pictures_and_leave_the_filters_alone()
    {
        var loss = new StyleLoss(_features, _style);
        Tensor<float> content = _features.Deep(_style);
        using var tape = Tape<float>.Record();
        var pictures = new Variable<float>(new Generator(1).Normal<float>([2, 1, 28, 28], deviation: 0.2), requiresGradient: true);
        Variable<float> total = loss.Total(pictures, Repeated(content, 2));
        tape.Backward(total);
        pictures.Gradient!.AsSpan().ToArray().ShouldContain(value => value != 0);

        Tensor<float> step = pictures.Gradient * (-1e-3 / pictures.Gradient.Square().Sum().Item());
        double gained = total.Value.Item() - loss.Total(pictures.Value + step, Repeated(content, 2)).Value.Item();
        gained.ShouldBe(1e-3, tolerance: 1e-4);
    }

    private (double Content, double Style) Parts(Tensor<float> pictures, Tensor<float> content)
    {
        (Variable<float> contentPart, Variable<float> stylePart) = new StyleLoss(_features, _style).Parts(pictures, content);
        return (contentPart.Value.Item(), stylePart.Value.Item());
    }

    private static Tensor<float> Repeated(Tensor<float> one, int samples) =>
        Tensor<float>.Concatenate([.. Enumerable.Repeat(one, samples)], axis: 0);
}
