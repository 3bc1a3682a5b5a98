using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Records;

/// <summary>Finds missing values. A record must be read to its end before a value is treated as missing.</summary>
internal static class RowCompletion
{
    public static void Complete(RecordLayout layout, object?[] row)
    {
        if (!layout.NeedsCompletion) return;
        foreach (var field in layout.Fields)
        {
            if (row[field.Column] is { } value)
            {
                CompleteNested(field, value);
            }
            else if (field.Required)
            {
                throw new RecordException(
                    RecordFaultCodes.Missing, field.Path, "the descriptor says required, and the record has no value.");
            }
        }

        for (var i = 0; i < row.Length; i++) row[i] ??= Absent(layout, layout.Columns[i]);
    }

    private static void CompleteNested(FieldLayout field, object value)
    {
        var message = field.Message ?? field.Value?.Message;
        if (message is null) return;
        switch (value)
        {
            case object?[] structure:
                Complete(message, structure);
                break;
            case List<object?> items:
                foreach (var item in items) Complete(message, (object?[])item!);
                break;
            case MapEntries map:
                foreach (var entry in map.Entries) Complete(message, (object?[])entry.Value!);
                break;
        }
    }

    /// <summary>
    /// The wire format cannot tell an empty list from a missing one, so a NOT NULL one is empty and a nullable one NULL.
    /// </summary>
    private static object? Absent(RecordLayout layout, StructField column) => column switch
    {
        { Nullable: true } => null,
        { Type: ArrayType } => new List<object?>(),
        { Type: MapType } => new MapEntries(),
        _ =>
            throw new RecordException(
                RecordFaultCodes.Missing, layout.Prefix + column.Name, "the column is NOT NULL, and the record has no value."),
    };
}
