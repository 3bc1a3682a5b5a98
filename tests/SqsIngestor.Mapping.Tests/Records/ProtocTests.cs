using CsCheck;
using Google.Protobuf;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Records;

/// <summary>The encoder against protoc, which shares no code with it, over random messages of every type.</summary>
public sealed class ProtocTests
{
    private const string File = "Editions/editions.proto";
    private const string Message = "tests.editions.Records";
    private static readonly string Folder = RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos");
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    private static readonly MappingPlan Plan = TestPlans.Plan(
        "version: 1\ndescriptor: every_type.binpb\nmessage: tests.every.EveryType\n" +
            "auto: { from: $.body }\ncolumns: {}\nignore: [timestamp]\n",
        Protoc.Compile(Folder, includeImports: true, "every_type.proto"));

    /// <summary>
    /// What protoc reads of our bytes is what it reads of those of the generated class, and it knows every field; entries
    /// of maps may stand in another order, so both are compared as protoc writes them again, by key.
    /// </summary>
    [Fact]
    public void Encode_RandomMessages_AreReadTheSameByProtoc()
    {
        var messages = RandomMessages.EveryType.Array[300].Single();

        var ours = Protoc.Decode(Folder, File, Message, Together(messages.Select(Encode)));
        var theirs = Protoc.Decode(Folder, File, Message, Together(messages.Select(m => m.ToByteArray())));

        Assert.Equal(messages.Length, ours.Split("\nrecords {").Length);
        Assert.Equal(Protoc.Encode(Folder, File, Message, theirs), Protoc.Encode(Folder, File, Message, ours));
    }

    private static byte[] Encode(EveryType message)
    {
        var (rows, error) = TestEncoding.Body(Plan, Json.Format(message));
        return error is null ? Assert.Single(rows) : throw new InvalidOperationException(error.ToString());
    }

    /// <summary>The records as the elements of one message.</summary>
    private static byte[] Together(IEnumerable<byte[]> records)
    {
        using var buffer = new MemoryStream();
        var output = new CodedOutputStream(buffer, leaveOpen: true);
        foreach (var record in records)
        {
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(record));
        }
        output.Flush();
        return buffer.ToArray();
    }
}
