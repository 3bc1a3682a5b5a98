using System.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>A column's source in one line, similar to the mapping file.</summary>
internal static class SourceSyntaxText
{
    public static string Of(ColumnSourceSyntax source) => source switch
    {
        PathSourceSyntax path => string.Join(", else ", path.Alternatives.Select(p => p.Text)),
        ConstSourceSyntax constant => $"const: {Constant(constant.Value)}",
        FieldsSourceSyntax { Presence: { } presence } => $"fields, from {presence.Text}",
        FieldsSourceSyntax => "fields",
        EachSourceSyntax each => $"each: {each.Array.Text}",
        EntriesSourceSyntax entries => $"entries: {entries.Object.Text}",
        ConcatSourceSyntax concat =>
            $"concat: {string.Join(", ", concat.Parts.Select(p => p.Path?.Text ?? $"\"{p.Literal.Value}\""))}",
        ExpressionSourceSyntax expression => $"expr: {expression.Text.Value}",
        RescuedSourceSyntax rescued => $"rescued: {string.Join(", ", rescued.Scopes.Select(s => s.Value))}",
        _ => throw new UnreachableException(),
    };

    private static string Constant(YamlScalar value) => value.IsPlain ? value.Value : $"\"{value.Value}\"";
}
