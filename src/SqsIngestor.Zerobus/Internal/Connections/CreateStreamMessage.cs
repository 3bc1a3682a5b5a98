using Google.Protobuf;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>The first message of every connection.</summary>
internal static class CreateStreamMessage
{
    public static byte[] Encode(ZerobusStreamOptions stream)
    {
        var create = new CreateIngestStreamRequest
        {
            TableName = stream.Table.FullName,
            RecordType = stream.RecordType == RecordType.Json ? Contract.RecordType.Json : Contract.RecordType.Proto,
        };
        if (stream.RecordType == RecordType.Proto)
            create.DescriptorProto = UnsafeByteOperations.UnsafeWrap(stream.DescriptorProto);
        return new EphemeralStreamRequest { CreateStream = create }.ToByteArray();
    }
}
