using System.Text;

namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>Diagnostics for people: the message, the line of the file, a caret under the place, and a hint.</summary>
public static class DiagnosticWriter
{
    /// <summary>Writes all of them, one after the other, each ending with a line break.</summary>
    public static string Write(IEnumerable<Diagnostic> diagnostics)
    {
        var text = new StringBuilder();
        foreach (var diagnostic in diagnostics) Write(diagnostic, text);
        return text.ToString();
    }

    private static void Write(Diagnostic diagnostic, StringBuilder text)
    {
        text.Append(diagnostic).Append('\n');
        if (diagnostic.SourceLine is { } line)
        {
            var number = $"{diagnostic.Position.Line}";
            // Tabs stay tabs under the line, so that the caret stands under its character.
            var before = Math.Min(line.Length, Math.Max(0, diagnostic.Position.Column - 1));
            var indent = string.Concat(line[..before].Select(c => c == '\t' ? '\t' : ' '));
            var carets = Math.Clamp(diagnostic.Position.Length, 1, Math.Max(1, line.Length - before));
            text.Append("  ").Append(number).Append(" | ").Append(line).Append('\n');
            text.Append("  ").Append(' ', number.Length).Append(" | ").Append(indent).Append('^', carets).Append('\n');
        }
        if (diagnostic.Hint is { } hint) text.Append("  = ").Append(hint).Append('\n');
    }
}
