using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Tests.Records;

/// <summary>The widest table that the service takes, and the largest body that SQS delivers.</summary>
public class WideTableTests
{
    private const int Columns = 2_000;

    [Fact]
    public void Encode_TwoThousandColumns_FillsEachFromItsMember()
    {
        var message = new DescriptorProto { Name = "Wide" };
        var (yaml, body) = (new StringBuilder("version: 1\ndescriptor: wide.binpb\ncolumns:\n"), new StringBuilder("{"));
        for (var i = 1; i <= Columns; i++)
        {
            message.Field.Add(
                new FieldDescriptorProto
                {
                    Name = $"c{i}",
                    Number = i,
                    Type = FieldDescriptorProto.Types.Type.Int64,
                    Label = FieldDescriptorProto.Types.Label.Optional,
                });
            yaml.Append(CultureInfo.InvariantCulture, $"  c{i}: $.body.m{i}\n");
            // In another order than the columns.
            body.Append(CultureInfo.InvariantCulture, $"{(i == 1 ? "" : ",")}\"m{Columns + 1 - i}\":{Columns + 1 - i}");
        }
        var set = new FileDescriptorSet { File = { new FileDescriptorProto { Name = "wide.proto", MessageType = { message } } } };
        var plan = TestPlans.Plan(yaml.ToString(), set.ToByteArray());

        var (rows, error) = TestEncoding.Body(plan, body.Append('}').ToString());

        Assert.Null(error);
        var input = new CodedInputStream(Assert.Single(rows));
        for (var i = 1; i <= Columns; i++)
        {
            Assert.Equal(WireFormat.MakeTag(i, WireFormat.WireType.Varint), input.ReadTag());
            Assert.Equal(i, input.ReadInt64());
        }
        Assert.True(input.IsAtEnd);
    }

    [Fact]
    public void Encode_BodyOfOneMebibyte_IsWhole()
    {
        var text = new string('ü', 512 * 1024 - 20);
        var plan = TestPlans.Repository("sqs_messages");

        var (rows, error) = TestEncoding.Body(plan, text);

        Assert.Null(error);
        Assert.Equal(text, table_sqs_messages.Parser.ParseFrom(Assert.Single(rows)).Body);
    }
}
