using System.Globalization;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Infer.Output;

/// <summary>What the samples say about a column or a field.</summary>
/// <param name="Path">The column and what is inside it, as in <c>lines.element.sku</c>.</param>
/// <param name="Source">The path of the value in the message.</param>
/// <param name="Type">The type as SQL.</param>
/// <param name="Seen">How many of the objects around it have a value other than null.</param>
/// <param name="Of">The number of these objects; of a member of an envelope, the number of messages.</param>
/// <param name="Field">The field.</param>
internal sealed record ColumnReport(string Path, string Source, string Type, long Seen, long Of, InferredField Field)
{
    private const int WidestMember = 40;

    /// <summary>The share, such as <c>97 of 100 (97 %)</c>; only all of them are 100 %.</summary>
    public string Share => Of == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{Seen} of {Of} ({Percent} %)");

    /// <summary>The share in percent, rounded down, and at least 1 if there is a value.</summary>
    public long Percent => Of == 0 ? 0 : Seen == 0 ? 0 : Math.Max(1, Seen * 100 / Of);

    /// <summary>The notes of the type, and of the name.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            foreach (var note in Field.Type.Notes) yield return note;
            if (Field.Clash is { } clash) yield return $"another column has the name {clash}, but for case and underscores";
            if (Field.HasOtherName) yield return $"the member is called '{PlainText.Shorten(Field.Member, WidestMember)}'";
        }
    }

    /// <summary>Whether times have digits that the column cuts off.</summary>
    public bool IsCut => Leaf.Kind is DeltaKind.Timestamp or DeltaKind.TimestampNtz && Values.FineTimes > 0;

    private DeltaType Leaf => Field.Type.Delta switch
    {
        ArrayType array => array.Element,
        MapType map => map.Value,
        var type => type,
    };

    /// <summary>Whether the samples leave open what the column is.</summary>
    public bool NeedsLook => Field.Type.IsDoubtful || Field.Clash is not null;

    /// <summary>The values; those of the elements of an ARRAY or a MAP.</summary>
    public ValueEvidence Values => Field.Type.Delta switch
    {
        ArrayType => Field.Evidence.Element ?? Field.Evidence,
        MapType => Field.Evidence.CommonMember(),
        _ => Field.Evidence,
    };

    /// <summary>Every column and every field below it, in order.</summary>
    /// <param name="table">The table.</param>
    public static IReadOnlyList<ColumnReport> Read(InferredTable table)
    {
        var reports = new List<ColumnReport>();
        foreach (var column in table.Columns)
        {
            var (field, path, isWhole) = column;
            var source = isWhole ? path : YamlText.Member(path, field.Member);
            Add(reports, field, field.Name, source, column.IsOfEnvelope ? table.Payload.Messages : table.Rows);
        }

        return reports;
    }

    private static void Add(List<ColumnReport> reports, InferredField field, string path, string source, long of)
    {
        var type = field.Type.Delta;
        var evidence = field.Evidence;
        var text = field.Type.Fields.Count == 0 ? type.ToString() : type switch
        {
            ArrayType => "ARRAY<STRUCT>",
            MapType map => $"MAP<{map.Key}, STRUCT>",
            _ => "STRUCT",
        };
        reports.Add(new ColumnReport(path, source, text, Math.Min(of, evidence.Count - evidence.Nulls), of, field));
        if (field.Type.Fields.Count == 0) return;
        var (below, item, objects) = type switch
        {
            ArrayType => ($"{path}.element", $"{source}[*]", evidence.Element!.MemberObjects),
            MapType => ($"{path}.value", $"{source}.*", evidence.CommonMember().MemberObjects),
            _ => (path, source, evidence.MemberObjects),
        };
        foreach (var inner in field.Type.Fields)
        {
            Add(reports, inner, $"{below}.{inner.Name}", YamlText.Member(item, inner.Member), objects);
        }
    }
}
