using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Compilation.Syntax;
using SqsIngestor.Mapping.Compilation.Yaml;
using SqsIngestor.Mapping.Expressions.Paths;

namespace SqsIngestor.Mapping.Compilation;

/// <summary><c>auto</c>: a column for every field that is neither listed nor ignored.</summary>
internal static class AutoColumns
{
    public static IReadOnlyList<ColumnSyntax> Add(TableSyntax table, MessageDescriptor message)
    {
        if (table.Auto is not { } auto) return table.Columns;
        var taken = table.Columns.Select(c => c.Name.Value).Concat(table.Ignore.Select(i => i.Value)).ToHashSet();
        return
        [
            .. table.Columns,
            .. message.Fields.InFieldNumberOrder().Where(f => !taken.Contains(f.Name)).Select(f => Column(f.Name, auto)),
        ];
    }

    private static ColumnSyntax Column(string field, AutoSyntax auto)
    {
        var member = auto.Names.Of(field);
        var path = auto.From with { Steps = [.. auto.From.Steps, new PathStep(member, 0)], Text = $"{auto.From.Text}.{member}" };
        return new(new YamlScalar(field, true, auto.From.Position), new(new PathSourceSyntax([path], auto.From.Position), new()));
    }
}
