using System.Text.Json;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>Reads a message by the pages of the reference: what its rows are, or why it fails.</summary>
internal static class MappingReading
{
    /// <summary>The rows with what is in their rescued columns, one a line; or the error and its column.</summary>
    public static string Read(MappingModel mapping, DocumentValue body)
    {
        try
        {
            return string.Join('\n', Rows(mapping, body).Select(r => Line(r.Row, Sorted(r.Rescued.Select(mapping.InLine)))));
        }
        catch (Failure failure)
        {
            return Error(failure.Code, failure.Column);
        }
    }

    public static string Line(string row, IEnumerable<string> rescued) => $"{row} rescued {string.Join(" ", rescued)}";

    public static string Error(string code, string column) => $"{code} in {column}";

    // Bools of two elements can have one place in the scope of the element.
    private static IEnumerable<string> Sorted(IEnumerable<string> places) => places.Distinct().Order(StringComparer.Ordinal);

    private static List<(string Row, SortedSet<string> Rescued)> Rows(MappingModel mapping, DocumentValue body)
    {
        if (mapping.When is { } when && body.Step(when, 0) is null)
            throw new Failure(body.Kind == JsonValueKind.Object ? "unrouted" : "filter", "");
        var rows = new List<(string, SortedSet<string>)>();
        if (mapping.Explode is not { } explode)
        {
            Add(null, null);
            return rows;
        }
        var array = explode.Steps.Aggregate((DocumentValue?)body, (value, step) => value?.Step(step.Name, step.Index));
        if (array is { Kind: JsonValueKind.Array, Elements.Count: > 0 })
        {
            foreach (var element in array.Elements) Add(element, array);
            return rows;
        }
        if (array is { Kind: not (JsonValueKind.Array or JsonValueKind.Null) }) throw new Failure("wrong_type", "");
        var reads = mapping.Reads.Where(p => p.Root == "body").ToList();
        if (array is null && reads.TrueForAll(p => p.Steps.Length > 0) && !BoundNames.HasShape(body, reads, 0))
            throw new Failure("wrong_type", "");
        if (array is null && BoundNames.Obstacle(body, explode) is not null) throw new Failure("wrong_type", "");
        var action = array?.Kind == JsonValueKind.Array ? mapping.Empty : mapping.Absent;
        if (action == "fail")
        {
            var code = array is null ? "missing" : array.Kind == JsonValueKind.Null ? "null" : "no_rows";
            throw new Failure(code, "");
        }
        if (action == "row") Add(null, array);
        return rows;

        void Add(DocumentValue? line, DocumentValue? exploded)
        {
            try
            {
                rows.Add(new ColumnReading(mapping, body, line, rows.Count).ReadRow(exploded));
            }
            catch (SkippedRow)
            {
                // The other rows are written.
            }
        }
    }
}
