using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Meanings;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>
/// Warns of values that neither a column nor the rescued column of a table has, because a column passes over them. With the scope
/// <c>all</c>, there are none.
/// </summary>
internal sealed class RescueGaps
{
    private readonly (string Alias, SourcePath Path)? _explode;
    private readonly List<string> _gaps = [];

    // What columns hold as JSON text, with everything in it.
    private readonly List<SourcePath> _wholes;

    private RescueGaps(IReadOnlyList<ColumnSyntax> columns, (string Alias, SourcePath Path)? explode)
    {
        _explode = explode;
        _wholes =
        [
            .. columns.Select(static c => c.Body).OfType<ColumnBody>()
                .Where(static b => b.Options is { As: { } meaning, Transform.Count: 0 }
                    && MeaningCatalog.Of(meaning.Value) is { IsJsonText: true })
                .Select(static b => b.Source).OfType<PathSourceSyntax>()
                .Where(static s => s.Alternatives.Count == 1).Select(static s => s.Alternatives[0]),
        ];
    }

    /// <summary>Checks a table with a rescued column.</summary>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="explode">The alias and the path of its <c>explode</c>; null for none.</param>
    /// <param name="message">Its message.</param>
    /// <param name="diagnostics">Receives the warning.</param>
    public static void Check(
        IReadOnlyList<ColumnSyntax> columns, (string Alias, SourcePath Path)? explode, MessageDescriptor message,
        DiagnosticBag diagnostics)
    {
        if (columns.FirstOrDefault(static c => c.Body?.Source is RescuedSourceSyntax) is not { } rescued) return;
        var syntax = (RescuedSourceSyntax)rescued.Body!.Source;
        if (RescueCompiler.Tracking(columns, explode?.Alias) == ReadTracking.Parts) return;
        var gaps = new RescueGaps(columns, explode);
        if (explode is var (alias, path) && syntax.Scopes.All(s => s.Value != alias) && !gaps.IsHeld(path))
            gaps._gaps.Add($"what no column reads of the elements of '{alias}'");
        gaps.CheckFields(columns, message, "");
        if (gaps._gaps.Count == 0) return;
        diagnostics.Add(
            DiagnosticCodes.RescueIncomplete, syntax.Position,
            $"'{rescued.Name.Value}' does not get {string.Join(", ", gaps._gaps)}", "scope: all");
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
                else if (Struct(field) is not null)
                    _gaps.Add($"members that fill no field of '{name}'");
                break;
            case FieldsSourceSyntax source when Struct(field) is { } part:
                CheckFields(source.Fields, part, name + ".");
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
        _explode is var (alias, array) && path.Root == alias ? [.. array.Steps, .. path.Steps.Skip(1)] : path.Steps;

    private static MessageDescriptor? Struct(FieldDescriptor field)
    {
        var single = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        return single.FieldType is FieldType.Message or FieldType.Group ? single.MessageType : null;
    }
}
