using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Failures;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Limits;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Records.Scalars.Json;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Tests.Records;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Tests.Memory;

/// <summary>Arrays that grow with a value count as memory of its message, or are not needed.</summary>
public sealed class CountedArrayTests
{
    private const int Most = 64 * 1024;

    [Fact]
    public void JsonOfText_ALargeText_TakesNoMoreThanTheRow()
    {
        var text = Encoding.UTF8.GetBytes(new string('a', 1_000_000) + "\"\\\u0001");
        var writer = new RecordWriter(capacity: 4_000_000);
        var codec = new JsonTextCodec();

        var allocated = Allocated(() => codec.TryWrite(SourceValue.FromText(text), writer));

        Assert.InRange(allocated, 0, 1000);
        Assert.EndsWith("aa\\\"\\\\\\u0001\"", Encoding.UTF8.GetString(writer.WrittenSpan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(5_000, true)]
    public void VariantWithManyNames_CountsItsTable(int names, bool isTooMuch)
    {
        var text = $"{{{string.Join(',', Enumerable.Range(0, names).Select(i => $"\"n{i}\":{i}"))}}}";
        var writer = new RecordWriter(work: new(Most));
        writer.WriteLengthDelimited(Encoding.UTF8.GetBytes(text));

        Check(isTooMuch, () => new JsonLimit(100).Check(writer.WrittenSpan, writer.Arrays));
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(40_000, true)]
    public void VariantWithALongEscapedName_CountsItsValue(int length, bool isTooMuch)
    {
        var writer = new RecordWriter(work: new(Most));
        writer.WriteLengthDelimited(Encoding.UTF8.GetBytes($"{{\"{new string('a', length)}\\n\":1,\"b\":2}}"));

        Check(isTooMuch, () => new JsonLimit(100).Check(writer.WrittenSpan, writer.Arrays));
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(5_000, true)]
    public void MapWithManyKeys_CountsItsTable(int keys, bool isTooMuch)
    {
        var writer = new RecordWriter(work: new(Most));
        for (var i = 0; i < keys; i++)
        {
            writer.WriteVarint(0x0A);
            var mark = writer.BeginLength();
            writer.WriteVarint(0x08);
            writer.WriteVarint((uint)i);
            writer.EndLength(mark);
        }

        Check(
            isTooMuch,
            () => MapKeys.HasDuplicate(writer.WrittenSpan, keys, writer.Arrays)
                ? RecordErrorCode.DuplicateKey
                : RecordErrorCode.None);
    }

    [Theory]
    [InlineData(300, false)]
    [InlineData(70_000, true)]
    public void StringWithEscapes_CountsItsValue(int zeros, bool isTooMuch)
    {
        var json = Encoding.UTF8.GetBytes($"\"\\u0031.{new string('0', zeros)}\"");
        var tape = new JsonTape();
        tape.Reset(json);
        tape.Add(JsonKind.String, 1, json.Length - 2, escaped: true);
        var writer = new RecordWriter(work: new(Most));

        Check(isTooMuch, () => new DecimalCodec(10, 0, DecimalRounding.Fail, strict: false)
            .TryWrite(SourceValue.FromTape(tape, 0), writer));
    }

    [Fact]
    public void RescuedValues_Count()
    {
        var (tape, memory) = (new JsonTape(), new WorkMemory(Most));
        for (var i = 0; i < 5_000; i++) tape.Add(JsonKind.True, 0, 0, escaped: false);
        tape.ForgetReads();
        var rescued = new RescuedValues(memory);
        for (var i = 0; i < 1_000; i++) rescued.Add(tape, i, null);
        Assert.Equal(1_000, rescued.Count);
        Assert.InRange(memory.Taken, 24_000, 48_000);

        Assert.Throws<MessageMemoryException>(() =>
        {
            for (var i = 1_000; i < 5_000; i++) rescued.AddElement(tape, i);
        });
    }

    [Fact]
    public void FoundText_ALargeText_IsCountedInPieces()
    {
        var json = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(@"a\né\ud83d\ude00€", 50_000)));
        var tape = new JsonTape();
        tape.Reset(json);
        tape.Add(JsonKind.String, 0, json.Length, escaped: true);
        var text = "";

        var allocated = Allocated(() => text = FoundText.Of(SourceValue.FromTape(tape, 0)));

        Assert.Equal("text of 250000 characters", text);
        Assert.InRange(allocated, 0, 1000);
    }

    [Fact]
    public void Quarantine_ALargeBody_IsCutWithoutACopy()
    {
        var plan = OneColumn.Plan(
            "string_value", "$.body.v",
            "on_record_error: quarantine\nquarantine: { table: main.ops.quarantine, max_body: 1KiB }");
        var payload = RecordErrorCases.Event($$"""{"v":{{string.Concat(Enumerable.Repeat("\"\u00e9\n", 100_000))}}""");
        var (encoder, message) = (plan.CreateEncoder(Most), plan.CreateMessage());
        new SqsEventReader(payload, payload.Length).Read(message);
        encoder.Encode(message, TestEncoding.Invocation);

        var allocated = Allocated(() => encoder.Encode(message, TestEncoding.Invocation));

        Assert.InRange(allocated, 0, 20_000);
        var row = Encoding.UTF8.GetString(encoder.Bytes(encoder.Rows.Single()).Span);
        Assert.Contains("{\"v\":\"é\n\"é\n", row, StringComparison.Ordinal);
        Assert.InRange(row.Length, 700, 1_100);
    }

    [Theory]
    [InlineData("{ from: $.body.note, transform: \"regex_extract('(y)')\" }", "x", 60_000)]
    [InlineData("{ from: $.body.note, transform: nfc }", "\u0301", 17_000)]
    [InlineData("{ expr: \"string(body.note.contains(body.note.substring(0, 54000)))\" }", "x", 55_000)]
    public void Encode_AValueNeedsTooMuch_FailsTheMessage(string column, string text, int count)
    {
        var encoder = OneColumn.Plan("string_value", column).CreateEncoder(Most);

        Assert.Equal(EncodeOutcome.Failed, Encode(encoder, $$"""{"note":"{{Repeat(text, count)}}"}"""));

        Assert.Equal(RecordErrorCode.MessageMemory, encoder.Error?.Code);
        Assert.InRange(encoder.BufferBytes, 0, 6 * Most);
    }

    [Fact]
    public void Encode_FormatOfALargeMap_FailsTheMessage()
    {
        var encoder = OneColumn.Plan("bool_value", "{ expr: \"'%s'.format([body]) == ''\" }").CreateEncoder(Most);
        var members = string.Join(',', Enumerable.Range(0, 1_500).Select(i => $"\"n{i:d5}\":1"));

        Assert.Equal(EncodeOutcome.Failed, Encode(encoder, $"{{{members}}}"));

        Assert.Equal(RecordErrorCode.MessageMemory, encoder.Error?.Code);
    }

    private static EncodeOutcome Encode(RecordEncoder encoder, string body)
    {
        var payload = RecordErrorCases.Event(body);
        var message = OneColumn.Plan("string_value", "$.body.v").CreateMessage();
        new SqsEventReader(payload, payload.Length).Read(message);
        return encoder.Encode(message, TestEncoding.Invocation);
    }

    private static void Check(bool isTooMuch, Func<RecordErrorCode> check)
    {
        if (isTooMuch) Assert.Throws<MessageMemoryException>(() => check());
        else Assert.Equal(RecordErrorCode.None, check());
    }

    private static long Allocated(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
