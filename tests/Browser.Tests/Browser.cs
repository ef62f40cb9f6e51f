using Microsoft.Playwright;

namespace NormNet.Browser.Tests;

/// <summary>The system's Chromium, started once for all tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    internal const string Executable = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Executable))
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A new page at a file; what goes wrong on it is added to the list.</summary>
    public async Task<IPage> Open(string path, string fragment, List<string> errors)
    {
        IPage page = await _browser!.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal))
                errors.Add($"asks the network for {request.Url}");
        };
        await page.GotoAsync(new Uri(path).AbsoluteUri + fragment);
        return page;
    }
}

/// <summary>A test that is skipped, and says so, where there is no browser.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (!File.Exists(Browser.Executable))
            Skip = $"There is no browser at {Browser.Executable}; .ci/run installs one.";
    }
}
