using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Inspection;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Tables;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>Decodes records of one table, for people and for tests. Not for the hot path.</summary>
public sealed class RecordInspector
{
    /// <summary>Creates an inspector for the records of a table.</summary>
    /// <param name="plan">The mapping.</param>
    /// <param name="table">One of its targets.</param>
    public RecordInspector(MappingPlan plan, TargetTable table)
    {
        Message = TargetMessage.Of(table);
        Meanings = PlanMeanings.Of(plan, table);
    }

    internal MessageDescriptor Message { get; }

    internal FieldMeanings Meanings { get; }

    /// <summary>
    /// The row as a JSON object, columns in field-number order, each value as its Delta meaning: timestamps in RFC 3339,
    /// dates, decimals as text, bytes in base64, enums by name. NULL values are omitted.
    /// </summary>
    /// <param name="record">The record's bytes.</param>
    /// <param name="indented">Writes several lines. Default: one line.</param>
    /// <exception cref="RecordFormatException">The bytes are not a record of the table.</exception>
    public string ToJson(ReadOnlySpan<byte> record, bool indented = false)
    {
        var fields = WireRecordReader.Read(record, Message);
        return JsonBuilder.Write(writer =>
        {
            writer.WriteStartObject();
            RowJson.WriteMembers(writer, fields, Meanings);
            writer.WriteEndObject();
        }, indented);
    }

    /// <summary>
    /// What is strange about the row: times in implausible years, in columns whose mapping does not say which times are
    /// plausible. A sentence for each column; empty if nothing is.
    /// </summary>
    /// <param name="record">The record's bytes.</param>
    /// <exception cref="RecordFormatException">The bytes are not a record of the table.</exception>
    public IReadOnlyList<string> Warnings(ReadOnlySpan<byte> record) =>
        [.. PlausibleTimes.Warnings(WireRecordReader.Read(record, Message), Meanings)];

    /// <summary>The row's bytes as hexadecimal digits, a line for each field, with name, type and value.</summary>
    /// <param name="record">The record's bytes.</param>
    /// <exception cref="RecordFormatException">The bytes are not a record of the table.</exception>
    public string ToAnnotatedHex(ReadOnlySpan<byte> record) =>
        AnnotatedHex.Write(record.ToArray(), WireRecordReader.Read(record, Message), Meanings);
}
