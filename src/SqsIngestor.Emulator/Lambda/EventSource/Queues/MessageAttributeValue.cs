using System.Text;

namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>A message attribute.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">String, Number or Binary, with a suffix after a dot or without: <c>Number.float</c>.</param>
/// <param name="Value">The bytes of a Binary, and the UTF-8 of the others.</param>
public sealed record MessageAttributeValue(string Name, string Type, ReadOnlyMemory<byte> Value)
{
    /// <summary>Whether the value is bytes and not text.</summary>
    public bool IsBinary => BaseType == "Binary";

    /// <summary>An attribute whose value is text.</summary>
    public static MessageAttributeValue OfText(string name, string type, string value) => new(name, type, Encoding.UTF8.GetBytes(value));

    internal string BaseType => Type.Split('.', 2)[0];

    internal string Text => Encoding.UTF8.GetString(Value.Span);

    internal int Size => Encoding.UTF8.GetByteCount(Name) + Encoding.UTF8.GetByteCount(Type) + Value.Length;
}
