using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Inspection;

/// <summary>One occurrence of a field in a record, with the place of each of its parts.</summary>
/// <param name="Field">The field.</param>
/// <param name="Tag">Field number and wire type.</param>
/// <param name="Length">The length of a length-delimited value; empty for others.</param>
/// <param name="Value">The value; of a group without its end tag.</param>
/// <param name="End">The first byte after the whole field.</param>
internal sealed record WireField(FieldDescriptor Field, WireSpan Tag, WireSpan Length, WireSpan Value, int End)
{
    /// <summary>The fields of a nested message, group or map entry; null for others.</summary>
    public IReadOnlyList<WireField>? Fields { get; init; }

    /// <summary>
    /// The scalar, as the CLR type of its protobuf type: bool, long, ulong, float, double, string, byte[]; enums as int. A packed
    /// field has any number of them, a message none.
    /// </summary>
    public IReadOnlyList<object> Scalars { get; init; } = [];
}

/// <summary>A part of a record: bytes from <paramref name="Start"/> up to <paramref name="End"/>.</summary>
internal readonly record struct WireSpan(int Start, int End)
{
    public int Length => End - Start;
}
