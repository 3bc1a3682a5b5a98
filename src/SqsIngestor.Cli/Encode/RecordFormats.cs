using System.Diagnostics;
using System.Text;
using System.Text.Json;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Cli.Encode;

/// <summary>Writes records in the formats of <c>encode</c>.</summary>
internal static class RecordFormats
{
    public static byte[] Write(
        string format, MappingPlan plan, IReadOnlyList<(InspectedMessage Message, InspectedRow Row)> rows) => format switch
        {
            "binary" => Binary(rows),
            "delimited" => Delimited(rows.Select(r => r.Row.Record)),
            "hex" => Encoding.UTF8.GetBytes(Text(plan, rows, Hex)),
            "json" => Encoding.UTF8.GetBytes(Text(plan, rows, Json)),
            _ => throw new UnreachableException(),
        };

    private static string Text(
        MappingPlan plan, IReadOnlyList<(InspectedMessage Message, InspectedRow Row)> rows, Func<InspectedMessage, InspectedRow,
        RecordInspector, string> write)
    {
        var inspectors = rows.Select(r => r.Row.Table).Distinct().ToDictionary(t => t, t => new RecordInspector(plan, t));
        return string.Concat(rows.Select(r => write(r.Message, r.Row, inspectors[r.Row.Table])));
    }

    private static string Json(InspectedMessage message, InspectedRow row, RecordInspector inspector) =>
        $$"""
        {"table":{{Quote(row.Table.Name)}},"message":{{message.Index}},"row":{{inspector.ToJson(row.Record.Span)}}}

        """;

    private static string Hex(InspectedMessage message, InspectedRow row, RecordInspector inspector) =>
        $"# {row.Table.Name}, message {message.Index}, {Quantity.Count(row.Record.Length, "byte")}\n"
            + $"{inspector.ToAnnotatedHex(row.Record.Span)}\n";

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static byte[] Binary(IReadOnlyList<(InspectedMessage Message, InspectedRow Row)> rows)
    {
        if (rows.Count <= 1) return rows.Count == 0 ? [] : rows[0].Row.Record.ToArray();
        // A protobuf parser merges two records that follow each other without their lengths.
        throw CliErrors.RecordsSeveral.Because(
            $"--format binary writes one record, and the event gives {rows.Count}. "
                + "Choose one with --message and --table, or use --format delimited.");
    }

    private static byte[] Delimited(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        using var stream = new MemoryStream();
        foreach (var record in records)
        {
            var length = (uint)record.Length;
            for (; length >= 0x80; length >>= 7) stream.WriteByte((byte)(length | 0x80));
            stream.WriteByte((byte)length);
            stream.Write(record.Span);
        }
        return stream.ToArray();
    }
}
