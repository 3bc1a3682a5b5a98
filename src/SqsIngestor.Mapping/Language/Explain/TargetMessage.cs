using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Language.Tables;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>The message of a table, linked only from the descriptor that its stream is opened with.</summary>
internal static class TargetMessage
{
    public static MessageDescriptor Of(TargetTable target)
    {
        var file = new FileDescriptorProto
        {
            Name = "table.proto",
            Syntax = "proto2",
            MessageType = { DescriptorProto.Parser.ParseFrom(target.DescriptorProto.Span) },
        };
        return FileDescriptor.BuildFromByteStrings([file.ToByteString()])[0].MessageTypes[0];
    }
}
