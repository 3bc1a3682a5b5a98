using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary>The compiled form of one table: how messages become its rows.</summary>
public sealed class TablePlan
{
    internal TablePlan(string name, MessageDescriptor message) => (Name, Message) = (name, message);

    /// <summary>catalog.schema.table.</summary>
    public string Name { get; }

    /// <summary>The place of its columns in the file.</summary>
    public TextPosition Position { get; internal init; }

    internal MessageDescriptor Message { get; }

    /// <summary>Index into <see cref="MappingPlan.Targets"/>.</summary>
    internal int Target { get; init; }

    /// <summary>Null if every message feeds the table.</summary>
    internal Condition? When { get; init; }

    /// <summary>Null if a message gives one row.</summary>
    internal Explode? Explode { get; init; }

    /// <summary>See <see cref="EncodeContext.BodyShape"/>.</summary>
    internal ContainerShape BodyShape { get; init; }

    /// <summary>See <see cref="EncodeContext.ElementShape"/>.</summary>
    internal ContainerShape ElementShape { get; init; }

    /// <summary>In field-number order, without the rescued column.</summary>
    internal ColumnCodec[] Columns { get; set; } = [];

    /// <summary>Encoded last, because it contains what the others left.</summary>
    internal ColumnCodec? Rescued { get; set; }

    /// <summary>How many of <see cref="Columns"/> come before the rescued one.</summary>
    internal int RescuedIndex { get; init; }

    /// <summary>Wraps every column for tracing. The plan must not be shared.</summary>
    internal void Trace(Func<ColumnCodec, ColumnCodec> wrap) =>
        (Columns, Rescued) = ([.. Columns.Select(c => c.Traced(wrap))], Rescued?.Traced(wrap));
}
