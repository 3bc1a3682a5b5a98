using System.Diagnostics;
using Google.Protobuf;

namespace SqsIngestor.Zerobus.Internal.Wire;

/// <summary>
/// The message that opens a stream, create_stream or resume_stream, encoded by hand: see <see cref="ServiceMessage"/>.
/// </summary>
internal static class FirstMessage
{
    // The numbers of the contract.
    private const int ProtoType = 1;
    private const int JsonType = 2;
    private const int AvroType = 4;

    /// <summary>create_stream of the stream's method.</summary>
    public static byte[] Create(ZerobusStreamOptions stream) => Payload(1, output =>
    {
        output.WriteTag(1, WireFormat.WireType.LengthDelimited);
        output.WriteString(stream.Table.FullName);
        WriteDescriptor(output, 3, stream);
        WriteType(output, 4, stream.RecordType);
        if (stream.RecordType == RecordType.Avro)
        {
            output.WriteTag(5, WireFormat.WireType.LengthDelimited);
            output.WriteString(stream.AvroSchema);
        }
    });

    /// <summary>resume_stream of PersistentStream.</summary>
    public static byte[] Resume(ZerobusStreamOptions stream, string streamId) => Payload(2, output =>
    {
        output.WriteTag(1, WireFormat.WireType.LengthDelimited);
        output.WriteString(streamId);
        WriteDescriptor(output, 2, stream);
        WriteType(output, 3, stream.RecordType);
    });

    private static void WriteDescriptor(CodedOutputStream output, int field, ZerobusStreamOptions stream)
    {
        if (stream.RecordType != RecordType.Proto)
            return;
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(stream.DescriptorProto));
    }

    private static void WriteType(CodedOutputStream output, int field, RecordType type)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteEnum(type switch
        {
            RecordType.Proto => ProtoType,
            RecordType.Json => JsonType,
            RecordType.Avro => AvroType,
            _ => throw new UnreachableException(),
        });
    }

    // A request with one payload.
    private static byte[] Payload(int field, Action<CodedOutputStream> write)
    {
        var payload = Bytes(write);
        return Bytes(output =>
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(UnsafeByteOperations.UnsafeWrap(payload));
        });
    }

    private static byte[] Bytes(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
            write(output);
        return bytes.ToArray();
    }
}
