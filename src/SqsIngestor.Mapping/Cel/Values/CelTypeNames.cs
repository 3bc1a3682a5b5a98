using System.Diagnostics;

namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>The names by which an expression refers to types, and the type of each kind of value.</summary>
internal static class CelTypeNames
{
    private static readonly (CelKind Kind, string Name)[] Rows =
    [
        (CelKind.Null, "null_type"),
        (CelKind.Bool, "bool"),
        (CelKind.Int, "int"),
        (CelKind.Uint, "uint"),
        (CelKind.Double, "double"),
        (CelKind.String, "string"),
        (CelKind.Bytes, "bytes"),
        (CelKind.Timestamp, "google.protobuf.Timestamp"),
        (CelKind.Duration, "google.protobuf.Duration"),
        (CelKind.Type, "type"),
        (CelKind.List, "list"),
        (CelKind.Map, "map"),
        (CelKind.Optional, "optional_type"),
    ];

    public static IEnumerable<string> All => Rows.Select(row => row.Name);

    /// <summary>The catalog's own string for a type's name; null for other texts.</summary>
    public static string? Find(string name)
    {
        foreach (var row in Rows)
        {
            if (string.Equals(row.Name, name, StringComparison.Ordinal)) return row.Name;
        }
        return null;
    }

    /// <summary>The name of a kind of values in messages.</summary>
    public static string Short(CelKind kind) => kind switch
    {
        CelKind.Null => "null",
        CelKind.Timestamp => "timestamp",
        CelKind.Duration => "duration",
        CelKind.Optional => "optional",
        _ => Of(kind),
    };

    /// <param name="kind">The kind of a value; neither missing nor an error.</param>
    public static string Of(CelKind kind)
    {
        foreach (var row in Rows)
        {
            if (row.Kind == kind) return row.Name;
        }
        throw new UnreachableException();
    }
}
