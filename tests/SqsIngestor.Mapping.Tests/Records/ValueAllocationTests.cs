using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Mapping.Tests.Records;

public sealed class ValueAllocationTests
{
    [Theory]
    [InlineData("int64_value", "as: timestamp", "\"2026-03-01T12:00:00.123456Z\"")]
    [InlineData("int64_value", "as: timestamp, formats: [rfc3339, epoch_ms]", "1772366400123")]
    [InlineData("int64_value", "as: timestamp, zone: Europe/Berlin", "\"2026-03-01T12:00:00\"")]
    [InlineData("int64_value", "as: timestamp, formats: 'yyyy-MM-dd HH:mm:ss', zone: UTC", "\"2026-03-01 12:00:00\"")]
    [InlineData("int32_value", "as: date, zone: '+01:00'", "\"2026-03-01T12:00:00Z\"")]
    [InlineData("string_value", "as: 'decimal(18,2)', round: half_even", "12.345")]
    [InlineData("bytes_value", "on_error: fail", "\"QUJD\\r\\nREVG-_8\"")]
    [InlineData("string_value", "as: uuid", "\"0123ABCD-4567-89EF-FEDC-BA9876543210\"")]
    [InlineData("string_value", "as: variant", "{\"a\":[1,\"x\\u00e9\"]}")]
    [InlineData("string_value", "transform: [trim, upper]", "\" \\u00e9a \"")]
    [InlineData("string_value", "transform: nfc", "\"e\u0301\u0323 한\"")]
    [InlineData("string_value", "transform: ['split(\",\")', distinct, sort, 'join(\";\")']", "\"b,a,b\"")]
    [InlineData("string_value", "transform: [parse_json, values, first, to_json]", "\"{\\\"a\\\":[1,2]}\"")]
    [InlineData("string_value", "transform: [\"mask_sha256('s')\"]", "\"abc\"")]
    [InlineData("color", "enum: e, fold_case: true", "\"Rot\"")]
    public void Encode_CoercedValue_AllocatesNothing(string column, string options, string json)
    {
        var plan = OneColumn.Plan(column, $"{{ from: $.body.v, {options} }}", "enums: { e: { rot: RED } }");
        var body = System.Text.Json.JsonSerializer.Serialize($$"""{"v":{{json}}}""");
        var payload =
            System.Text.Encoding.UTF8.GetBytes($$"""{"Records":[{"messageId":"m","body":{{body}},"eventSource":"aws:sqs"}]}""");
        var (encoder, message) = (plan.CreateEncoder(), plan.CreateMessage());
        Assert.True(new SqsEventReader(payload, payload.Length).Read(message));
        for (var i = 0; i < 100; i++) Assert.Equal(EncodeOutcome.Rows, encoder.Encode(message, TestEncoding.Invocation));

        // A collection that another test causes can count against this thread, but a real allocation shows in every round.
        Assert.Equal(0, Enumerable.Range(0, 10).Min(_ => Allocated(encoder, message)));
    }

    private static long Allocated(RecordEncoder encoder, SourceMessage message)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++) encoder.Encode(message, TestEncoding.Invocation);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
