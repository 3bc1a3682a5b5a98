using Google.Protobuf;

namespace SqsIngestor.Zerobus.Internal.Wire;

/// <summary>What a message of the service is.</summary>
internal enum ServiceMessageKind
{
    /// <summary>Nothing that this client knows.</summary>
    Unknown,

    /// <summary>The stream is open: the answer to create_stream.</summary>
    Created,

    /// <summary>A persistent stream goes on: the answer to resume_stream.</summary>
    Resumed,

    /// <summary>Requests are durable.</summary>
    Ack,

    /// <summary>The service will close the stream.</summary>
    CloseSignal,
}

/// <summary>
/// A message of the service, alike for both methods. Read by hand: the generated classes of the contract would make a native
/// program larger, and serve the other end.
/// </summary>
internal sealed class ServiceMessage
{
    public ServiceMessageKind Kind { get; private set; }

    /// <summary>With <see cref="ServiceMessageKind.Created"/>: the id of the stream; empty if the service gave none.</summary>
    public string StreamId { get; private set; } = "";

    /// <summary>
    /// With <see cref="ServiceMessageKind.Ack"/> and <see cref="ServiceMessageKind.Resumed"/>: up to which offset everything is
    /// durable; null if the service gave none.
    /// </summary>
    public long? UpTo { get; private set; }

    /// <summary>
    /// With <see cref="ServiceMessageKind.CloseSignal"/>: how long the service goes on; null if it does not say.
    /// </summary>
    public RemoteDuration? Notice { get; private set; }

    /// <summary>Reads an EphemeralStreamResponse or a PersistentStreamResponse.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are not a protobuf message.</exception>
    public static ServiceMessage Read(byte[] bytes, bool isPersistent)
    {
        var message = new ServiceMessage();
        using var input = new CodedInputStream(bytes);
        while (input.ReadTag() is not 0 and var tag)
        {
            if (KindOf(tag, isPersistent) is not { } kind)
            {
                input.SkipLastField();
                continue;
            }

            // Of several, the last one counts.
            message.Kind = kind;
            message.ReadPayload(input.ReadBytes().CreateCodedInput());
        }

        return message;
    }

    private static ServiceMessageKind? KindOf(uint tag, bool isPersistent)
    {
        if (WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
            return null;
        return WireFormat.GetTagFieldNumber(tag) switch
        {
            1 => ServiceMessageKind.Created,
            2 => isPersistent ? ServiceMessageKind.Resumed : ServiceMessageKind.Ack,
            3 => isPersistent ? ServiceMessageKind.Ack : ServiceMessageKind.CloseSignal,
            4 when isPersistent => ServiceMessageKind.CloseSignal,
            _ => null,
        };
    }

    // Each of the four has one field that counts, number 1.
    private void ReadPayload(CodedInputStream input)
    {
        (StreamId, UpTo, Notice) = ("", null, null);
        while (input.ReadTag() is not 0 and var tag)
        {
            var isText = tag == WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited);
            var isNumber = tag == WireFormat.MakeTag(1, WireFormat.WireType.Varint);
            if (isText && Kind == ServiceMessageKind.Created)
                StreamId = input.ReadString();
            else if (isText && Kind == ServiceMessageKind.CloseSignal)
                Notice = RemoteDuration.Read(input.ReadBytes().CreateCodedInput());
            else if (isNumber && Kind is ServiceMessageKind.Ack or ServiceMessageKind.Resumed)
                UpTo = input.ReadInt64();
            else
                input.SkipLastField();
        }
    }
}
