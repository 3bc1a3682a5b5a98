using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Types;
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

    /// <summary>What the table says of the fields of its message.</summary>
    internal FieldTypes Types { get; init; } = FieldTypes.None;

    /// <summary>What the columns remember of what they read, for <see cref="Rescued"/>.</summary>
    internal ReadTracking Tracking { get; init; }

    /// <summary>In field-number order, without the rescued column.</summary>
    internal ColumnCodec[] Columns { get; init; } = [];

    /// <summary>Encoded last, because it contains what the others left.</summary>
    internal ColumnCodec? Rescued { get; init; }

    /// <summary>How many of <see cref="Columns"/> come before the rescued one.</summary>
    internal int RescuedIndex { get; init; }

    /// <summary>A copy with every column wrapped, for tracing.</summary>
    internal TablePlan Traced(Func<ColumnCodec, ColumnCodec> wrap) => new(Name, Message)
    {
        Position = Position,
        Target = Target,
        When = When,
        Explode = Explode,
        BodyShape = BodyShape,
        Types = Types,
        Tracking = Tracking,
        Columns = [.. Columns.Select(c => c.Traced(wrap))],
        Rescued = Rescued?.Traced(wrap),
        RescuedIndex = RescuedIndex,
    };
}
