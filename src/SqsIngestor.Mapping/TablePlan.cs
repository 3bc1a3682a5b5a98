using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Records.Columns;

namespace SqsIngestor.Mapping;

/// <summary>How messages become rows of one table.</summary>
public sealed class TablePlan
{
    internal TablePlan(string name, MessageDescriptor message, ReadOnlyMemory<byte> descriptorProto, ColumnCodec[] columns)
    {
        Name = name;
        MessageName = message.FullName;
        DescriptorProto = descriptorProto;
        Columns = columns;
    }

    /// <summary>catalog.schema.table.</summary>
    public string Name { get; }

    /// <summary>Full name of the protobuf message that a row is.</summary>
    public string MessageName { get; }

    /// <summary>The serialized, self-contained DescriptorProto that a Zerobus stream of this table is opened with.</summary>
    public ReadOnlyMemory<byte> DescriptorProto { get; }

    /// <summary>In field-number order.</summary>
    internal ColumnCodec[] Columns { get; }
}
