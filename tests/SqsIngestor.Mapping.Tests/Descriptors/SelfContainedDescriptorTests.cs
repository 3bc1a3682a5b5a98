using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Tests.Protos;

namespace SqsIngestor.Mapping.Tests.Descriptors;

public class SelfContainedDescriptorTests
{
    private static readonly JsonFormatter Json = new(
        JsonFormatter.Settings.Default.WithIndentation().WithPreserveProtoFieldNames(true));

    [Fact]
    public void Build_MessageWithImports_LinksAloneWithoutThem()
    {
        var alone = LinkAlone(SelfContainedDescriptor.BuildProto(EveryType.Descriptor));

        Assert.Equal("EveryType", alone.FullName);
        Assert.All(alone.Fields.InFieldNumberOrder().Zip(EveryType.Descriptor.Fields.InFieldNumberOrder()), pair =>
        {
            var (actual, expected) = pair;
            Assert.Equal(expected.Name, actual.Name);
            Assert.Equal(expected.FieldNumber, actual.FieldNumber);
            Assert.Equal(expected.FieldType, actual.FieldType);
            Assert.Equal(expected.IsRepeated, actual.IsRepeated);
            Assert.Equal(expected.IsMap, actual.IsMap);
            Assert.Equal(expected.IsPacked, actual.IsPacked);
        });
    }

    [Fact]
    public void Build_TwoMessagesOfOneShortName_KeepsBoth()
    {
        var proto = SelfContainedDescriptor.BuildProto(EveryType.Descriptor);

        Assert.Equal(".EveryType.Node", proto.Field.Single(f => f.Name == "node").TypeName);
        Assert.Equal(".EveryType.tests_imported_Node", proto.Field.Single(f => f.Name == "imported_node").TypeName);
        Assert.Equal(".EveryType.Kind", proto.Field.Single(f => f.Name == "kind").TypeName);
    }

    [Fact]
    public void Build_RecursiveMessage_RefersToItself()
    {
        var proto = SelfContainedDescriptor.BuildProto(EveryType.Types.Node.Descriptor);

        Assert.Equal(".Node", proto.Field.Single(f => f.Name == "child").TypeName);
        LinkAlone(proto);
    }

    [Fact]
    public Task Build_SqsMessages_IsTheDescriptorThatTheStreamIsOpenedWith() =>
        Verifier.Verify(Json.Format(SelfContainedDescriptor.BuildProto(table_sqs_messages.Descriptor)), "json").ToTask();

    [Fact]
    public void Build_Proto3WithOneof_KeepsPresenceAndOneof()
    {
        var proto = SelfContainedDescriptor.BuildProto(Protos.Imported.Node.Descriptor);

        var alone = LinkAlone(proto, "proto3");
        Assert.Equal("choice", alone.FindFieldByName("text").RealContainingOneof.Name);
        Assert.True(alone.FindFieldByName("money").MessageType.FindFieldByName("cents").HasPresence);
        Assert.True(alone.FindFieldByName("money").MessageType.FindFieldByName("history").IsPacked);
    }

    private static MessageDescriptor LinkAlone(DescriptorProto proto, string syntax = "proto2")
    {
        var file = new FileDescriptorProto { Name = "alone.proto", Syntax = syntax, MessageType = { proto } };
        return FileDescriptor.BuildFromByteStrings([file.ToByteString()]).Single().MessageTypes.Single();
    }
}
