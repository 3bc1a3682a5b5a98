using System.Globalization;
using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>The event of a test that gives the parts of one message.</summary>
internal static class TestEvent
{
    public static byte[] Build(TestInputSyntax input) =>
        Encoding.UTF8.GetBytes(input.Event is { } whole ? YamlJson.Text(whole) : JsonBuilder.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("Records");
        WriteMessage(writer, input);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    private static void WriteMessage(Utf8JsonWriter writer, TestInputSyntax input)
    {
        // Text is used unchanged; a mapping or a list is written as JSON.
        var body = input.Body is YamlScalar scalar ? scalar.Value : YamlJson.Text(input.Body!);
        writer.WriteStartObject();
        writer.WriteString("messageId", "00000000-0000-0000-0000-000000000001");
        writer.WriteString("receiptHandle", "receipt-handle");
        writer.WriteString("body", body);
        writer.WriteStartObject("attributes");
        foreach (var (name, value) in input.Attributes?.Entries ?? [])
        {
            writer.WriteString(name.Value, (value as YamlScalar)?.Value ?? YamlJson.Text(value));
        }
        if (input.Attributes?.Entries.Any(e => e.Key.Value == "ApproximateReceiveCount") != true)
        {
            writer.WriteString("ApproximateReceiveCount", "1");
        }
        writer.WriteEndObject();
        writer.WriteStartObject("messageAttributes");
        foreach (var (name, value) in input.MessageAttributes?.Entries ?? []) WriteAttribute(writer, name.Value, value);
        writer.WriteEndObject();
        writer.WriteString("md5OfBody", Md5(body));
        writer.WriteString("eventSource", "aws:sqs");
        writer.WriteString("eventSourceARN", "arn:aws:sqs:us-east-1:123456789012:test");
        writer.WriteString("awsRegion", "us-east-1");
        writer.WriteEndObject();
    }

    /// <summary>In the form of an event, or a single value: a plain number is a Number, others are a String.</summary>
    private static void WriteAttribute(Utf8JsonWriter writer, string name, YamlNode value)
    {
        writer.WritePropertyName(name);
        if (value is not YamlScalar scalar)
        {
            YamlJson.Write(writer, value);
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("stringValue", scalar.Value);
        writer.WriteString(
            "dataType",
            scalar.IsPlain && decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                ? "Number"
                : "String");
        writer.WriteEndObject();
    }

#pragma warning disable CA5351 // SQS has MD5 in its events; nothing is protected by it.
    private static string Md5(string body) =>
        Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(Encoding.UTF8.GetBytes(body)));
#pragma warning restore CA5351
}
