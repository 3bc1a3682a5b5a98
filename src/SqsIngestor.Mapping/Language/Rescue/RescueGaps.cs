using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>
/// Warns of values that neither a column nor the rescued column of a table has, because a column passes over them. With the scope
/// <c>all</c>, there are none.
/// </summary>
internal sealed class RescueGaps
{
    private readonly ExplodeSyntax? _explode;
    private readonly List<string> _gaps = [];

    // What columns hold as JSON text, with everything in it.
    private readonly List<SourcePath> _wholes;

    private RescueGaps(IReadOnlyList<ColumnSyntax> columns, ExplodeSyntax? explode)
    {
        _explode = explode;
        _wholes =
        [
            .. columns.Select(static c => c.Body).OfType<ColumnBody>()
                .Where(static b => b.Options is { As.Value: "variant" or "json", Transform.Count: 0 })
                .Select(static b => b.Source).OfType<PathSourceSyntax>()
                .Where(static s => s.Alternatives.Count == 1).Select(static s => s.Alternatives[0]),
        ];
    }

    /// <summary>Checks a table with a rescued column.</summary>
    public static void Check(
        IReadOnlyList<ColumnSyntax> columns, ExplodeSyntax? explode, MessageDescriptor message, DiagnosticBag diagnostics)
    {
        if (columns.FirstOrDefault(static c => c.Body?.Source is RescuedSourceSyntax) is not { } rescued) return;
        var syntax = (RescuedSourceSyntax)rescued.Body!.Source;
        if (RescueCompiler.Tracking(columns, explode?.Alias.Value) == ReadTracking.Parts) return;
        var gaps = new RescueGaps(columns, explode);
        if (explode is not null && syntax.Scopes.All(s => s.Value != explode.Alias.Value) && !gaps.IsHeld(explode.Path))
            gaps._gaps.Add($"what no column reads of the elements of '{explode.Alias.Value}'");
        gaps.CheckFields(columns, message, "");
        if (gaps._gaps.Count == 0) return;
        var (shown, more) = (string.Join(", ", gaps._gaps.Take(3)), gaps._gaps.Count - 3);
        diagnostics.Add(
            DiagnosticCodes.RescueIncomplete, syntax.Position,
            $"'{rescued.Name.Value}' does not get {shown}{(more > 0 ? $", and {more} more" : "")}", "scope: all");
    }

    private void CheckFields(IReadOnlyList<ColumnSyntax> columns, MessageDescriptor message, string prefix)
    {
        foreach (var column in columns)
        {
            if (column.Body is { } body && message.FindFieldByName(column.Name.Value) is { } field)
                CheckColumn(body, field, prefix + field.Name);
        }
    }

    private void CheckColumn(ColumnBody body, FieldDescriptor field, string name)
    {
        switch (body.Source)
        {
            case PathSourceSyntax source when !source.Alternatives.All(IsHeld):
                if (source.Alternatives.Count > 1) _gaps.Add($"the paths of '{name}' that are not used");
                else if (Struct(field) is not null && body.Options.Transform.Count == 0)
                    _gaps.Add($"members that fill no field of '{name}'");
                break;
            case FieldsSourceSyntax source:
                CheckFields(source.Fields, field.MessageType, name + ".");
                break;
            case EachSourceSyntax source when !IsHeld(source.Array):
                CheckElement(source.Element, field, name, "item");
                break;
            case EntriesSourceSyntax source when !IsHeld(source.Object):
                CheckElement(source.Value, field.IsMap ? field.MessageType.FindFieldByNumber(2) : field, name, "value");
                break;
        }
    }

    // A column that holds the element as a single value has all of it.
    private void CheckElement(ColumnBody element, FieldDescriptor field, string name, string root)
    {
        var whole = element.Source is PathSourceSyntax { Alternatives: [{ Steps.Count: 1 } path] } && path.Root == root;
        if (whole && Struct(field) is null) return;
        _gaps.Add($"what no column reads of the elements of '{name}'");
    }

    private bool IsHeld(SourcePath path) => _wholes.Exists(whole => IsIn(Absolute(path), Absolute(whole)));

    private static bool IsIn(IReadOnlyList<PathStep> path, IReadOnlyList<PathStep> whole) =>
        path.Count >= whole.Count && path.Take(whole.Count).SequenceEqual(whole);

    private IReadOnlyList<PathStep> Absolute(SourcePath path) =>
        _explode is null || path.Root != _explode.Alias.Value ? path.Steps : [.. _explode.Path.Steps, .. path.Steps.Skip(1)];

    private static MessageDescriptor? Struct(FieldDescriptor field)
    {
        var single = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        return single.FieldType is FieldType.Message or FieldType.Group ? single.MessageType : null;
    }
}
