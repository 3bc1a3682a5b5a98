namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>How an integer stands on the wire.</summary>
internal enum IntegerWire : byte
{
    Varint,
    ZigZag,
    Fixed32,
    Fixed64,
}
