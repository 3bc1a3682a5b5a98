using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Records.Columns;

namespace SqsIngestor.Mapping;

/// <summary>How messages become rows of one table.</summary>
public sealed class TablePlan
{
    internal TablePlan(string name, MessageDescriptor message, ReadOnlyMemory<byte> descriptorProto, ColumnCodec[] columns)
    {
        Name = name;
        Message = message;
        DescriptorProto = descriptorProto;
        Columns = columns;
    }

    /// <summary>catalog.schema.table.</summary>
    public string Name { get; }

    /// <summary>Full name of the protobuf message that a row is.</summary>
    public string MessageName => Message.FullName;

    /// <summary>The serialized, self-contained DescriptorProto that a Zerobus stream of this table is opened with.</summary>
    public ReadOnlyMemory<byte> DescriptorProto { get; }

    internal MessageDescriptor Message { get; }

    /// <summary>In field-number order.</summary>
    internal ColumnCodec[] Columns { get; private set; }

    /// <summary>Has every column of this plan, which must be nobody else's, seen through <paramref name="wrap"/>.</summary>
    internal void Trace(Func<ColumnCodec, ColumnCodec> wrap) => Columns = [.. Columns.Select(c => c.Traced(wrap))];
}
