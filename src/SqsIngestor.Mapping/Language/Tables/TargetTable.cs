namespace SqsIngestor.Mapping.Language.Tables;

/// <summary>A table that rows go to, with what its stream is opened with.</summary>
/// <param name="Name">catalog.schema.table.</param>
/// <param name="MessageName">Full name of the protobuf message that a row is.</param>
/// <param name="DescriptorProto">The serialized, self-contained DescriptorProto.</param>
public sealed record TargetTable(string Name, string MessageName, ReadOnlyMemory<byte> DescriptorProto);
