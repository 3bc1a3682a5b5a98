using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>What stands around a value of Avro.</summary>
internal enum AvroFraming : byte
{
    /// <summary>An object container file, which has its schema. For a step without <c>schema</c>.</summary>
    Container,

    /// <summary>Nothing: the value has the schema of the mapping.</summary>
    None,

    /// <summary>The single-object encoding: a fingerprint tells which schema of the mapping the value has.</summary>
    SingleObject,
}

/// <summary>The values of <c>framing</c>.</summary>
internal static class AvroFramings
{
    public static readonly Keywords<AvroFraming> Words = new(
        ("none", AvroFraming.None, "The payload is a value alone."),
        ("single_object", AvroFraming.SingleObject, "The fingerprint of its schema stands before the value."));
}
