using System.Globalization;
using Microsoft.Playwright;
using NormNet.Autograd;
using NormNet.Lab;
using NormNet.Samples.StepThroughTape;
using NormNet.Tensors;

namespace NormNet.Browser.Tests;

public sealed class TapeExplorerTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"normnet-{Guid.NewGuid():N}.html");
    private readonly List<string> _errors = [];

    public void Dispose() => File.Delete(_path);

    [BrowserFact]
    public async Task Every_step_to_the_end_and_back_shows_the_library_s_numbers()
    {
        TapeTrace trace = Models.Trace("mlp", seed: 1);
        IPage page = await Open(trace);
        foreach ((IEnumerable<TraceStep> steps, string key) in new[] { (trace.Steps, "ArrowRight"), (trace.Steps.Reverse(), "ArrowLeft") })
        {
            foreach (TraceStep step in steps)
            {
                (await page.InnerTextAsync("#position")).ShouldStartWith($"step {step.Number} of {trace.Steps.Count - 1}");
                await ShouldShow(page, step);
                await page.Keyboard.PressAsync(key);
            }
        }

        _errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_link_opens_its_step_and_steps_change_the_address()
    {
        IPage page = await Open(Models.Trace("shared", seed: 1), "#step=5");
        (await page.InnerTextAsync("#position")).ShouldBe("step 5 of 5: backward Add");
        await page.Keyboard.PressAsync("Home");
        page.Url.ShouldEndWith("#step=0");
        _errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task The_key_m_goes_to_where_gradients_meet_and_the_sum_is_shown()
    {
        IPage page = await Open(Models.Trace("shared", seed: 1));
        await page.Keyboard.PressAsync("m");
        (await Values(page, "before ∂ℓ/∂a")).ShouldBe([3, 5]);
        (await Values(page, "contribution ∂ℓ/∂a")).ShouldBe([3, 5]);
        (await Values(page, "after ∂ℓ/∂a")).ShouldBe([6, 10]);
        _errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Batch_normalization_unfolds_into_the_six_gradients()
    {
        TapeTrace trace = Models.Trace("batchnorm", seed: 1);
        IPage page = await Open(trace, "#step=1");
        await page.ClickAsync("#unfolded > summary");
        TapeTrace inner = trace.Nodes[0].Unfolded!;
        foreach (string name in new[] { "x̂", "σ²", "μ", "x", "γ", "β" })
        {
            double[] expected = inner.GradientAt(inner.Find(name)!, inner.Steps.Count - 1)!.Values.ToArray();
            (await Values(page, $"∂ℓ/∂{name}", within: ".six ")).ShouldBe(expected);
        }

        (await page.Locator(".six math").CountAsync()).ShouldBe(6);
        _errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Search_breakpoints_slider_and_folding_work()
    {
        IPage page = await Open(Models.Trace("cnn", seed: 1));
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("maxpool");
        await page.Keyboard.PressAsync("Enter");
        (await page.InnerTextAsync("#position")).ShouldContain("MaxPool2D");
        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Keyboard.PressAsync("b");
        await page.Keyboard.PressAsync("F5");
        (await page.InnerTextAsync("#position")).ShouldContain("backward MaxPool2D");
        await page.EvaluateAsync("{ const s = document.getElementById('slider'); s.value = 2; s.dispatchEvent(new Event('input')); }");
        (await page.InnerTextAsync("#position")).ShouldStartWith("step 2 of");
        int unfolded = await page.Locator(".vertex").CountAsync();
        await page.ClickAsync("#fold");
        (await page.Locator(".vertex[aria-label^='1 +']").CountAsync()).ShouldBe(1);
        await page.ClickAsync("#fold");
        (await page.Locator(".vertex").CountAsync()).ShouldBe(unfolded);
        _errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_breakpoint_on_a_leaf_stops_wherever_it_is_used_and_is_removed_again()
    {
        IPage page = await Open(Models.Trace("mlp", seed: 1));
        await page.FillAsync("#query", "2.weight");
        await page.ClickAsync("#break");
        (await page.Locator(".vertex.leaf.stop").CountAsync()).ShouldBe(1);
        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Keyboard.PressAsync("r");
        (await page.InnerTextAsync("#position")).ShouldContain("forward Linear");
        await page.Keyboard.PressAsync("r");
        (await page.InnerTextAsync("#position")).ShouldContain("backward Linear");
        await page.ClickAsync("#back");
        await page.Keyboard.PressAsync("ArrowRight");
        (await page.InnerTextAsync("#position")).ShouldContain("backward Linear", customMessage: "a clicked button leaves the keys to the walk");
        await page.ClickAsync("#stops button");
        (await page.Locator(".vertex.stop").CountAsync()).ShouldBe(0);
        _errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_heat_map_tells_the_value_under_the_pointer_in_every_matrix_and_nothing_between_them()
    {
        TapeTrace trace = Models.Trace("cnn", seed: 1);
        IPage page = await Open(trace);
        double[] values = trace.Nodes[0].Output.Value.Values.ToArray();
        const string hover = """
            place => {
              const index = trace.variables[trace.nodes[0].output].value, tiles = tilesOf(trace.tensors[index]);
              const canvas = document.querySelector("[data-name='%0'] canvas"), box = canvas.getBoundingClientRect();
              const [x, y] = place < 0 ? [8, 0] : tiles.at(place);
              canvas.onmousemove({ clientX: box.left + (x + .5) * box.width / tiles.width, clientY: box.top + (y + .5) * box.height / tiles.height });
              return canvas.title;
            }
            """;
        foreach ((int place, string index) in new[] { (0, "[0, 0, 0, 0]"), (77, "[0, 1, 1, 5]"), (255, "[1, 1, 7, 7]") })
        {
            string title = await page.EvaluateAsync<string>(hover, place);
            title.ShouldStartWith($"{index} = ");
            double.Parse(title.Split(" = ")[1], CultureInfo.InvariantCulture).ShouldBe(values[place]);
        }

        (await page.EvaluateAsync<string>(hover, -1)).ShouldBe("");
        _errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_heat_map_has_no_room_for_values_that_were_left_out()
    {
        foreach (Shape shape in new[] { Shape.Of(2, 100_000), Shape.Of(2, 100_000, 1), Shape.Of(1, 2, 100_000), Shape.Of(200_000) })
        {
            IPage page = await Open(SumOf(Tensor<float>.Ones(shape)));
            (await page.EvaluateAsync<int>("document.querySelector('canvas').width * document.querySelector('canvas').height"))
                .ShouldBe(1024, $"of {shape}");
            (await page.InnerTextAsync("#details")).ShouldContain("the first 1024 of 200000 values, 198976 left out");
        }

        _errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_heat_map_is_read_with_the_keyboard_too()
    {
        TapeTrace trace = Models.Trace("cnn", seed: 1);
        IPage page = await Open(trace);
        double[] values = trace.Nodes[0].Output.Value.Values.ToArray();
        await page.FocusAsync("[data-name='%0'] canvas");
        foreach (string key in new[] { "ArrowUp", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowRight" })
            await page.Keyboard.PressAsync(key);
        string told = await page.InnerTextAsync("[data-name='%0'] output");
        told.ShouldStartWith("[0, 0, 2, 1] = ");
        double.Parse(told.Split(" = ")[1], CultureInfo.InvariantCulture).ShouldBe(values[17]);
        (await page.InnerTextAsync("#position")).ShouldStartWith("step 0 of", customMessage: "the arrows moved on the map, not on the tape");
        await page.Keyboard.PressAsync("n");
        (await page.InnerTextAsync("#position")).ShouldStartWith("step 1 of");
        _errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task The_space_bar_folds_a_module_that_has_the_focus_and_u_unfolds_a_normalization()
    {
        IPage page = await Open(Models.Trace("cnn", seed: 1), "#step=1");
        await page.FocusAsync("[aria-label='Fold module 2']");
        await page.Keyboard.PressAsync(" ");
        (await page.Locator(".vertex[aria-label^='2 +']").CountAsync()).ShouldBe(1);
        (await page.InnerTextAsync("#play")).ShouldBe("Play");
        await page.Keyboard.PressAsync("u");
        (await page.Locator(".six").IsVisibleAsync()).ShouldBeTrue();
        await page.Keyboard.PressAsync("u");
        (await page.Locator(".six").IsVisibleAsync()).ShouldBeFalse();
        _errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_narrow_window_has_no_scroll_bar_to_the_side_and_keeps_the_buttons_in_view()
    {
        IPage page = await Open(Models.Trace("cnn", seed: 1), "#step=12");
        await page.SetViewportSizeAsync(400, 800);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(400);
        await page.EvaluateAsync("window.scrollTo(0, document.documentElement.scrollHeight)");
        (await page.EvaluateAsync<bool>("window.scrollY > 300 && byId('next').getBoundingClientRect().top >= 0")).ShouldBeTrue();
        _errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Names_from_a_file_are_text_and_never_markup()
    {
        IPage page = await Open(Square("</script><img src=x onerror=alert(1)>"));
        await page.Keyboard.PressAsync("End");
        (await page.Locator("img").CountAsync()).ShouldBe(0);
        (await page.InnerTextAsync("#details")).ShouldContain("</script><img");
        _errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Two_thousand_nodes_in_nested_modules_can_be_walked_folded_and_searched()
    {
        IPage page = await Open(Chain(nodes: 2000));
        await page.Keyboard.PressAsync("End");
        (await page.InnerTextAsync("#position")).ShouldBe("step 4001 of 4001: backward Scale");
        await page.ClickAsync("#fold");
        (await page.Locator(".vertex").CountAsync()).ShouldBe(22, "20 folded blocks, the leaf and the sum");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("block7/3");
        await page.Keyboard.PressAsync("Enter");
        (await page.InnerTextAsync("#details")).ShouldContain("in block7/3");
        _errors.ShouldBeEmpty();
    }

    // A tape is disposed on the thread that recorded it, which an asynchronous test may have left by then.
    private static TapeTrace SumOf(Tensor<float> values)
    {
        using var tape = Tape<float>.Record();
        return TapeTrace.Of(tape, tape.Input(values, "x").Sum());
    }

    private static TapeTrace Square(string name)
    {
        using var tape = Tape<double>.Record();
        Variable<double> x = tape.Input(Tensor<double>.From([1, 2]), name);
        return TapeTrace.Of(tape, (x * x).Sum());
    }

    private static TapeTrace Chain(int nodes)
    {
        using var tape = Tape<float>.Record();
        Variable<float> h = tape.Input(Tensor<float>.From([1, 2]), "x");
        for (int i = 0; i < nodes; i++)
        {
            using (Tape<float>.EnterScope($"block{i / 100}"))
            using (Tape<float>.EnterScope($"{i % 100 / 10}"))
                h = i % 2 == 0 ? h * 0.5 : h + h;
        }

        return TapeTrace.Of(tape, h.Sum());
    }

    private async Task<IPage> Open(TapeTrace trace, string fragment = "")
    {
        TapeExplorer.Save(_path, trace);
        return await browser.Open(_path, fragment, _errors);
    }

    private static async Task ShouldShow(IPage page, TraceStep step)
    {
        if (step.Direction == StepDirection.Forward)
            (await Values(page, step.Node.Output.Name)).ShouldBe(step.Node.Output.Value.Values.ToArray());
        foreach (TraceContribution contribution in step.Contributions.Where(contribution => contribution.Before is null))
            (await Values(page, $"∂ℓ/∂{contribution.Variable.Name}")).ShouldBe(contribution.Value.Values.ToArray());
    }

    /// <summary>All digits of a tensor's cells, as the page has them.</summary>
    private static async Task<double[]> Values(IPage page, string name, string within = "#details > ")
    {
        ILocator cells = page.Locator($"{within}.tensor[data-name='{name}'] td, #details .sum .tensor[data-name='{name}'] td");
        string[] texts = await cells.EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.dataset.value)");
        return [.. texts.Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
    }
}
