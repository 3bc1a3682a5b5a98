using System.Globalization;
using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>The event of a test: a file, a whole event, or the parts of one message.</summary>
internal static class TestEvent
{
    /// <param name="input">What the test gives.</param>
    /// <param name="files">Reads a file that the test names.</param>
    public static byte[] Build(TestInputSyntax input, Func<string, byte[]> files) =>
        input.File is { } file ? files(file.Value)
        : Encoding.UTF8.GetBytes(input.Event is { } whole ? YamlJson.Text(whole) : JsonBuilder.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("Records");
        WriteMessage(writer, input, files);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    private static void WriteMessage(Utf8JsonWriter writer, TestInputSyntax input, Func<string, byte[]> files)
    {
        var body = Body(input, files);
        writer.WriteStartObject();
        EventInput.WriteIdentity(writer, 0);
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
        EventInput.WriteOrigin(writer, body);
        writer.WriteEndObject();
    }

    /// <summary>Text is used unchanged; a mapping or a list is written as JSON.</summary>
    private static string Body(TestInputSyntax input, Func<string, byte[]> files) =>
        input.BodyFile is { } file ? Encoding.UTF8.GetString(files(file.Value))
        : input.Body is YamlScalar scalar ? scalar.Value
        : YamlJson.Text(input.Body!);

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
}
