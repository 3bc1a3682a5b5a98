using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Language.Payloads.Avro;

/// <summary>A schema of Avro: its type, and the fingerprint that stands before a single object.</summary>
internal sealed class AvroSchema
{
    /// <summary>The deepest nesting of a schema: 512. A record in a record is three levels deeper.</summary>
    public const int MostLevels = 512;

    // What a token of a schema takes, as read by the library and as what becomes of it here.
    private const int OfToken = 192;

    private AvroSchema(AvroType type) => Type = type;

    public AvroType Type { get; }

    /// <summary>CRC-64-AVRO of the schema's canonical form.</summary>
    public ulong Fingerprint => field == 0 ? field = AvroFingerprint.Of(Type) : field;

    /// <summary>Reads a schema. It can come from a message, so it can be any bytes.</summary>
    /// <param name="json">The schema as JSON.</param>
    /// <param name="memory">What the message may take that it comes from; null for a file.</param>
    /// <param name="schema">The schema; null after a problem.</param>
    /// <param name="problem">What is wrong with it, without anything of its contents; null for nothing.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> json, WorkMemory? memory, [NotNullWhen(true)] out AvroSchema? schema,
        [NotNullWhen(false)] out string? problem)
    {
        (schema, problem) = (null, null);
        try
        {
            if (json.Span.StartsWith("\uFEFF"u8)) json = json["\uFEFF"u8.Length..];
            if (memory is not null) SchemaMemory.Take(json.Span, MostLevels, OfToken, memory);
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MostLevels });
            schema = new(new AvroSchemaReader(memory ?? new()).Read(document.RootElement, ""));
            return true;
        }
        catch (JsonException)
        {
            problem = JsonDepth.Exceeds(json.Span, MostLevels)
                ? string.Create(
                    CultureInfo.InvariantCulture, $"the schema has more than {MostLevels} levels of objects and lists")
                : "the schema is not JSON";
        }
        // The reader of JSON throws it for half a surrogate pair.
        catch (InvalidOperationException)
        {
            problem = "the schema is not well-formed Unicode";
        }
        catch (AvroSchemaException e)
        {
            problem = $"the schema has {e.Message}";
        }
        return false;
    }
}

/// <summary>A schema is wrong; the message says how, without anything of its contents.</summary>
internal sealed class AvroSchemaException(string message) : Exception(message);
