namespace NormNet.Lab;

/// <summary>The comparison page's style, for light and dark.</summary>
internal static class PageStyle
{
    internal const string Css = """
        :root { color-scheme: light dark; --paper: #fff; --ink: #1c1e21; --soft: #666; --line: #d8dbe0;
          --pos: #c62828; --neg: #1565c0; --dif: #2e7d32; --bad: #ef6c00; }
        @media (prefers-color-scheme: dark) { :root { --paper: #16181c; --ink: #e4e6ea; --soft: #9aa0a8; --line: #363a42;
          --pos: #ff6b6b; --neg: #64b5f6; --dif: #81c784; --bad: #ffb74d; } }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem;
          background: var(--paper); color: var(--ink); }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 0 0 .4rem; }
        section { border-top: 1px solid var(--line); padding: 1.2rem 0; }
        math { font-size: 1.25rem; margin: .6rem 0 1rem; text-align: left; }
        .maps { display: flex; flex-wrap: wrap; gap: 1.2rem 1.6rem; align-items: flex-start; }
        figure { margin: 0; } figcaption { font-size: .85rem; margin-bottom: .25rem; }
        small, .node { color: var(--soft); font-size: .8rem; }
        figure svg { display: block; outline: 1px solid var(--line); outline-offset: 1px; margin-bottom: .3rem; }
        .pos { fill: var(--pos); } .neg { fill: var(--neg); } .dif { fill: var(--dif); } .bad { fill: var(--bad); }
        .yes { color: var(--dif); } .no { color: var(--bad); }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .85rem; }
        th, td { text-align: right; padding: .15rem .7rem; border-bottom: 1px solid var(--line); }
        th:nth-child(-n+3), td:nth-child(-n+3) { text-align: left; }
        """;
}
