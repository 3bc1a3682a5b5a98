using System.Text.Json;
using System.Text.RegularExpressions;

namespace SqsIngestor.Emulator.Lambda.Runtime;

/// <summary>An error that the function posted.</summary>
/// <param name="Type">The type as Lambda keeps it.</param>
/// <param name="Message">The message.</param>
internal sealed partial record ReportedError(string Type, string Message)
{
    private const string Unknown = "Runtime.Unknown";

    /// <summary>Reads the body; the header's type is used if Lambda would keep it.</summary>
    public static ReportedError Read(ReadOnlyMemory<byte> body, string? typeHeader)
    {
        var (type, message) = ReadBody(body);
        if (typeHeader is not null) type = KeptType().IsMatch(typeHeader) ? typeHeader : Unknown;
        return new ReportedError(type ?? Unknown, message ?? "");
    }

    private static (string? Type, string? Message) ReadBody(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (Text(document.RootElement, "errorType"), Text(document.RootElement, "errorMessage"))
                : (null, null);
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    [GeneratedRegex(@"^(Runtime|Function)\.[A-Z][a-zA-Z]+$")]
    private static partial Regex KeptType();
}
