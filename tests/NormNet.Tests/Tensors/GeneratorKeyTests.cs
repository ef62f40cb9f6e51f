using NormNet.Tensors;

namespace NormNet.Tests.Tensors;

public class GeneratorKeyTests
{
    [Fact]
    public void A_key_gives_the_stream_from_its_start_whatever_was_drawn()
    {
        Generator stream = new Generator(seed: 3).Fork(5);
        double first = stream.NextDouble();
        Generator again = Generator.FromKey(stream.Key);
        again.NextDouble().ShouldBe(first);
        again.Fork(7).NextDouble().ShouldBe(stream.Fork(7).NextDouble());
    }
}
