namespace NormNet.Lab;

/// <summary>The picture's colours, for light and dark: each side of the block has a shade of its own.</summary>
internal static class PictureStyle
{
    internal const string Css = """
        .paper { fill: #fff; } .ink, .title { fill: #1c1e21; } .soft { fill: #666; } .title { font-size: 14px; font-weight: 600; }
        polygon { stroke: #6b7280; stroke-width: .7; stroke-linejoin: round; }
        .front { fill: #eef1f5; } .top { fill: #f8fafc; } .side { fill: #dde2e9; }
        .on.front { fill: #2f7fd6; } .on.top { fill: #5a9de4; } .on.side { fill: #1f62ac; }
        @media (prefers-color-scheme: dark) {
          .paper { fill: #16181c; } .ink, .title { fill: #e4e6ea; } .soft { fill: #9aa0a8; } polygon { stroke: #7d858f; }
          .front { fill: #2a2e36; } .top { fill: #363b45; } .side { fill: #20242a; }
          .on.front { fill: #3d8fe8; } .on.top { fill: #69abf2; } .on.side { fill: #2a6fbd; }
        }
        """;
}
