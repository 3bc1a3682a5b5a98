using System.Text.Json;

namespace SqsIngestor.Catalog.Rest;

/// <summary>Reads the error code from an answer of the Databricks REST API. No other part of the body may reach a message.</summary>
internal static class ErrorText
{
    public static string Code(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error_code", out var code)
                && code.ValueKind == JsonValueKind.String && code.GetString() is { Length: > 0 and <= 60 } text && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
                ? text
                : "no error code";
        }
        catch (JsonException)
        {
            return "no error code";
        }
    }
}
