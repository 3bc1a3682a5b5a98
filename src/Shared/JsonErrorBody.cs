using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>
/// Reads the error code in the JSON body of an HTTP answer. The rest of the body is never repeated: it may quote what was sent.
/// </summary>
[Embedded]
internal static class JsonErrorBody
{
    /// <summary>The result of <see cref="Code"/> if the body has no code.</summary>
    public const string NoCode = "no error code";

    private const int MaxLength = 64;

    /// <summary>
    /// The code, such as <c>invalid_client</c>: 1 to 64 ASCII letters, digits, underscores and dots, without the namespace that
    /// may stand before a <c>#</c>; otherwise <see cref="NoCode"/>.
    /// </summary>
    /// <param name="body">The body, in any form.</param>
    /// <param name="property">The name of the property that holds the code.</param>
    public static string Code(ReadOnlyMemory<byte> body, string property)
    {
        using var json = TryParseObject(body);
        if (json is null || !json.RootElement.TryGetProperty(property, out var value) || value.ValueKind != JsonValueKind.String)
            return NoCode;
        var text = value.GetString()!;
        var code = text[(text.LastIndexOf('#') + 1)..];
        return code.Length is > 0 and <= MaxLength && code.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
            ? code
            : NoCode;
    }

    /// <summary>The body as a JSON object, to be disposed; null if it is not one.</summary>
    public static JsonDocument? TryParseObject(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return json;
            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
