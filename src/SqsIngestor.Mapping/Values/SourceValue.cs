using System.Runtime.CompilerServices;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Values;

/// <summary>A value for a column: a slice of the message, or a value that the function computes.</summary>
internal readonly ref struct SourceValue
{
    public ValueKind Kind { get; private init; }

    /// <summary>Whether <see cref="Text"/> contains backslash escapes.</summary>
    public bool Escaped { get; private init; }

    /// <summary>Whether an instant had digits after the microsecond, which are cut.</summary>
    public bool CutsDigits { get; private init; }

    /// <summary>The text of a string, the digits of a number, the bytes, or the JSON text of a container.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>An integer, or an instant in microseconds since the epoch.</summary>
    public long Integer { get; private init; }

    /// <summary>The tape with the contents of a container.</summary>
    public JsonTape? Tape { get; private init; }

    /// <summary>The container's node on the tape.</summary>
    public int Node { get; private init; }

    /// <summary>The error, if the value could not be computed.</summary>
    public RecordErrorCode ErrorCode => Kind == ValueKind.Error ? (RecordErrorCode)Integer : RecordErrorCode.None;

    public static SourceValue Missing => default;

    public static SourceValue FromError(RecordErrorCode code) => new() { Kind = ValueKind.Error, Integer = (long)code };

    public static SourceValue Null => new() { Kind = ValueKind.Null };

    public static SourceValue FromText(ReadOnlySpan<byte> utf8) => new() { Kind = ValueKind.String, Text = utf8 };

    public static SourceValue FromBytes(ReadOnlySpan<byte> bytes) => new() { Kind = ValueKind.Bytes, Text = bytes };

    public static SourceValue FromNumber(ReadOnlySpan<byte> digits) => new() { Kind = ValueKind.Number, Text = digits };

    public static SourceValue FromInteger(long value) => new() { Kind = ValueKind.Integer, Integer = value };

    public static SourceValue FromInstant(long microseconds, bool cutsDigits = false) =>
        new() { Kind = ValueKind.Instant, Integer = microseconds, CutsDigits = cutsDigits };

    public static SourceValue FromBoolean(bool value) => new() { Kind = value ? ValueKind.True : ValueKind.False };

    /// <param name="tape">The document.</param>
    /// <param name="node">A node of it; negative for a missing value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SourceValue FromTape(JsonTape tape, int node)
    {
        if (node < 0) return Missing;
        ref readonly var n = ref tape[node];
        return new() { Kind = (ValueKind)n.Kind, Escaped = n.Escaped, Text = tape.Raw(node), Tape = tape, Node = node };
    }
}
