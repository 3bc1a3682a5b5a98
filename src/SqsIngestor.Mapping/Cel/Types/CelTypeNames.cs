using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Types;

/// <summary>Types that an expression can name, and the types of values at run time.</summary>
internal static class CelTypeNames
{
    private static readonly string[] All =
    [
        "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type",
        "google.protobuf.Timestamp", "google.protobuf.Duration",
    ];

    /// <summary>The type's own, shared name when the text names a type.</summary>
    public static string? Find(string name) =>
        Array.Find(All, candidate => string.Equals(candidate, name, StringComparison.Ordinal));

    public static string Of(CelKind kind) => kind switch
    {
        CelKind.Null => "null_type",
        CelKind.Bool => "bool",
        CelKind.Int => "int",
        CelKind.Uint => "uint",
        CelKind.Double => "double",
        CelKind.String => "string",
        CelKind.Bytes => "bytes",
        CelKind.Timestamp => "google.protobuf.Timestamp",
        CelKind.Duration => "google.protobuf.Duration",
        CelKind.List => "list",
        CelKind.Map => "map",
        _ => "type",
    };
}
