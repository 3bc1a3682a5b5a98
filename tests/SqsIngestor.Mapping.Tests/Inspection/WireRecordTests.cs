using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Google.Protobuf;
using SqsIngestor.Mapping.Inspection;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Mapping.Tests.Records;

namespace SqsIngestor.Mapping.Tests.Inspection;

/// <summary>Records read back without generated code, against generated code.</summary>
public class WireRecordTests
{
    [Fact]
    public void ToJson_RandomMessage_IsProtoJsonOfTheSameMessage() => RandomMessages.EveryType.Sample(message =>
        JsonParser.Default.Parse<EveryType>(WithNumbersAsText(JsonNode.Parse(Json(message.ToByteArray())))!.ToJsonString())
            .Equals(message), iter: 2_000);

    [Fact]
    public void ToAnnotatedHex_RandomMessage_ShowsEveryByteOnceAndInOrder() => RandomMessages.EveryType.Sample(message =>
    {
        var record = message.ToByteArray();
        var text = AnnotatedHex.Write(record, WireRecordReader.Read(record, EveryType.Descriptor), new FieldMeanings());
        var shown = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(line =>
        {
            // The offset, then the digits; two spaces end them.
            var digits = line[6..].TrimStart().Split("  ")[0];
            return digits.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(b => Convert.ToByte(b, 16));
        });
        return shown.SequenceEqual(record);
    }, iter: 500);

    [Fact]
    public void ToJson_AnyBytes_IsARowOrARecordFormatException() =>
        Gen.Select(RandomMessages.EveryType, Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 400]).Sample((message, at, value, length) =>
        {
            var record = message.ToByteArray();
            if (record.Length == 0) return;
            record[at % record.Length] = value;
            record = record[..Math.Min(record.Length, length)];
            try
            {
                Json(record);
            }
            catch (RecordFormatException e)
            {
                Assert.InRange(e.Offset, 0, record.Length);
            }
        }, iter: 5_000);

    [Theory]
    [InlineData("F80101", 0, "tests.every.EveryType has no field 31")]
    [InlineData("0D00000000", 0, "the field 'tests.every.EveryType.double_value' has wire type 5")]
    [InlineData("7203FF", 1, "the length is 3, but 1 bytes are left")]
    [InlineData("7201FF", 2, "the string 'tests.every.EveryType.string_value' is not UTF-8")]
    [InlineData("20FFFFFFFFFFFFFFFFFF02", 1, "a varint has more than 64 bits")]
    [InlineData("0900", 1, "8 bytes are needed, but 1 are left")]
    public void ToJson_BytesThatAreNoRecord_SaysWhereAndWhy(string hex, int offset, string message)
    {
        var error = Assert.Throws<RecordFormatException>(() => Json(Convert.FromHexString(hex)));

        Assert.Equal((offset, $"offset {offset}: {message}"), (error.Offset, error.Message));
    }

    /// <summary>
    /// The oracle reads numbers through double, and text by its digits; numbers of an enum it reads as numbers only.
    /// </summary>
    private static JsonNode? WithNumbersAsText(JsonNode? node, string name = "") => node switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, WithNumbersAsText(m.Value, m.Key)))),
        JsonArray items => new JsonArray([.. items.Select(i => WithNumbersAsText(i))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && name != "kind" =>
            JsonValue.Create(value.ToJsonString()),
        _ => node?.DeepClone(),
    };

    private static string Json(byte[] record) => Mapping.Json.JsonBuilder.Write(writer =>
    {
        writer.WriteStartObject();
        RowJson.WriteMembers(writer, WireRecordReader.Read(record, EveryType.Descriptor), null);
        writer.WriteEndObject();
    });
}
